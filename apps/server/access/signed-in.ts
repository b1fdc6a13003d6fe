import { createParamDecorator, UnauthorizedException, type ExecutionContext } from '@nestjs/common';
import type { Viewer } from '#visibility';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { ERRORS } from '../http/errors/words.js';

/** The viewer of a route whose permission is an account's. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Viewer => {
  const { viewer } = context.switchToHttp().getRequest<RequestWithViewpoint>().viewpoint;
  if (viewer === null) throw new UnauthorizedException(ERRORS.notSignedIn);
  return viewer;
});
