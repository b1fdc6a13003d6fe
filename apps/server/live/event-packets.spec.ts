import { describe, expect, it } from '@jest/globals';
import { Encoder, PacketType } from 'socket.io-parser';
import * as ws from 'ws';
import fc from 'fast-check';
import type { StreamName } from '#contract';
import { gateDeletion } from '#visibility';
import { EncodedFrame } from './encoded-frame.js';
import { EventPackets } from './event-packets.js';
import type { GatedFrame } from './gated-frame.js';

/** What `ws` itself sends of a text; its types leave it out. */
const { frame: messageOfWs } = (
  ws as unknown as { Sender: { frame: (data: Buffer, options: object) => Buffer[] } }
).Sender;

function frameOf(stream: string, id: string, more: boolean): GatedFrame {
  const at = '2026-01-05T09:00:00.000Z';
  const rest = {
    seq: 7,
    at,
    stream: stream as StreamName,
    type: 'delete',
    payload: gateDeletion(id),
  } as const;
  return more ? { ...rest, more: true } : rest;
}

/** The packet that socket.io makes of a frame, walking through its payload. */
function packetBySocketIo(frame: GatedFrame): string {
  const data = ['event', { ...frame, payload: frame.payload.value }];
  const [packet] = new Encoder().encode({ type: PacketType.EVENT, nsp: '/', data });
  return String(packet);
}

function sentBySocketIo(frames: readonly GatedFrame[]): Buffer {
  const options = { fin: true, opcode: 1, rsv1: false, mask: false, readOnly: false };
  const messages = frames.map((frame) => Buffer.from(`4${packetBySocketIo(frame)}`));
  return Buffer.concat(messages.flatMap((message) => messageOfWs(message, options)));
}

const frames = fc
  .tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.boolean())
  .map((told) => frameOf(...told));

describe('frames as packets', () => {
  it('are the bytes that socket.io sends of them, one after the other', () => {
    fc.assert(
      fc.property(fc.array(frames, { minLength: 1, maxLength: 4 }), (told) => {
        const { bytes, text } = new EventPackets(told.map((frame) => new EncodedFrame(frame)));
        expect(bytes).toEqual(sentBySocketIo(told));
        expect(text).toBe(told.map(packetBySocketIo).join(''));
      }),
    );
  });

  // What is around the id is shorter than any of them; the head of a message grows at 126 bytes and at 65,536.
  const lengths = [125, 126, 127, 65_535, 65_536, 65_537];
  it.each(lengths)('are right where a message is of about %i bytes', (length) => {
    const own = Buffer.byteLength(packetBySocketIo(frameOf('', '', false))) + 1;
    expect(own).toBeLessThan(lengths[0] ?? 0);
    const frame = frameOf('', 'x'.repeat(length - own), false);
    expect(Buffer.byteLength(packetBySocketIo(frame)) + 1).toBe(length);
    expect(new EventPackets([new EncodedFrame(frame)]).bytes).toEqual(sentBySocketIo([frame]));
  });

  it('are held back where a payload was not judged', () => {
    const frame = { ...frameOf('public', 'post', false), payload: { value: 'x', text: '"x"' } };
    expect(() => new EncodedFrame(frame as unknown as GatedFrame)).toThrow(/nobody judged/);
  });
});
