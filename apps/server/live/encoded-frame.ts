import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { Frame } from '#contract';
import { Gated } from '#visibility';
import type { GatedFrame } from './gated-frame.js';

/** A frame whose payload has been through the gate, with the texts that it is sent as: each is made once. */
export class EncodedFrame {
  private readonly texts = new Map<string, string>();

  /** @throws where its payload has not been through the gate: it is held back */
  constructor(readonly frame: GatedFrame) {
    if (!Gated.is(frame.payload)) throw new Error('A frame that nobody judged was held back');
  }

  /** As socket.io sends it, around the text of its payload, which was made once for all who are told it. */
  get text(): string {
    return this.as('frame', ({ payload, more, ...rest }) => {
      const head = JSON.stringify(rest).slice(0, -1);
      return `${head},"payload":${payload.text}${more === true ? ',"more":true' : ''}}`;
    });
  }

  /**
   * The frame in some form.
   *
   * @param form names it; it is made once, and whoever asks for it again gets the same
   */
  as(form: string, make: (frame: GatedFrame) => string): string {
    let text = this.texts.get(form);
    if (text === undefined) this.texts.set(form, (text = make(this.frame)));
    return text;
  }

  /** The frame as `emit` takes it. */
  get asFrame(): Frame {
    return this as unknown as Frame;
  }

  /** For whatever encodes it otherwise: the same frame. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * The encoder of socket.io, which takes the text of a frame as it is, where it would walk through the payload
 * and encode it for each room.
 */
class FrameEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, data } = packet as { type: PacketType; data: unknown };
    const frame: unknown = Array.isArray(data) && data.length === 2 ? data[1] : null;
    if (type !== PacketType.EVENT || !(frame instanceof EncodedFrame)) return super.encode(packet);
    const [head] = super.encode({ ...packet, data: (data as unknown[]).slice(0, 1) }) as [string];
    return [`${head.slice(0, -1)},${frame.text}]`];
  }
}

/** How packets are written and read: as by socket.io's own parser, byte for byte. */
export const PARSER = { Encoder: FrameEncoder, Decoder };
