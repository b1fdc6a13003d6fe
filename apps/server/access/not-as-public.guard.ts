import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';

/** Of controllers that show what the public may not see: looking as the public is a 403. */
@Injectable()
export class NotAsPublic implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { viewpoint } = context.switchToHttp().getRequest<RequestWithViewpoint>();
    if (viewpoint.asPublic) throw new ForbiddenException('The public may not see this: leave view_as out');
    return true;
  }
}
