import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bounds } from './bounds.js';
import { answerClientError } from './client-error.js';
import { compress } from './compression.js';
import { Connections } from './connections.js';
import { holdExpectations } from './expectation.js';
import { queryOf } from './form.js';
import { requestIdOf, tellRequestId } from './request-ids.js';
import { guardAnswer } from './security-headers.js';
import { closeUnread } from './unread-body.js';
import { beginsSocket, requestsThat } from './upgrades.js';

/** Node takes no more than this of a request's head, in bytes. */
const MAX_HEAD = 16_384;

/** The way into a server: what bounds each request and all connections before any route is looked for. */
export interface Door {
  adapter: FastifyAdapter;
  /** To be called once all request listeners are there, so that a refused client reaches none of them. */
  guard(): void;
}

/** @param trustedProxies addresses and ranges (CIDR) of the proxies whose `X-Forwarded-For` counts */
export function openDoor(bounds: Bounds, trustedProxies: readonly string[]): Door {
  const connections = new Connections(bounds, trustedProxies);
  const adapter = new FastifyAdapter({
    // On shutdown, requests under way may finish; idle connections are closed.
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    rewriteUrl: routable,
    routerOptions: {
      // An id too long for the router would be looked for among the page's files.
      maxParamLength: MAX_HEAD,
      ignoreTrailingSlash: true,
      // Left as it is: what cannot be read is refused by a hook, and not by the router, which would fail.
      querystringParser: (query) => query as unknown as Record<string, unknown>,
    },
    requestTimeout: bounds.requestMs,
    clientErrorHandler: answerClientError,
    http: {
      headersTimeout: bounds.headMs,
      connectionsCheckingInterval: bounds.lookEveryMs,
      IncomingMessage: requestsThat((request) => beginsSocket(request) && connections.admits(request)),
    },
  });
  const fastify = adapter.getInstance();
  // Bodies are left on the connection until it is known who may ask: `RequestInterceptor` reads them.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
  fastify.addHook('onRequest', tellRequestId);
  fastify.addHook('onRequest', guardAnswer);
  fastify.addHook('onRequest', readQuery);
  fastify.addHook('onSend', closeUnread);
  fastify.addHook('onSend', compress);
  const { server } = fastify;
  holdExpectations(server);
  connections.count(server);
  return { adapter, guard: () => connections.guard(server) };
}

/**
 * The address of a request as the router reads it, which itself ignores one slash at the end: of several, one is left.
 * Of a path that cannot be decoded, each `%` stands for itself: nothing has such a name, and the route says so as it
 * does of any other, where the router would answer by itself.
 */
function routable({ url = '/' }: { url?: string | undefined }): string {
  const found = url.search(/[?#]/);
  const end = found === -1 ? url.length : found;
  let last = end;
  while (url.endsWith('//', last)) last -= 1;
  const path = url.slice(0, last);
  return (isDecodable(path) ? path : path.replaceAll('%', '%25')) + url.slice(end);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** A hook before anything else looks at a request: reads its query as the forms of bodies are read. */
function readQuery(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const { query } = request;
  try {
    // Where no route was found, the router has not split the query off.
    request.query = typeof query === 'string' ? queryOf(query) : {};
  } catch (error) {
    return done(error as Error);
  }
  done();
}
