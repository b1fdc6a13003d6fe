import {
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { finalize, from, of, type Observable } from 'rxjs';
import type { MakingRequest } from '../http/exit/making.js';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { KeptAnswers } from './kept-answers.js';

const MAY_BE_KEPT_METADATA = 'withheld:may-be-kept';

/**
 * Marks a route whose answer to whoever asks without a token follows from the log, its address and its viewpoint, and
 * from nothing else: no private state, and no clock but that of restrictions.
 */
export const MayBeKept = (): MethodDecorator => SetMetadata(MAY_BE_KEPT_METADATA, true);

/**
 * Answers with what is kept where there is such a thing, once the guards have let the request pass; else has the
 * answer kept that the exit lets go.
 */
@Injectable()
export class KeptInterceptor implements NestInterceptor {
  private readonly marked = new WeakMap<object, boolean>();

  constructor(
    private readonly reflector: Reflector,
    private readonly answers: KeptAnswers,
  ) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    if (context.getType() !== 'http' || !this.mayBeKept(context)) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<RequestWithViewpoint & MakingRequest>();
    const key = this.answers.keyOf(request);
    if (key === null) return next.handle();
    const answer = (): Observable<unknown> =>
      this.answer(key, request, http.getResponse<FastifyReply>(), next);
    const takingIn = this.answers.takeIn();
    if (takingIn === undefined) return answer();
    // Where the database fails, the route says so as it does.
    return takingIn.then(answer, () => next.handle());
  }

  private answer(
    key: string,
    request: RequestWithViewpoint & MakingRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Observable<unknown> {
    const { now } = request.viewpoint;
    const kept = this.answers.get(key, now)?.answer(request, reply);
    if (kept !== undefined) return kept instanceof Promise ? from(kept) : of(kept);
    const making = this.answers.begin(key, now);
    if (making === null) return next.handle();
    request.making = making;
    return next.handle().pipe(finalize(() => making.end()));
  }

  private mayBeKept(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let marked = this.marked.get(handler);
    if (marked === undefined) {
      marked = this.reflector.get<true | undefined>(MAY_BE_KEPT_METADATA, handler) === true;
      this.marked.set(handler, marked);
    }
    return marked;
  }
}
