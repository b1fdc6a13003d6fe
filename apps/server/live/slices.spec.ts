import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LoggedEvent } from '#domain';
import { chaptersOf, MOST_TOLD, type Slice } from './slices.js';

/** One command, by an actor at an instant: some likes, or one event that lifts many restrictions. */
interface Doing {
  actor: number;
  at: number;
  events: number;
  lifts: number;
}

const aDoing: fc.Arbitrary<Doing> = fc.record({
  actor: fc.nat(1),
  at: fc.nat(2),
  events: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2_000 })),
  lifts: fc.constantFrom(0, 0, 3, 60),
});

function logOf(doings: readonly Doing[]): LoggedEvent[] {
  let seq = 0;
  return doings.flatMap(({ actor, at, events, lifts }) =>
    Array.from({ length: events }, () => {
      seq += 1;
      const payload = { reason: '', lifts: Array.from({ length: lifts }, (_, n) => `lifted-${seq}-${n}`) };
      const type = lifts === 0 ? 'post.liked' : 'order.revoked';
      const subject = `subject-${seq}`;
      const made = { seq, id: `event-${seq}`, type, at, recorded_at: at, actor: `actor-${actor}`, subject };
      return { ...made, venue: null, payload, provenance: null, scenario: null } as unknown as LoggedEvent;
    }),
  );
}

const slicesIn = (...given: Parameters<typeof chaptersOf>): Slice[] => chaptersOf(...given).flat();
const likes = (events: number): Doing => ({ actor: 0, at: 0, events, lifts: 0 });

describe('what is told in one go', () => {
  it('is every event once, in order, however they were made', () => {
    fc.assert(
      fc.property(fc.array(aDoing, { maxLength: 6 }), fc.boolean(), fc.boolean(), (doings, begun, ended) => {
        const log = logOf(doings);
        const told = slicesIn(log, begun, ended).flatMap(({ events }) => events.map(({ seq }) => seq));
        expect(told).toEqual(log.map(({ seq }) => seq));
      }),
    );
  });

  it('is few events, or one, or what is told in brief', () => {
    fc.assert(
      fc.property(fc.array(aDoing, { maxLength: 6 }), (doings) => {
        for (const { events, inBrief } of slicesIn(logOf(doings), false, true))
          expect(events.length <= 50 || inBrief).toBe(true);
      }),
    );
  });

  it('is many small commands together, and of a large one a part', () => {
    const small = logOf(Array.from({ length: 20 }, (_, n) => ({ ...likes(2), actor: n % 2 })));
    expect(slicesIn(small, false, true)).toMatchObject([{ part: 'whole' }]);
    const parts = slicesIn(logOf([likes(120)]), false, true);
    expect(parts.map(({ part, events }) => [part, events.length])).toEqual([
      ['rest', 50],
      ['rest', 50],
      ['end', 20],
    ]);
  });

  it('of a command that touches too much is told in brief, and so is one event that does', () => {
    expect(slicesIn(logOf([likes(MOST_TOLD)]), false, true).some(({ inBrief }) => inBrief)).toBe(false);
    expect(slicesIn(logOf([likes(MOST_TOLD + 1)]), false, true)).toMatchObject([{ inBrief: true }]);
    const one = logOf([{ ...likes(1), lifts: MOST_TOLD + 1 }]);
    expect(slicesIn(one, false, true)).toMatchObject([{ inBrief: true }]);
  });

  it('where it may begin or end in the middle of a command, does not tell it as a whole', () => {
    const log = logOf([likes(2), { ...likes(2), actor: 1 }]);
    expect(slicesIn(log, true, false).map(({ part }) => part)).toEqual(['end', 'rest']);
  });
});
