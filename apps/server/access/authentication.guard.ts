import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RateLimits } from '../http/limits/rate-limits.js';
import { TooManyRequestsException } from '../http/refusals/too-many.js';
import type { AuthenticatedRequest } from '../http/viewpoint/viewpoint.js';
import { bearerOf } from './bearer.js';
import { Principals } from './principals.js';
import { lookingAs } from './may.js';
import { RoutePermissions, type RouteMarks } from './route-permissions.js';
import { ERRORS } from '../http/errors/words.js';

/** Finds out who asks: the principal of the bearer token, or nobody where there is none. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly principals: Principals,
    private readonly routes: RoutePermissions,
    private readonly limits: RateLimits,
  ) {}

  /** @throws UnauthorizedException where the token is nobody's */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const route = this.routes.at(context);
    if (route.takesTokenInQuery) takeFromQuery(request);
    const authorization = route.isTokenless ? undefined : request.headers.authorization;
    // Whoever comes without a token waits for nothing.
    if (authorization !== undefined) return this.admit(authorization, request, route.permissions);
    request.principal = null;
    request.account = null;
    return true;
  }

  private async admit(
    authorization: string,
    request: AuthenticatedRequest,
    permissions: RouteMarks['permissions'],
  ): Promise<boolean> {
    request.principal = await this.principalOf(authorization, request);
    request.account = lookingAs(request.principal, permissions);
    return true;
  }

  private async principalOf(
    authorization: string,
    request: AuthenticatedRequest,
  ): Promise<NonNullable<AuthenticatedRequest['principal']>> {
    const token = bearerOf(authorization);
    const principal = token === undefined ? undefined : await this.principals.ofOne(token);
    if (principal === undefined) {
      // As one without a token: whoever tries tokens is bounded, too.
      const sender = this.limits.senderOf(request);
      const used = this.limits.count('anonymousReads', sender.address, sender);
      if (used.isOver) throw TooManyRequestsException.until(used.resetAt);
      throw new UnauthorizedException(ERRORS.badToken);
    }
    return principal;
  }
}

/** Takes a token that stands in the query as if it had come in the header, which counts before it. */
function takeFromQuery({ headers, query }: AuthenticatedRequest): void {
  const { access_token: token } = query as Record<string, unknown>;
  if (headers.authorization === undefined && typeof token === 'string' && token !== '')
    headers.authorization = `Bearer ${token}`;
}
