import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gunzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Packed, type Forms, type Gated } from '#visibility';

/** Quality 9 of 11 takes twice as long as gzip does: it is compressed once, and sent often. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 } };
const TAG_BYTES = 16;

/** Compresses what passed the gate, to be sent any number of times. */
export function pack<T>(gated: Gated<T>): Promise<Packed<T>> {
  return Packed.of(gated, async (text): Promise<Forms> => {
    const [br, gz] = await Promise.all([promisify(brotliCompress)(text, BROTLI), promisify(gzip)(text)]);
    const digest = createHash('sha256').update(text).digest();
    return {
      bytes: new Map([
        ['br', br],
        ['gzip', gz],
      ]),
      tag: digest.subarray(0, TAG_BYTES).toString('base64url'),
    };
  });
}

/** Gives back what `pack` was given. */
export function unpack<T>(packed: Packed<T>): Promise<Gated<T>> {
  return packed.open(async ({ bytes }) => {
    const gz = bytes.get('gzip');
    if (gz === undefined) throw new Error('It was not packed here');
    return (await promisify(gunzip)(gz)).toString();
  });
}

/** An answer that is kept compressed. The exit sends the bytes that the client takes. */
export class Kept {
  /** @param isForAll whether it is the same for all who send this address, so that caches may keep it, too */
  constructor(
    private readonly packed: Packed<unknown>,
    private readonly isForAll: boolean,
  ) {
    if (!Packed.is(packed)) throw new TypeError('Only what the gate let pass is kept');
  }

  /** Writes the head, and gives the body: none where the client has it already (RFC 9110, section 13.1.2). */
  async send({ raw }: Pick<FastifyRequest, 'raw'>, reply: FastifyReply): Promise<Uint8Array | string> {
    const { packed } = this;
    if (this.isForAll) {
      const tag = `W/"${packed.tag}"`;
      reply.header('cache-control', 'public, no-cache').header('etag', tag).header('vary', 'Accept-Encoding');
      if (matches(raw, tag)) {
        reply.code(304);
        return '';
      }
    }
    reply.header('content-type', packed.mediaType);
    const coding = new Negotiator(raw).encoding(['br', 'gzip', 'identity']) ?? 'identity';
    const bytes = packed.as(coding);
    // Nobody has asked for it uncompressed but for tools, and the hook leaves it as it is.
    if (bytes === undefined) return Buffer.from((await unpack(packed)).text);
    reply.header('content-encoding', coding);
    return bytes;
  }
}

/** Whether `If-None-Match` names an entity tag, by weak comparison. */
function matches({ headers }: IncomingMessage, tag: string): boolean {
  const given = headers['if-none-match'];
  if (given === undefined) return false;
  const opaque = tag.replace(/^W\//, '');
  return given.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === opaque);
}
