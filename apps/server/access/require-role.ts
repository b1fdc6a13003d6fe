import { ForbiddenException } from '@nestjs/common';
import type { Role } from '#identity';
import type { Viewer } from '#visibility';

/** @throws ForbiddenException unless the viewer has one of the roles; an admin has them all */
export function requireRole(viewer: Viewer, ...roles: readonly Role[]): void {
  if (viewer.role === 'admin' || roles.includes(viewer.role)) return;
  throw new ForbiddenException(`This action needs the role ${roles.join(' or ')}; you are ${viewer.role}`);
}
