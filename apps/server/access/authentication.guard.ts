import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from '../http/viewpoint/viewpoint.js';
import { Holders } from './holders.js';
import { lookingAs } from './may.js';
import { RoutePermissions } from './route-permissions.js';

/** `b64token` of RFC 6750, section 2.1. */
const BEARER = /^Bearer ([\w~+/.-]+=*)$/i;

/** Finds out who asks: the holder of the bearer token, or nobody where there is none. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly holders: Holders,
    private readonly routes: RoutePermissions,
  ) {}

  /** @throws UnauthorizedException where the token is nobody's */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { authorization } = request.headers;
    request.holder = authorization === undefined ? null : await this.holderOf(authorization);
    request.account = lookingAs(request.holder, this.routes.of(context));
    return true;
  }

  private async holderOf(authorization: string): Promise<NonNullable<AuthenticatedRequest['holder']>> {
    const token = BEARER.exec(authorization)?.[1];
    const holder = token === undefined ? undefined : (await this.holders.of(new Set([token]))).get(token);
    if (holder === undefined) throw new UnauthorizedException('The access token is invalid');
    return holder;
  }
}
