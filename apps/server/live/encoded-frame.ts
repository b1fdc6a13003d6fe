import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';
import type { Frame } from '#contract';
import { Gated } from '#visibility';
import type { GatedFrame } from './gated-frame.js';

/** A frame as the text that is sent. */
class EncodedFrame {
  constructor(readonly text: string) {}

  /** For whatever encodes it otherwise: the same frame. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * A frame as it is sent, around the text of its payload, which was made once for all who are told it.
 *
 * @returns what `emit` takes for the frame
 * @throws where its payload has not been through the gate: it is held back
 */
export function encode({ payload, more, ...rest }: GatedFrame): Frame {
  if (!Gated.is(payload)) throw new Error('A frame that nobody judged was held back');
  const head = JSON.stringify(rest).slice(0, -1);
  const text = `${head},"payload":${payload.text}${more === true ? ',"more":true' : ''}}`;
  return new EncodedFrame(text) as unknown as Frame;
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
