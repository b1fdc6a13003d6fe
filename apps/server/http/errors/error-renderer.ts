import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorBody } from '#contract';
import type { Gated } from '#visibility';
import type { Plain } from '../exit/plain.js';

/** An error's body, judged or plain, in whatever media type it is rendered. */
export type RenderedError = Gated<ErrorBody> | Plain<ErrorBody>;

/** Renders errors for routes that do not answer in JSON. The rooms that have such routes provide it. */
export abstract class ErrorRenderer {
  /**
   * The error as whoever asked expects it, such as a page for a browser; sets the headers that go with it.
   *
   * @returns `body` itself where the route answers in JSON
   */
  abstract render(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    body: RenderedError,
  ): Promise<RenderedError>;
}
