import type { FastifyReply, FastifyRequest } from 'fastify';
import { Gated } from '#visibility';
import { CODINGS, codingOf, varyByCoding, type Coding } from '../http/door/compression.js';

/** An answer as bytes: as it left, and in each coding that somebody has asked for. */
export class KeptAnswer {
  private readonly bytes: Buffer;
  readonly text: string;
  private readonly mediaType: string;
  private readonly encoded = new Map<Coding, Buffer>();

  /**
   * @param body what passed the gate
   * @param link the `Link` of a page; undefined where it has none
   */
  constructor(
    body: Gated<unknown>,
    private readonly link: string | undefined,
  ) {
    if (!Gated.is(body)) throw new TypeError('Only what the gate let pass is kept');
    this.text = body.text;
    this.mediaType = body.mediaType;
    this.bytes = Buffer.from(this.text);
  }

  /** Bytes that it takes up: text, bytes, and about half as much for what is compressed. */
  get size(): number {
    return 2 * this.text.length + Math.ceil(1.5 * this.bytes.length);
  }

  /** Writes the head of the answer. @returns the bytes of its body, in a coding that the client takes */
  answer({ raw }: Pick<FastifyRequest, 'raw'>, reply: FastifyReply): Buffer | Promise<Buffer> {
    reply.header('content-type', this.mediaType);
    if (this.link !== undefined) reply.header('link', this.link);
    varyByCoding(reply);
    const coding = codingOf(raw, this.text);
    if (coding === null) return this.bytes;
    reply.header('content-encoding', coding);
    return this.encoded.get(coding) ?? this.encode(coding);
  }

  private async encode(coding: Coding): Promise<Buffer> {
    const bytes = await CODINGS[coding](this.text);
    this.encoded.set(coding, bytes);
    return bytes;
  }
}
