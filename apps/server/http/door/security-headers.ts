import { ServerResponse, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';

/** A policy that lets a page load and run nothing that is not from here; pages with another say so themselves. */
const set = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  // Whoever serves it over TLS says so there.
  strictTransportSecurity: false,
  crossOriginResourcePolicy: { policy: 'cross-origin' },
});

/** The headers that helmet sets, which are the same for every answer, and so asked for once. */
const HEADERS = headersOf((request, response) => set(request, response, () => undefined));

/**
 * A hook before anything answers: the headers by which a browser guards what it is given. They are the reply's own,
 * and not written to the response beneath it: Node writes a head that is given whole much faster than one to which
 * headers were added one by one.
 */
export function guardAnswer(_request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  reply.headers(HEADERS);
  done();
}

function headersOf(
  write: (request: IncomingMessage, response: ServerResponse) => void,
): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  write(request, response);
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
