import { createParamDecorator, UnprocessableEntityException, type ExecutionContext } from '@nestjs/common';
import type { Viewpoint } from '#visibility';
import { live, type RequestWithViewpoint } from './viewpoint.js';

/**
 * The viewpoint of a route about what has no history, such as private state: with a `view_at` it is a 422. A
 * header or grant that looks as of the past is not about it, and it is told as it is now.
 */
export const LiveView = createParamDecorator((_: unknown, context: ExecutionContext): Viewpoint => {
  const { viewpoint, standing } = context.switchToHttp().getRequest<RequestWithViewpoint>();
  if (standing !== null) return live(viewpoint);
  if (!viewpoint.live) {
    throw new UnprocessableEntityException('view_at: this is told as it is now, and not as of an instant');
  }
  return viewpoint;
});
