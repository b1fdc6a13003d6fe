import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An id that a proxy or a client gave: long enough to be one, and nothing that could be read as anything else. */
const SANE = /^[A-Za-z0-9._-]{8,64}$/;

/** The id of a request: the one that it came with in `X-Request-Id`, if that is sane; else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}

/** A hook before any other: whoever asks is told the id, so that they can name it to who reads the log. */
export function tellRequestId(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.header('x-request-id', request.id);
  done();
}
