import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** Bytes; a smaller answer fits into one packet uncompressed. */
const WORTH_IT = 1_024;
/** Texts; of anything else, such as a file of the page's, nothing is known here. */
const COMPRESSIBLE = /^(application\/(json|rss\+xml)|text\/)/;

/** Compresses a text. */
export const CODINGS = {
  // Its default quality is for what is compressed once; 4 takes as long as gzip does, and gives less.
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const satisfies Readonly<Record<string, (text: string) => Promise<Buffer>>>;

export type Coding = keyof typeof CODINGS;

const KNOWN = ['br', 'gzip'] as const satisfies readonly Coding[];

/**
 * A hook before an answer is sent: compresses what was read, as far as the client takes it (RFC 9110, section
 * 12.5.3). Answers to what writes are left as they are, since tokens are among them: how far something shrinks
 * beside text of an attacker's tells of it (BREACH). To what is read, nothing secret is answered that a page of
 * another's could ask for: tokens travel in a header, which no browser adds by itself.
 */
export function compress(
  { method, raw }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload: unknown) => void,
): void {
  const type = String(reply.getHeader('content-type') ?? '');
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead || typeof payload !== 'string' || !COMPRESSIBLE.test(type)) return done(null, payload);
  if (reply.hasHeader('content-encoding')) return done(null, payload);
  // Also of what is too short: an answer that grows by what is told of a restriction has the same headers still.
  varyByCoding(reply);
  const coding = codingOf(raw, payload);
  if (coding === null) return done(null, payload);
  reply.header('content-encoding', coding);
  reply.removeHeader('content-length');
  CODINGS[coding](payload).then(
    (bytes) => done(null, bytes),
    (error: unknown) => done(error as Error, null),
  );
}

/** Says that the answer depends on the codings that a client takes, too. */
export function varyByCoding(reply: FastifyReply): void {
  const vary = String(reply.getHeader('vary') ?? '');
  if (!vary.includes('Accept-Encoding'))
    reply.header('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
}

/**
 * The coding in which a text is sent to a client.
 *
 * @returns null where it is sent as it is: it is short, or the client takes no coding that is known here
 */
export function codingOf(request: IncomingMessage, text: string): Coding | null {
  if (request.headers['accept-encoding'] === undefined || Buffer.byteLength(text) < WORTH_IT) return null;
  const coding = new Negotiator(request).encoding([...KNOWN, 'identity']);
  return KNOWN.find((one) => one === coding) ?? null;
}
