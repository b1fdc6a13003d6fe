import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entropyOfId, timeOfId } from '#domain';
import { idSequence } from './id-sequence.js';

const AT = Date.parse('2026-01-05T09:00:00Z');

describe('the ids of one process', () => {
  it('ascend with time and within a millisecond, and carry their time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 300 }), (waits) => {
        const nextId = idSequence();
        let at = AT;
        let before = '';
        for (const wait of waits) {
          at += wait;
          const id = nextId(at);
          expect(id > before).toBe(true);
          expect(timeOfId(id)).toBe(at);
          before = id;
        }
      }),
    );
  });

  it('tell nothing of their neighbours', () => {
    const nextId = idSequence();
    const ids = Array.from({ length: 2_000 }, () => entropyOfId(nextId(AT)));
    const steps = ids.slice(1).map((id, index) => id - (ids[index] ?? 0n));
    // Of steps of up to 2^48 at random, about one in 65,536 is below 2^32.
    expect(steps.filter((step) => step < 2n ** 32n).length).toBeLessThan(5);
  });
});
