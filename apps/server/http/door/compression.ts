import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

/** Bytes; a smaller answer fits into one packet uncompressed. */
const WORTH_IT = 1_024;
/** Texts; of anything else, such as a file of the page's, nothing is known here. */
const COMPRESSIBLE = /^(application\/(json|rss\+xml)|text\/)/;

const CODINGS: Readonly<Record<string, (text: string) => Promise<Buffer>>> = {
  // Its default quality is for what is compressed once; 4 takes as long as gzip does, and gives less.
  br: (text) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text) => promisify(gzip)(text),
};

/**
 * A hook before an answer is sent: compresses what was read, as far as the client takes it (RFC 9110, section
 * 12.5.3). Answers to what writes are left as they are, since tokens are among them: how far something shrinks
 * beside text of an attacker's tells of it (BREACH). To what is read, nothing secret is answered that a page of
 * another's could ask for: tokens travel in a header, which no browser adds by itself.
 */
export async function compress(
  { method, raw }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const type = String(reply.getHeader('content-type') ?? '');
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isRead || typeof payload !== 'string' || !COMPRESSIBLE.test(type)) return payload;
  if (reply.hasHeader('content-encoding')) return payload;
  // Also of what is too short: an answer that grows by what is told of a restriction has the same headers still.
  const vary = String(reply.getHeader('vary') ?? '');
  if (!vary.includes('Accept-Encoding'))
    reply.header('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
  if (Buffer.byteLength(payload) < WORTH_IT) return payload;
  const coding = new Negotiator(raw).encoding([...Object.keys(CODINGS), 'identity']);
  const encode = CODINGS[coding ?? 'identity'];
  if (encode === undefined) return payload;
  reply.header('content-encoding', coding);
  reply.removeHeader('content-length');
  return encode(payload);
}
