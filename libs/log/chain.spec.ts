import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeBody, encodeBody, GENESIS_HASH, hashBody, hashLink, saltFor } from '#log';
import { anEvent, stepEvent } from '../../test/support/logged.js';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('the body of an event', () => {
  it('is its RFC 8785 JSON: keys in order, nothing between, without its place in the log', () => {
    const event = anEvent('नमस्ते "€"\n', { id: 'e', subject: 's', at: Date.parse('2026-01-05T09:00:00.5Z') });
    expect(encodeBody({ ...event, seq: 7, recorded_at: 8 } as never)).toBe(
      '{"actor":null,"at":"2026-01-05T09:00:00.500Z","id":"e","payload":{"side":null,"text":"नमस्ते \\"€\\"\\n","title":""},"provenance":null,"scenario":null,"subject":"s","type":"context.added","venue":null}',
    );
  });

  it('is the same however the event was put together', () => {
    const event = anEvent('words');
    const reversed = Object.fromEntries(Object.entries(event).reverse()) as unknown as typeof event;
    expect(encodeBody(reversed)).toBe(encodeBody(event));
  });

  it('reads back as the event', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.date({ min: new Date(0), noInvalidDate: true }),
        (text, at) => {
          const event = anEvent(text, { at: at.getTime() });
          expect(decodeBody(encodeBody(event), 3, 4)).toEqual({ ...event, seq: 3, recorded_at: 4 });
        },
      ),
    );
  });
});

describe('the chain', () => {
  const salt = '00112233445566778899aabbccddeeff';

  it('hashes a body with its salt', () => {
    expect(hashBody(salt, 'words ✓')).toBe(sha256(bytes(salt), Buffer.from('words ✓', 'utf8')));
  });

  it('hashes a link of what came before, its place, and its body', () => {
    const body = hashBody(salt, 'words');
    const seq = Buffer.from([0, 0, 0, 0, 0, 1, 2, 3]);
    expect(hashLink(GENESIS_HASH, 0x01_02_03, body)).toBe(sha256(new Uint8Array(32), seq, bytes(body)));
  });

  it('tells every place, predecessor and body apart', () => {
    const hash = fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((raw) => Buffer.from(raw).toString('hex'));
    const link = fc.tuple(hash, fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), hash);
    fc.assert(
      fc.property(link, link, (one, other) => {
        expect(hashLink(...one) === hashLink(...other)).toBe(one.join() === other.join());
      }),
    );
  });
});

describe('a salt', () => {
  it('is random for a person’s event', () => {
    const event = anEvent('words');
    expect(saltFor(event)).toMatch(/^[0-9a-f]{32}$/);
    expect(saltFor(event)).not.toBe(saltFor(event));
  });

  it('follows from scenario, step and id for a scenario’s', () => {
    expect(saltFor(stepEvent('a-step', 1))).toBe(saltFor(stepEvent('a-step', 1)));
    expect(saltFor(stepEvent('a-step', 1))).not.toBe(saltFor(stepEvent('a-step', 2)));
    expect(saltFor(stepEvent('a-step', 1))).not.toBe(saltFor(stepEvent('another-step', 1)));
  });
});
