import type { OpenAPIObject } from '@nestjs/swagger';
import { permission, type PermissionName } from './permissions.js';
import type { RoutePermission } from './route-permissions.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Writes into a document what each route asks for: its `security`, and in words which role and which scope. */
export function describePermissions(document: OpenAPIObject, routes: readonly RoutePermission[]): void {
  for (const { method, path, permissions } of routes) {
    const operations = document.paths[path] as Readonly<Record<string, Operation>> | undefined;
    // Some are for no client, and not in the document.
    const operation = operations?.[method.toLowerCase()];
    if (operation === undefined) continue;
    operation.security = securityOf(permissions);
    const described = permissions.map(inWords).join('; or ');
    Object.assign(operation, { 'x-permissions': permissions });
    if (described !== '')
      operation.description = [operation.description, described].filter(Boolean).join('\n\n');
  }
}

/** Where anybody may, a token is taken, too. */
function securityOf(permissions: readonly PermissionName[]): NonNullable<Operation['security']> {
  if (permissions.length === 0) return [];
  const isForAnybody = permissions.some((name) => permission(name).to === 'anybody');
  // Any one of them will do: a token by hand, or one that OAuth gave, which is for a scope.
  const scopes = [...new Set(permissions.map((name) => permission(name).scope))];
  const tokens = scopes.flatMap((scope) => [{ bearer: [] }, { oauth2: [scope] }]);
  return isForAnybody ? [{}, ...tokens] : tokens;
}

function inWords(name: PermissionName): string {
  const { to, scope } = permission(name);
  const who =
    to === 'anybody' ? 'anybody' : to === 'account' ? 'whoever has signed in' : `role ${to.join(' or ')}`;
  return `Permission \`${name}\`: ${who}; a token’s scope \`${scope}\``;
}
