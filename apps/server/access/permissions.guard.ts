import {
  ForbiddenException,
  Injectable,
  UnprocessableEntityException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SignedInAccount } from '#identity';
import { live, nameViewpoint, type RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { Principals } from './principals.js';
import { permissionsOf } from './may.js';
import { isOfNow, permission, type PermissionName } from './permissions.js';
import { RoutePermissions } from './route-permissions.js';

/** Refuses clients without the permission that a route asks for, before the body is read. */
@Injectable()
export class PermissionsGuard implements CanActivate {
  constructor(
    private readonly routes: RoutePermissions,
    private readonly principals: Principals,
  ) {}

  /** @throws UnauthorizedException where nobody signed in, ForbiddenException for another scope, role or standing */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const names = this.routes.at(context).permissions;
    if (names.length === 0) return true;
    const { principal, viewpoint } = context.switchToHttp().getRequest<RequestWithViewpoint>();
    const answer = permissionsOf(names, principal, viewpoint.asPublic);
    if ('denial' in answer) throw answer.denial;
    const account = principal?.account;
    // For officers this is settled: a suspended one has the role reader.
    if (account?.role === 'reader' && answer.held.every((name) => !permission(name).whileSuspended))
      return this.unlessSuspended(account, context, answer.held);
    lookBack(context, answer.held);
    return true;
  }

  private async unlessSuspended(
    { id, resting }: SignedInAccount,
    context: ExecutionContext,
    held: readonly PermissionName[],
  ): Promise<boolean> {
    if (resting !== undefined || (await this.principals.isSuspended(id)))
      throw new ForbiddenException('Your account is suspended');
    lookBack(context, held);
    return true;
  }
}

/**
 * Where a header or the token's grant looks as of the past: what is one's own is as it is now, and of the rest
 * nothing may be written.
 *
 * @throws UnprocessableEntityException, which says why
 */
function lookBack(context: ExecutionContext, held: readonly PermissionName[]): void {
  const request = context.switchToHttp().getRequest<RequestWithViewpoint>();
  const { standing, method } = request;
  if (standing === null) return;
  if (held.some(isOfNow)) {
    request.viewpoint = live(request.viewpoint);
    nameViewpoint(context.switchToHttp().getResponse<FastifyReply>(), request.viewpoint);
  } else if (method !== 'GET' && method !== 'HEAD') {
    throw new UnprocessableEntityException(
      `You look as of ${new Date(standing).toISOString()}: nothing can be written into the past. Sign in again as of now to do this`,
    );
  }
}
