import { describe, expect, it } from '@jest/globals';
import { Encoder, PacketType, type Packet } from 'socket.io-parser';
import fc from 'fast-check';
import type { StreamName } from '#contract';
import { gateDeletion } from '#visibility';
import { EncodedFrame, PARSER } from './encoded-frame.js';
import type { GatedFrame } from './gated-frame.js';

const OURS = new PARSER.Encoder();
const THEIRS = new Encoder();

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

function packet(...data: unknown[]): Packet {
  return { type: PacketType.EVENT, nsp: '/', data };
}

describe('a frame that is encoded once', () => {
  it('goes out as the bytes that socket.io makes of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        (stream, id, more) => {
          const frame = frameOf(stream, id, more);
          const plain = { ...frame, payload: frame.payload.value };
          expect(OURS.encode(packet('event', new EncodedFrame(frame)))).toEqual(
            THEIRS.encode(packet('event', plain)),
          );
        },
      ),
    );
  });

  it('is the same frame to whatever else encodes it', () => {
    const frame = frameOf('public', 'post', true);
    expect(THEIRS.encode(packet('event', new EncodedFrame(frame)))).toEqual(
      OURS.encode(packet('event', new EncodedFrame(frame))),
    );
  });

  it('is held back where its payload was not judged', () => {
    const frame = { ...frameOf('public', 'post', false), payload: { value: 'x', text: '"x"' } };
    expect(() => new EncodedFrame(frame as unknown as GatedFrame)).toThrow(/nobody judged/);
  });

  it('leaves every other packet as socket.io makes it', () => {
    const packets: Packet[] = [
      packet('resync', { stream: null, reason: 'another viewpoint' }),
      packet('error'),
      { type: PacketType.ACK, nsp: '/', id: 3, data: [{ ok: true, seq: 1 }] },
      { type: PacketType.CONNECT, nsp: '/', data: { sid: 'x' } },
      { type: PacketType.DISCONNECT, nsp: '/' },
    ];
    for (const one of packets) expect(OURS.encode({ ...one })).toEqual(THEIRS.encode({ ...one }));
  });
});
