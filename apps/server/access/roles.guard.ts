import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Role } from '#identity';
import { requireRole } from './require-role.js';
import { needsSignIn, signedIn } from './signed-in.js';

/** Says of a controller or a route which roles it is for; admins have them all. */
export const Roles = Reflector.createDecorator<Role[]>();

/**
 * Refuses whoever does not have a role that `Roles` names, or has not signed in where a route takes `SignedIn`,
 * before anything else of a request is looked at.
 */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws UnauthorizedException where nobody signed in, ForbiddenException for another role */
  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const roles = this.reflector.getAllAndOverride<readonly Role[] | undefined>(Roles.KEY, places);
    if (roles !== undefined) requireRole(signedIn(context).viewer, ...roles);
    else if (needsSignIn(context)) signedIn(context);
    return true;
  }
}
