import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type { Viewer, Viewpoint } from '#visibility';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';

const SIGNED_IN = Symbol('SignedIn');

const TheViewer = createParamDecorator(
  (_: unknown, context: ExecutionContext): Viewer => signedIn(context).viewer,
);

/** The viewer of a route that needs one; without, it is a 401, before anything else of the request is looked at. */
export const SignedIn = (): ParameterDecorator => (target, method, index) => {
  TheViewer()(target, method, index);
  if (method !== undefined) Reflect.defineMetadata(SIGNED_IN, true, target, method);
};

/** Whether a route takes the viewer that has signed in. */
export function needsSignIn(context: ExecutionContext): boolean {
  const { prototype } = context.getClass() as { prototype: object };
  return Reflect.hasMetadata(SIGNED_IN, prototype, context.getHandler().name);
}

/** The viewpoint of a request, with its viewer. @throws UnauthorizedException where nobody signed in */
export function signedIn(context: ExecutionContext): Viewpoint & { viewer: Viewer } {
  const { viewpoint } = context.switchToHttp().getRequest<RequestWithViewpoint>();
  const { viewer } = viewpoint;
  if (viewer === null) throw new UnauthorizedException('This method requires an authenticated user');
  return { ...viewpoint, viewer };
}
