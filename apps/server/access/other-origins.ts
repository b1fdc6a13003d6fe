import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isForOwnSite } from './own-site.guard.js';

/** Tokens travel in a header of their own and never in cookies, so whoever has one may ask from any page. */
const CORS = {
  // An OPTIONS that is no preflight is answered, too.
  strictPreflight: false,
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  // Seconds; no browser keeps the answer to a preflight for longer (Fetch, section 4.9; Chromium's two hours).
  maxAge: 7_200,
  exposedHeaders: [
    ...['Link', 'Withheld-Viewpoint', 'Geo-Scope-Block', 'Retry-After', 'X-Request-Id'],
    ...['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  ].join(', '),
};

/** Headers by which pages of other origins may read an answer; those of a preflight are the library's. */
const READABLE = {
  'access-control-allow-origin': CORS.origin,
  'access-control-expose-headers': CORS.exposedHeaders,
};

const NOTHING = { origin: false };

/**
 * Lets pages of other origins read answers, but for what is for this server's own pages.
 *
 * The library answers preflights, and what else is an OPTIONS. By Nest's `enableCors` it would be asked at every request, and what it says be
 * copied, header by header, to the response beneath.
 */
export async function letOtherOriginsRead(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    if (request.method !== 'OPTIONS' && !isForOwnSite(request.url)) reply.headers(READABLE);
    done();
  });
  await app.register(cors, {
    delegator: (request: FastifyRequest, answer: (error: null, options: object) => void) =>
      answer(null, request.method !== 'OPTIONS' || isForOwnSite(request.url) ? NOTHING : CORS),
  });
}
