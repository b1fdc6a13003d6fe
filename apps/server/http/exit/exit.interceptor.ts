import {
  Injectable,
  InternalServerErrorException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { concatMap, of, type Observable } from 'rxjs';
import { Gated } from '#visibility';
import { Audit } from './audit.js';
import { Kept } from './kept.js';
import { Origin } from '../../platform/origin.js';
import type { MakingRequest } from './making.js';
import { Page, Paged } from './paged.js';
import { requestUrl, type RequestWithViewpoint } from '../viewpoint/viewpoint.js';
import { Plain } from './plain.js';

/**
 * The one way out over HTTP: an answer is `Gated`, a page of it (`Page`), what was kept of it (`Kept`), or
 * `Plain`; anything else is a mistake in the
 * program and becomes a 500, so that nothing leaves unjudged. What a moderator alone is let see leaves
 * once it is in the audit; where that fails, it does not.
 */
@Injectable()
export class ExitInterceptor implements NestInterceptor {
  constructor(
    private readonly audit: Audit,
    private readonly origin: Origin,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<RequestWithViewpoint>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      concatMap((answer: unknown) => {
        // A streamed answer was sent already, through a check of its own.
        if (reply.sent) return of(undefined);
        const leaving = leavingOf(answer);
        const noted = this.noteExempted(request);
        // Nobody waits but for what is noted.
        if (noted === null && !(leaving instanceof Kept)) return of(this.send(leaving, request, reply));
        return Promise.resolve(noted).then(() =>
          leaving instanceof Kept ? leaving.send(request, reply) : this.send(leaving, request, reply),
        );
      }),
    );
  }

  private send(
    answer: Judged,
    request: RequestWithViewpoint & MakingRequest,
    reply: FastifyReply,
  ): string | undefined {
    const body = answer instanceof Page ? answer.list : answer;
    const link = answer instanceof Page ? answer.link(requestUrl(request, this.origin.url)) : undefined;
    if (link !== undefined) reply.header('link', link);
    reply.header('content-type', body.mediaType);
    if (Gated.is(body)) this.offer(answer, body, link, request, reply);
    // Whoever has it already gets no body.
    return reply.statusCode === 304 ? undefined : body.text;
  }

  /** Gives what leaves to whoever would keep it: what is for all alike, and of a list what is a page of a feed. */
  private offer(
    answer: Judged,
    body: Gated<unknown>,
    link: string | undefined,
    { making, viewpoint }: RequestWithViewpoint & MakingRequest,
    { statusCode }: FastifyReply,
  ): void {
    if (making === undefined || statusCode !== 200 || viewpoint.exempted?.size !== 0) return;
    const feed = answer instanceof Paged ? answer.feed : null;
    if (feed !== null || !(answer instanceof Page)) making.made(body, link, feed);
  }

  /** Writes into the audit what a moderator alone is let see; null where there is nothing of that kind. */
  private noteExempted({ method, routeOptions, viewpoint }: RequestWithViewpoint): Promise<void> | null {
    const { exempted, viewer } = viewpoint;
    if (exempted === undefined || exempted.size === 0) return null;
    if (viewer === null) throw new InternalServerErrorException('Nobody is let see what is kept from all');
    return this.audit.note(viewer.id, `${method} ${routeOptions.url ?? ''}`, viewpoint, exempted);
  }
}

type Judged = Gated<unknown> | Plain | Page<unknown>;

/** An answer that may leave. @throws InternalServerErrorException where nobody judged it */
function leavingOf(answer: unknown): Judged | Kept {
  if (answer instanceof Kept) return answer;
  const body: unknown = answer instanceof Page ? answer.list : answer;
  if (!Gated.is(body) && !Plain.is(body))
    throw new InternalServerErrorException('An answer that nobody judged was held back');
  return answer instanceof Page ? answer : body;
}
