import { Injectable, RequestMethod, SetMetadata, type ExecutionContext, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { PermissionName } from './permissions.js';

const PERMISSIONS_METADATA = 'withheld:permissions';

/** Names what a route, or each of a controller's, asks for: a permission, or one of several. */
export const Allows = (
  ...permissions: readonly [PermissionName, ...PermissionName[]]
): ClassDecorator & MethodDecorator => SetMetadata(PERMISSIONS_METADATA, permissions);

/** Marks a route, or all of a controller's, as open: it asks for no permission, whatever the token. */
export const Open = (): ClassDecorator & MethodDecorator => SetMetadata(PERMISSIONS_METADATA, []);

const TOKENLESS_METADATA = 'withheld:tokenless';

/**
 * Marks a route, or all of a controller's, as one that looks at no bearer token: clients send it other credentials
 * in `Authorization`, or a token that has ended.
 */
export const Tokenless = (): ClassDecorator & MethodDecorator => SetMetadata(TOKENLESS_METADATA, true);

const QUERY_TOKEN_METADATA = 'withheld:token-in-query';

/**
 * Marks a route, or all of a controller's, as one whose token may stand in the query, as `access_token`: a browser's
 * `EventSource` sends no headers (RFC 6750, section 2.3).
 */
export const TokenInQuery = (): ClassDecorator & MethodDecorator => SetMetadata(QUERY_TOKEN_METADATA, true);

/** A route with what it asks for, its path as OpenAPI writes it: `/api/v1/statuses/{id}`. */
export interface RoutePermission {
  method: string;
  path: string;
  /** One of these is needed; empty where the route is open. */
  permissions: readonly PermissionName[];
}

/** The permissions that a route names, for the guards. */
export interface RouteMarks {
  /** One of these is needed; none where the route is open. */
  permissions: readonly PermissionName[];
  /** Whether it looks at no bearer token. */
  isTokenless: boolean;
  /** Whether its token may stand in the query. */
  takesTokenInQuery: boolean;
}

/** The permissions that each route asks for. A server does not start where a route names none. */
@Injectable()
export class RoutePermissions {
  readonly all: readonly RoutePermission[];
  /** By controller and handler: what decorators have said does not change. */
  private readonly marks = new WeakMap<Type, WeakMap<Handler, RouteMarks>>();

  /** @throws Error that names the routes which say nothing */
  constructor(
    private readonly reflector: Reflector,
    discovery: DiscoveryService,
    scanner: MetadataScanner,
  ) {
    const controllers = discovery.getControllers().map(({ metatype }) => metatype as Type<object>);
    const routes = controllers.flatMap((controller) =>
      handlersOf(controller, scanner).flatMap((handler) => this.routesOf(controller, handler)),
    );
    const silent = routes.filter(({ permissions }) => permissions === undefined);
    if (silent.length > 0) {
      const named = silent.map(({ method, path, at }) => `${method} ${path} (${at})`).join(', ');
      throw new Error(`No permission is named by ${named}: say @Allows(…) or @Open()`);
    }
    this.all = routes.map(({ method, path, permissions = [] }) => ({ method, path, permissions }));
  }

  /** Reads the permissions of the current route. */
  at(context: ExecutionContext): RouteMarks {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    let ofController = this.marks.get(controller);
    if (ofController === undefined) this.marks.set(controller, (ofController = new WeakMap()));
    let marks = ofController.get(handler);
    if (marks === undefined) ofController.set(handler, (marks = this.read(controller, handler)));
    return marks;
  }

  private read(controller: Type, handler: Handler): RouteMarks {
    return {
      permissions: this.permissionsOf(controller, handler) ?? [],
      isTokenless: this.isMarked(TOKENLESS_METADATA, controller, handler),
      takesTokenInQuery: this.isMarked(QUERY_TOKEN_METADATA, controller, handler),
    };
  }

  private isMarked(metadata: string, controller: Type, handler: Handler): boolean {
    return this.reflector.getAllAndOverride(metadata, [handler, controller]) === true;
  }

  private permissionsOf(controller: Type, handler: Handler): readonly PermissionName[] | undefined {
    return this.reflector.getAllAndOverride(PERMISSIONS_METADATA, [handler, controller]);
  }

  private routesOf(
    controller: Type,
    handler: Handler,
  ): { method: string; path: string; at: string; permissions: readonly PermissionName[] | undefined }[] {
    const method = RequestMethod[this.reflector.get<number>(METHOD_METADATA, handler)] ?? '';
    const permissions = this.permissionsOf(controller, handler);
    const at = `${controller.name}.${handler.name}`;
    const pathsOf = (place: Type | Handler): string[] =>
      [this.reflector.get<string | string[]>(PATH_METADATA, place)].flat();
    return pathsOf(controller).flatMap((base) =>
      pathsOf(handler).map((path) => ({ method, path: asInOpenApi(`/${base}/${path}`), at, permissions })),
    );
  }
}

type Handler = ReturnType<ExecutionContext['getHandler']>;

function handlersOf(controller: Type<object>, scanner: MetadataScanner): Handler[] {
  const prototype = controller.prototype as Readonly<Record<string, Handler>>;
  return scanner
    .getAllMethodNames(prototype)
    .flatMap((name) => prototype[name] ?? [])
    .filter((handler) => Reflect.hasMetadata(PATH_METADATA, handler));
}

function asInOpenApi(path: string): string {
  const whole = path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  return whole.replace(/:(\w+)/g, '{$1}');
}
