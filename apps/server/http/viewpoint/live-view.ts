import { createParamDecorator, UnprocessableEntityException, type ExecutionContext } from '@nestjs/common';
import type { Viewpoint } from '#visibility';
import type { RequestWithViewpoint } from './viewpoint.js';

/** The viewpoint of a route about what has no history, such as private state: with a `view_at` it is a 422. */
export const LiveView = createParamDecorator((_: unknown, context: ExecutionContext): Viewpoint => {
  const { viewpoint } = context.switchToHttp().getRequest<RequestWithViewpoint>();
  if (!viewpoint.live) {
    throw new UnprocessableEntityException('view_at: this is told as it is now, and not as of an instant');
  }
  return viewpoint;
});
