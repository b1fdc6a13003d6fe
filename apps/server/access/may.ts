import { ForbiddenException, UnauthorizedException, type HttpException } from '@nestjs/common';
import type { Role } from '#domain';
import { grants, type Principal, type SignedInAccount } from '#identity';
import { permission, type PermissionName } from './permissions.js';
import { ERRORS } from '../http/errors/words.js';

/**
 * Asks for a permission, or for one of several.
 *
 * @param principal null for whoever comes without a token
 * @param asPublic whether they gave up what they have beyond anybody
 * @returns those of them that they have, or why they have none: in Mastodon's words where it has some
 */
export function permissionsOf(
  names: readonly PermissionName[],
  principal: Principal | null,
  asPublic = false,
): { held: readonly PermissionName[] } | { denial: HttpException } {
  const inScope = names.filter(
    (name) => principal === null || grants(principal.scopes, permission(name).scope),
  );
  if (inScope.length === 0)
    return { denial: new ForbiddenException('This action is outside the authorized scopes') };
  const account = principal?.account ?? null;
  const held = inScope.filter((name) => isGivenTo(name, asPublic ? null : account));
  if (held.length > 0) return { held };
  const roles = [...new Set(inScope.flatMap((name) => rolesOf(name)))];
  if (account === null || (asPublic && roles.length === 0))
    return { denial: new UnauthorizedException(ERRORS.notSignedIn) };
  if (inScope.some((name) => isGivenTo(name, account)))
    return { denial: new ForbiddenException('The public may not see this: leave view_as out') };
  const { role, resting } = account;
  const why =
    resting === undefined
      ? `you are ${role}`
      : `you are ${resting}, and your account is suspended, so that your office rests`;
  return { denial: new ForbiddenException(`This action needs the role ${roles.join(' or ')}; ${why}`) };
}

/** @throws UnauthorizedException, ForbiddenException unless the principal has the permission */
export function requirePermission(name: PermissionName, principal: Principal | null): void {
  const answer = permissionsOf([name], principal);
  if ('denial' in answer) throw answer.denial;
}

/**
 * The account, in the role in which its principal looks at a route that asks for some permissions. A moderator
 * or admin sees beyond others where the token's scopes include that, or where the route is their own; else
 * they look as a reader. A token whose grant names a viewpoint is for seeing what is seen from there: with it
 * they see beyond others on routes of their own alone.
 */
export function lookingAs(
  principal: Principal | null,
  names: readonly PermissionName[] = [],
): SignedInAccount | null {
  const account = principal?.account ?? null;
  if (account === null || !isGivenTo('restricted:read', account)) return account;
  const own = principal?.view === undefined ? (['restricted:read', ...names] as const) : names;
  const answer = permissionsOf(own, principal);
  const sees = 'held' in answer && answer.held.some((name) => rolesOf(name).some(moderates));
  return sees ? account : { ...account, role: 'reader' };
}

function isGivenTo(name: PermissionName, account: SignedInAccount | null): boolean {
  const { to } = permission(name);
  if (to === 'anybody') return true;
  if (account === null) return false;
  return to === 'account' || account.role === 'admin' || to.includes(account.role);
}

/** The roles that have a permission; none where it is not limited to roles. */
function rolesOf(name: PermissionName): readonly Role[] {
  const { to } = permission(name);
  return typeof to === 'string' ? [] : to;
}

function moderates(role: Role): boolean {
  return role === 'moderator' || role === 'admin';
}
