import { Encoder, PacketType } from 'socket.io-parser';
import type { EncodedFrame } from './encoded-frame.js';

/** Engine.io's packet type of a message, which each packet of socket.io is sent in. */
const MESSAGE = '4';
/** An `event` as socket.io encodes it, up to where its frame follows. */
const HEAD = headOf(new Encoder().encode({ type: PacketType.EVENT, nsp: '/', data: ['event'] }) as unknown[]);

/** FIN and the opcode of text. */
const LAST_OF_TEXT = 0x81;

/**
 * Some frames as the bytes that a connection of socket.io sends for them, which are the same for all who are
 * told them: an `event` each, as by socket.io's own encoder, in a message of a WebSocket each. They come as one
 * buffer, so that a connection writes them at once.
 */
export class EventPackets {
  /** The packets, one after the other: by them socket.io counts how much waits. */
  readonly text: string;
  readonly bytes: Buffer;

  constructor(frames: readonly EncodedFrame[]) {
    const packets = frames.map(({ text }) => `${HEAD},${text}]`);
    this.text = packets.join('');
    this.bytes = Buffer.concat(packets.flatMap((packet) => textMessage(`${MESSAGE}${packet}`)));
  }
}

/**
 * A whole text message of a WebSocket as a server sends it: one frame, unmasked.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
function textMessage(text: string): [Buffer, Buffer] {
  const payload = Buffer.from(text);
  const { length } = payload;
  if (length < 126) return [Buffer.from([LAST_OF_TEXT, length]), payload];
  if (length < 2 ** 16) return [Buffer.from([LAST_OF_TEXT, 126, length >> 8, length & 0xff]), payload];
  const head = Buffer.alloc(10);
  head.writeUInt16BE((LAST_OF_TEXT << 8) | 127);
  head.writeBigUInt64BE(BigInt(length), 2);
  return [head, payload];
}

function headOf(packets: readonly unknown[]): string {
  const [packet] = packets;
  if (typeof packet !== 'string') throw new Error('An event without bytes is text');
  return packet.slice(0, -1);
}
