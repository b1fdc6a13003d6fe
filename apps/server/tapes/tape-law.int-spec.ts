import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Account, Moment, Status } from '#contract';
import type { Sql } from '#database';
import type { ScenarioFacts, Subject } from '#domain';
import { scenarioFacts, statusesById, threadOf } from '#projections';
import { Gate, LANGUAGES, tapeOf, type Viewpoint } from '#visibility';
import { restrictionBody } from '../../../test/support/bodies.js';
import { onEachDatabase, type TestDatabase } from '../../../test/support/databases.js';
import { aHistory, aWithholding, live, type Move } from '../../../test/support/histories.js';
import { StoryPlatform } from '../../../test/support/story-platform.js';
import { TapeReader } from '../../../test/support/tape-reader.js';
import { readFeed } from '../feeds/read-feed.js';
import { readAt } from '../http/viewpoint/viewpoint.js';

// Shrinking what fails takes longer than finding that nothing does.
const TIME_LIMIT = 40_000;
jest.setTimeout(2 * TIME_LIMIT);

/** `HISTORIES=200 HISTORY_SEED=7` looks at others than each run does, and at more of them. */
const RUNS = Number(process.env['HISTORIES'] ?? 2);
const SEED = Number(process.env['HISTORY_SEED'] ?? 20_210_210);

const STORY = 'a-story';
const ALL = 100_000;
const gate = new Gate('https://example.org');

/** A story edits nothing: it has no such step, and nobody else speaks for its cast. */
const withoutEdits = (moves: readonly Move[]): Move[] => moves.filter(({ action }) => action.do !== 'edit');

const PLACES = (['open', 'enforced'] as const).flatMap((mode) =>
  ['IN', 'DE', 'elsewhere', null].flatMap((from) =>
    LANGUAGES.map((language): Omit<Viewpoint, 'at' | 'now'> => {
      const basis = from === null ? 'unknown' : 'simulated';
      return { live: false, from, basis, mode, viewer: null, asPublic: true, language };
    }),
  ),
);

/** Leaves out what the law leaves out: what embedded accounts count, and when they last posted. */
function told(statuses: readonly Status[]): Status[] {
  const account = (one: Account): Account => ({
    ...one,
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    last_status_at: null,
  });
  const plain = (status: Status): Status => ({
    ...status,
    account: account(status.account),
    reblog: status.reblog && plain(status.reblog),
    quote:
      status.quote?.state === 'accepted'
        ? { ...status.quote, quoted_status: plain(status.quote.quoted_status) }
        : status.quote,
  });
  return statuses.map(plain);
}

/** The instants at which something may change, and those right before. */
function instantsOf({ posts, postCounts, accountCounts, told: events, end }: ScenarioFacts): number[] {
  const restrictions = posts.flatMap((post) => [...post.restrictions, ...post.account.restrictions]);
  const at = [
    ...[...posts, ...postCounts, ...accountCounts, ...events].map((one) => one.at),
    ...restrictions.flatMap(({ from, until }) => [from, until ?? from]),
    end,
  ];
  return [...new Set(at.flatMap((one) => [one - 1, one]))]
    .filter((one) => one <= end)
    .sort((one, other) => one - other);
}

