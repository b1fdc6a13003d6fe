import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeOfId, ulid, type LoggedEvent } from '#domain';
import { endedId } from './notifications.projection.js';

const AT = Date.parse('2026-01-05T09:00:00Z');
const RESTRICTION = ulid(AT - 1_000, new Uint8Array(10).fill(7));

/** A decision that suspends what was withheld, so that one restriction takes another's place. */
const replaces = (id: string): LoggedEvent<'item.decided'> =>
  ({ id, at: AT, type: 'item.decided', payload: { imposes: {} } }) as unknown as LoggedEvent<'item.decided'>;

describe('the id of what a decision ends', () => {
  it('sorts before the id of what it begins, however low that is', () => {
    // The first of them are a scenario's or chance's lowest: five bytes that are nearly nothing.
    const rest = fc.uint8Array({ minLength: 7, maxLength: 7 });
    const lead = fc.oneof(
      fc.constant([0, 0, 1]),
      fc.constant([0, 255, 0]),
      fc.tuple(fc.nat(255), fc.nat(255), fc.constant(1)),
    );
    fc.assert(
      fc.property(lead, rest, (first, last) => {
        const begun = ulid(AT, Uint8Array.from([...first, ...last]));
        const ended = endedId(replaces(begun), RESTRICTION);
        expect(ended < begun).toBe(true);
        expect(timeOfId(ended)).toBe(AT);
      }),
    );
  });

  it('is another for each of the decisions of one step, whose ids are neighbours', () => {
    const entropy = Buffer.alloc(10, 9);
    const ids = Array.from({ length: 1_000 }, (_, index) => {
      entropy.writeUInt32BE(index, 6);
      return endedId(replaces(ulid(AT, entropy)), RESTRICTION);
    });
    expect(new Set(ids).size).toBe(1_000);
  });
});
