import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from '../http/viewpoint/viewpoint.js';
import { Principals } from './principals.js';
import { lookingAs } from './may.js';
import { RoutePermissions } from './route-permissions.js';

/** `b64token` of RFC 6750, section 2.1. */
const BEARER = /^Bearer ([\w~+/.-]+=*)$/i;

/** Finds out who asks: the principal of the bearer token, or nobody where there is none. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly principals: Principals,
    private readonly routes: RoutePermissions,
  ) {}

  /** @throws UnauthorizedException where the token is nobody's */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { authorization } = request.headers;
    request.principal = authorization === undefined ? null : await this.principalOf(authorization);
    request.account = lookingAs(request.principal, this.routes.of(context));
    return true;
  }

  private async principalOf(authorization: string): Promise<NonNullable<AuthenticatedRequest['principal']>> {
    const token = BEARER.exec(authorization)?.[1];
    const principal =
      token === undefined ? undefined : (await this.principals.of(new Set([token]))).get(token);
    if (principal === undefined) throw new UnauthorizedException('The access token is invalid');
    return principal;
  }
}