onEachDatabase((make) => {
  const open: { place: TestDatabase; platform: StoryPlatform }[] = [];
  const closeAll = async () => {
    for (const { place, platform } of open.splice(0)) {
      await platform.database.close();
      await place.remove();
    }
  };
  afterEach(closeAll);

  /** Tells a history as a story, and then lets people act on it. */
  async function aStory(moves: readonly Move[], afterwards: readonly Move[]): Promise<StoryPlatform> {
    const place = await make();
    const platform = await StoryPlatform.telling(place, STORY);
    open.push({ place, platform });
    await live(platform, moves);
    await platform.ends();
    const { reader } = platform.database;
    const posts = await reader.query<{ id: string; account_id: string }>(
      'SELECT id, account_id FROM post ORDER BY id',
    );
    const moderator = await platform.signUp('a-moderator');
    // A post that is gone is refused.
    const withholds = (subject: Subject, countries: string[]) =>
      platform.ask('impose-restriction', restrictionBody('withhold', subject, { countries }));
    for (const [n, { id, account_id }] of posts.entries()) {
      if (n % 5 === 0) await moderator.likes(id).catch(() => undefined);
      if (n % 7 === 0) await moderator.replies(id, 'Replying').catch(() => undefined);
      if (n % 6 === 1 && afterwards.length > 0) await withholds({ type: 'post', id }, ['IN']);
      if (n % 9 === 4 && afterwards.length > 0) await withholds({ type: 'account', id: account_id }, ['DE']);
    }
    return platform;
  }

  describe('for any story, in every country, in both languages and both modes, at every instant', () => {
    it.each([
      ['a history', aHistory(110).map(withoutEdits)],
      ['a withholding', aWithholding.map(withoutEdits)],
    ])('%s: the fold of its tape is what pages and threads show', async (_, stories) => {
      const place = await make();
      await place.remove();
      const numRuns = place.url.startsWith('postgres') ? Math.ceil(RUNS / 2) : RUNS;
      await fc.assert(
        fc.asyncProperty(stories, fc.boolean(), async (moves, isRestrictedSince) => {
          const platform = await aStory(moves, isRestrictedSince ? moves : []);
          try {
            await holds(platform);
          } finally {
            await closeAll();
          }
        }),
        { numRuns, seed: SEED, interruptAfterTimeLimit: TIME_LIMIT },
      );
    });
  });
});

async function holds({ database, now }: StoryPlatform): Promise<void> {
  const { reader } = database;
  const facts = await scenarioFacts(reader, STORY, now);
  if (facts === undefined) throw new Error('There is no story');
  const instants = instantsOf(facts);
  for (const [turn, place] of PLACES.entries()) {
    const viewpoint = { ...place, at: now, now };
    const moments = [...tapeOf(facts, viewpoint, gate)].flatMap((one) =>
      one === null ? [] : (JSON.parse(one.text) as Moment),
    );
    expect(moments.map(({ n }) => n)).toEqual(moments.map((_, n) => n));
    const folded = new TapeReader();
    let next = 0;
    for (const [n, at] of instants.entries()) {
      const there = { ...viewpoint, at };
      const what = { from: place.from, mode: place.mode, language: place.language, at };
      const feed = { name: 'scenario', key: STORY } as const;
      const { statuses } = await readFeed(reader, gate, feed, there, { limit: ALL });
      for (; Date.parse(moments[next]?.at ?? '9999-01-01') <= at; next++) {
        folded.fold(moments[next]!);
        // Each post that it tells is, to the byte, as its page has it then.
        if (Date.parse(moments[next]!.at) === at) truthful(moments[next]!, statuses.value);
      }
      expect({ ...what, page: told(folded.page) }).toEqual({ ...what, page: told(statuses.value) });
      const { shown } = folded;
      const post = shown[(n + turn) % Math.max(1, shown.length)];
      if (post === undefined) continue;
      const context = await contextAt(reader, post.id, there);
      const { ancestors, descendants } = folded.contextOf(post.id);
      expect({ ...what, ancestors: told(ancestors), descendants: told(descendants) }).toEqual({
        ...what,
        ancestors: told(context.ancestors),
        descendants: told(context.descendants),
      });
    }
    expect(next).toBe(moments.length);
  }
}

function truthful({ frames }: Moment, page: readonly Status[]): void {
  for (const { type, payload } of frames)
    if (type === 'update' || type === 'status.update')
      expect(payload).toEqual(page.find(({ id }) => id === payload.id));
}

async function contextAt(reader: Sql, id: string, viewpoint: Viewpoint) {
  const shown = gate.status(await statusesById(reader, readAt(viewpoint), [id]), id, viewpoint);
  expect(shown.is).toBe('shown');
  return gate.thread(id, await threadOf(reader, readAt(viewpoint), id), viewpoint).value;
}
