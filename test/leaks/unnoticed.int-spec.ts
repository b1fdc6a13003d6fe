import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '#contract';
import type { Subject } from '#domain';
import { onEachDatabase, type TestDatabase } from '../support/databases.js';
import type { Move } from '../support/histories.js';
import { ABOUT_RESTRICTIONS, answersTo, differences } from './bytes.js';
import { aWithheldHistory } from './load.js';
import type { Seat } from './seats.js';
import { World, type Aside } from './world.js';

jest.setTimeout(300_000);

const RUNS = Number(process.env['LEAK_PAIRS'] ?? 1);
const SHOWN = 5;

/** The `withheld` field, and how pages show it. */
const THE_FIELD = /"withheld":(null|\{[^}]*\})|<p class="withheld-in">[^<]*<\/p>/g;
/** The parts of an answer that say as of when it was asked, and from where else it can be seen. */
const THE_INSTANT =
  /(&amp;|[?&])view_at=[^&"<>\s\\]*|<header class="masthead">[^]*?<\/header>|<footer class="seen">[^]*?<\/footer>|<section class="viewpoint"[^]*?<\/section>|data-streams="[^"]*"|<p class="sr" role="status"[^]*?<\/p>|"live":(true|false)|"(at|as_of)":"[^"]*"/g;
const withoutTheInstant = (text: string): string =>
  text.replaceAll(/\?view_at=[^&"<>\s\\]*(&amp;|&)/g, '?').replaceAll(THE_INSTANT, '');
const withoutTheField = (text: string): string => text.replaceAll(THE_FIELD, '');

const anAside: fc.Arbitrary<Aside> = fc.record({
  after: fc.integer({ min: 2, max: 25 }),
  on: fc.nat(1_000),
  lasts: fc.integer({ min: 1, max: 40 }),
});
const seats = (world: World): Seat[] => [
  { name: 'anybody', from: 'US', who: null },
  { name: 'somebody', from: 'US', who: world.person(1) },
];

/** A frame as it may be told whatever is withheld elsewhere: where it stands in the log is the log's. */
const asTold = ({ at, stream, type, payload }: Frame): string =>
  withoutTheField(JSON.stringify([at, stream, type, payload]));

/** The frames of each stream, in its order; how the frames of two streams mix follows from what is read together. */
function noted(frames: readonly Frame[]): Map<string, string[]> {
  const streams = new Map<string, string[]>();
  for (const frame of frames) {
    // The author is told, wherever they are.
    const isWarning = frame.type === 'notification' && frame.payload.type === 'moderation_warning';
    if (frame.type !== 'withheld' && !isWarning)
      streams.set(frame.stream, [...(streams.get(frame.stream) ?? []), asTold(frame)]);
  }
  return streams;
}

onEachDatabase((make) => {
  const open: World[] = [];
  const world = async (moves: readonly Move[], asides?: readonly Aside[]): Promise<World> => {
    const place: TestDatabase = await make();
    const one = await World.of(place, moves, asides);
    open.push(one);
    return one;
  };
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  /** Checks a claim on random histories; on PostgreSQL, where that takes longer, on fewer. */
  const forAny = async <T>(arbitrary: fc.Arbitrary<T>, check: (one: T) => Promise<void>): Promise<void> => {
    const place = await make();
    await place.remove();
    const numRuns = place.url.startsWith('postgres') ? Math.ceil(RUNS / 2) : RUNS;
    // Shrinking what fails takes longer than it helps.
    await fc.assert(
      fc.asyncProperty(arbitrary, async (one) => {
        await check(one);
        for (const done of open.splice(0)) await done.close();
      }),
      { numRuns, endOnFailure: true },
    );
  };

  describe('what is withheld in India', () => {
    it('nobody elsewhere notices: every answer and every frame is the same but for the field', async () => {
      const pair = fc.record({
        moves: aWithheldHistory(30),
        asides: fc.array(anAside, { minLength: 2, maxLength: 6 }),
      });
      await forAny(pair, async ({ moves, asides }) => {
        const [without, withThem] = [await world(moves), await world(moves, asides)];
        const routes = without.routes.filter(({ path }) => !ABOUT_RESTRICTIONS.some((one) => one.test(path)));
        const instants = [0.3, 0.7].map((part) => at(without, part));
        for (const [i, seat] of seats(without).entries()) {
          for (const instant of [undefined, ...instants]) {
            const as = (one: World): Seat => {
              const { name, from, who } = seats(one)[i]!;
              return { name, from, who, ...(instant === undefined ? {} : { at: instant }) };
            };
            const read = (one: World) =>
              answersTo(one, as(one), { routes, things: without.things, without: withoutTheField });
            const found = differences(await read(without), await read(withThem));
            expect([seat.name, found.slice(0, SHOWN)]).toEqual([seat.name, []]);
          }
        }
        // Something was withheld that is not without them.
        expect(withThem.things.restrictions.length).toBeGreaterThan(without.things.restrictions.length);
        for (const [i, { frames }] of without.told.entries()) {
          expect(noted(withThem.told[i]!.frames)).toEqual(noted(frames));
        }
      });
    });

    it('comes back, once it is lifted, byte for byte as it was', async () => {
      await forAny(fc.tuple(aWithheldHistory(20), fc.nat(1_000)), async ([moves, n]) => {
        const one = await world(moves);
        const routes = one.routes.filter(({ path }) => !ABOUT_RESTRICTIONS.some((about) => about.test(path)));
        const india: Seat[] = [
          { name: 'anybody', from: 'IN', who: null },
          { name: 'somebody', from: 'IN', who: one.person(n) },
        ];
        const read = async (): Promise<Map<string, string>[]> =>
          Promise.all(india.map((seat) => answersTo(one, seat, { routes })));
        const { accounts, posts } = one.things;
        const subjects: Subject[] = [
          // Some may be withheld already, and then nothing changes; not all are.
          ...accounts.map(({ id }) => ({ type: 'account', id }) as const),
          ...posts.slice(0, 3).map(({ id }) => ({ type: 'post', id }) as const),
        ];
        one.platform.tick = 1;
        const before = await read();
        const restrictions: string[] = [];
        for (const subject of subjects)
          restrictions.push(...[await one.withholds(subject)].filter((id) => id !== null));
        await one.settles();
        const meanwhile = await read();
        for (const restriction of restrictions) await one.platform.lift(restriction);
        await one.settles();
        const after = await read();
        expect(before.map((was, i) => differences(was, after[i]!).slice(0, SHOWN))).toEqual([[], []]);
        expect(differences(before[0]!, meanwhile[0]!)).not.toEqual([]);
      });
    });
  });

  it('what is seen now is what is seen of now', async () => {
    await forAny(aWithheldHistory(40), async (moves) => {
      const one = await world(moves);
      const routes = one.routes.filter(({ query }) => query.includes('view_at'));
      const all: Seat[] = [
        ...seats(one),
        { name: 'anybody in India', from: 'IN', who: null },
        { name: 'somebody in India', from: 'IN', who: one.person(2) },
      ];
      for (const seat of all) {
        const read = (rest: Partial<Seat>) =>
          answersTo(one, { ...seat, ...rest }, { routes, without: withoutTheInstant });
        const found = differences(await read({}), await read({ at: one.server.clock.now() }));
        expect([seat.name, found.slice(0, SHOWN)]).toEqual([seat.name, []]);
      }
    });
  });
});

/** An instant of a world's history, by how much of it was over. */
function at({ platform, server }: World, part: number): number {
  const began = Date.parse('2026-01-05T09:00:00Z');
  return Math.floor(began + (Math.max(platform.now, server.clock.now()) - began) * part);
}
