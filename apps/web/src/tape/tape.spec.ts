import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Moment, Status, TapeFrame } from '#contract';
import { account, at, status, tombstone } from '../timeline/sample.fixture.js';
import { Draft, type Seen } from '../timeline/draft.js';
import { withheldIn } from '../timeline/withheld.js';
import { Tape } from './tape.js';

const PEOPLE = ['asha', 'bilal', 'chitra'].map((name) => account(name));

/** A moment a second after the one before. */
function moment(n: number, ...frames: TapeFrame[]): Moment {
  return { n, at: at(n), step: `step-${n}`, frames };
}
const shows = (post: Status): TapeFrame => ({ type: 'update', payload: post });
const changes = (post: Status): TapeFrame => ({ type: 'status.update', payload: post });
const goes = (id: string): TapeFrame => ({ type: 'delete', payload: id });

function tapeOf(moments: readonly Moment[]): Tape {
  const tape = new Tape('IN');
  tape.add(moments);
  return tape;
}

function words(seen: Seen): [string, string][] {
  return [...seen.posts].map(([id, { content }]): [string, string] => [id, content]).sort();
}

/** Random frames: each names a post by number, and what becomes of it. */
const someFrame = fc.record({
  does: fc.constantFrom('shows' as const, 'changes' as const, 'withholds' as const, 'goes' as const),
  post: fc.nat(8),
  counts: fc.nat(9),
});
const someMoments = fc
  .array(fc.array(someFrame, { minLength: 1, maxLength: 4 }), { maxLength: 60 })
  .map((all) =>
    all.map((frames, n) =>
      moment(
        n,
        ...frames.map(({ does, post, counts }): TapeFrame => {
          const one = { ...status(post, PEOPLE[post % PEOPLE.length]!), favourites_count: counts };
          if (does === 'goes') return goes(one.id);
          if (does === 'withholds') return changes(tombstone(one));
          return does === 'shows' ? shows(one) : changes(one);
        }),
      ),
    ),
  );

describe('a tape', () => {
  const asha = status(1, PEOPLE[0]!);

  it('at an instant shows what its moments up to then come to', () => {
    const tape = tapeOf(
      [moment(0, shows(asha)), moment(5, changes(tombstone(asha)))].map((m, n) => ({ ...m, n })),
    );
    tape.moveTo(tape.momentAt(Date.parse(at(4))));
    expect(tape.seen.posts.get(asha.id)?.tombstone).toBe(false);
    tape.moveTo(tape.momentAt(Date.parse(at(5))));
    expect(tape.seen.posts.get(asha.id)?.tombstone).toBe(true);
    tape.moveTo(tape.momentAt(Date.parse(at(0)) - 1));
    expect(tape.seen.posts.size).toBe(0);
  });

  it('moved anywhere from anywhere, shows what folding from the beginning does', () => {
    fc.assert(
      fc.property(
        someMoments,
        fc.array(fc.integer({ min: -1, max: 60 }), { maxLength: 12 }),
        (moments, moves) => {
          const tape = tapeOf(moments);
          for (const to of moves) {
            tape.moveTo(to);
            const afresh = Draft.empty('IN');
            for (const one of moments.slice(0, Math.min(to, moments.length - 1) + 1)) afresh.applyMoment(one);
            expect(words(tape.seen)).toEqual(words(afresh));
            expect(tape.seen.turned).toEqual(afresh.turned);
            expect(tape.withheld).toEqual(withheldIn(afresh));
          }
        },
      ),
    );
  });

  it('is the same read in any pieces, and read twice', () => {
    fc.assert(
      fc.property(someMoments, fc.integer({ min: 1, max: 9 }), (moments, size) => {
        const tape = new Tape('IN');
        for (let i = 0; i < moments.length; i += size) {
          tape.add(moments.slice(i, i + size));
          tape.add(moments.slice(0, i + size));
          tape.moveTo(i);
        }
        tape.moveTo(moments.length - 1);
        const whole = tapeOf(moments);
        whole.moveTo(moments.length - 1);
        expect(words(tape.seen)).toEqual(words(whole.seen));
        expect(tape.score).toEqual(whole.score);
      }),
    );
  });

  it('notes when a post turned, and no turn where it only changed', () => {
    const tape = tapeOf([
      moment(0, shows(asha)),
      moment(1, changes({ ...asha, favourites_count: 9 })),
      moment(2, changes(tombstone(asha))),
    ]);
    tape.moveTo(1);
    expect(tape.seen.turned.size).toBe(0);
    tape.moveTo(2);
    expect(tape.seen.turned.get(asha.id)).toEqual({ at: at(2), precision: null });
  });

  it('counts along its time what happens, and who has something withheld', () => {
    const bilal = status(2, PEOPLE[1]!);
    const another = { ...status(3, PEOPLE[0]!), id: 'another' };
    const tape = tapeOf([
      moment(0, shows(asha), shows(bilal), shows(another)),
      moment(1, changes(tombstone(asha)), changes(tombstone(another))),
      moment(2, changes(tombstone(bilal))),
      moment(3, changes(asha)),
      moment(4, goes(another.id)),
    ]);
    expect(tape.score.events).toEqual([3, 0, 0, 0, 0]);
    expect(tape.score.withheld).toEqual([0, 1, 2, 2, 1]);
  });

  it('given what goes and what rests on it in one moment, believes the frame of what rests on it', () => {
    const quoting = status(4, PEOPLE[1]!, { quote: { state: 'accepted', quoted_status: asha } });
    const after: Status = { ...quoting, content: '<p>Still here</p>', quote: null };
    const tape = tapeOf([moment(0, shows(asha), shows(quoting)), moment(1, changes(after), goes(asha.id))]);
    tape.moveTo(1);
    expect([...tape.seen.posts.values()]).toEqual([after]);
  });

  it('names every post that may differ between two moments, in whatever order they are', () => {
    const place = fc.integer({ min: -1, max: 59 });
    fc.assert(
      fc.property(someMoments, place, place, (moments, one, other) => {
        const tape = tapeOf(moments);
        const seenAt = (n: number) => {
          tape.moveTo(n);
          return new Map(tape.seen.posts);
        };
        const [before, after] = [seenAt(one), seenAt(other)];
        const named = new Set<string>();
        tape.changedBetween(Math.min(one, moments.length - 1), tape.current, named);
        const differ = [...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id));
        expect([...named]).toEqual(expect.arrayContaining(differ));
      }),
    );
  });

  it('folds each moment once, wherever it is moved to', () => {
    const moments = Array.from({ length: 20_000 }, (_, n) =>
      moment(n, changes(status(n % 5_000, PEOPLE[n % 3]!))),
    );
    const fold = jest.spyOn(Draft.prototype, 'applyMoment');
    try {
      const tape = tapeOf(moments);
      for (const to of [19_999, 3, 12_345, 19_000, 7]) tape.moveTo(to);
      expect(fold).toHaveBeenCalledTimes(20_000);
    } finally {
      fold.mockRestore();
    }
  });
});
