import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type { Viewer, Viewpoint } from '#visibility';
import type { RequestWithViewpoint } from './viewpoint.js';

/** The viewer of a route that needs one; without, it is a 401. */
export const SignedIn = createParamDecorator(
  (_: unknown, context: ExecutionContext): Viewer => signedIn(context).viewer,
);

/** The viewpoint of a request, with its viewer. @throws UnauthorizedException where nobody signed in */
export function signedIn(context: ExecutionContext): Viewpoint & { viewer: Viewer } {
  const { viewpoint } = context.switchToHttp().getRequest<RequestWithViewpoint>();
  const { viewer } = viewpoint;
  if (viewer === null) throw new UnauthorizedException('This method requires an authenticated user');
  return { ...viewpoint, viewer };
}
