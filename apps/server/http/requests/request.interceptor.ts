import {
  Injectable,
  NotFoundException,
  UnprocessableEntityException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { BodyReader } from '../door/body-reader.js';
import { whatIsWrong } from '../door/shape.js';
import { ERRORS } from '../errors/words.js';

/**
 * Reads the body of a request, once it is known that whoever sends it may ask: guards come before
 * interceptors, and pipes after. What goes on from here is bounded, and holds no text that a database does
 * not take, in its path, its query and its body; so nothing behind it need look.
 */
@Injectable()
export class RequestInterceptor implements NestInterceptor {
  constructor(private readonly bodies: BodyReader) {}

  /** @throws UnprocessableEntityException; NotFoundException of a path, under which nothing is; and as `BodyReader` does */
  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (whatIsWrong('The path', request.params) !== null)
      throw new NotFoundException({ error: ERRORS.notFound });
    const wrong = whatIsWrong('The query', request.query);
    if (wrong !== null) throw new UnprocessableEntityException(wrong);
    // The body of a GET has no meaning (RFC 9110, section 9.3.1).
    if (request.method === 'GET' || request.method === 'HEAD') return next.handle();
    return this.withBody(request, http.getResponse<FastifyReply>(), next);
  }

  private async withBody(
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<Observable<unknown>> {
    const body = await this.bodies.read(request.raw, reply.raw);
    request.body = withQuery(request.query as object, body);
    return next.handle();
  }
}

/** Merges the parameters of the query into the body; where both have one, that of the body counts. */
function withQuery(query: object, body: unknown): unknown {
  const isForm = body === undefined || (typeof body === 'object' && body !== null && !Array.isArray(body));
  return isForm && Object.keys(query).length > 0 ? { ...query, ...body } : body;
}
