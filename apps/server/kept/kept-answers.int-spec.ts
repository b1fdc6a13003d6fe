import { describe, expect, it, jest } from '@jest/globals';
import type { Feed } from '#domain';
import { read } from '#log';
import { accountAt, statusesById } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import { forAnyHistory } from '../../../test/support/any-history.js';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aHistory, live, type Move } from '../../../test/support/histories.js';
import type { Platform } from '../../../test/support/platform.js';
import { readFeed } from '../feeds/read-feed.js';
import type { LogFollower } from '../follower/log-follower.js';
import { readAt, type RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import type { Clock } from '../platform/clock.js';
import { KeptAnswers } from './kept-answers.js';

const TIME_LIMIT = 20_000;
jest.setTimeout(2 * TIME_LIMIT);

/** `HISTORIES=200 HISTORY_SEED=7` looks at others than each run does, and at more of them. */
const RUNS = Number(process.env['HISTORIES'] ?? 6);
const SEED = Number(process.env['HISTORY_SEED'] ?? 20_210_210);

const SEATS = [
  { mode: 'open', from: 'IN', language: 'en' },
  { mode: 'open', from: 'IN', language: 'hi' },
  { mode: 'open', from: 'elsewhere', language: 'en' },
  { mode: 'enforced', from: 'DE', language: 'en' },
  { mode: 'enforced', from: null, language: 'en' },
] as const;

const gate = new Gate('https://example.org');

/** What is made to be kept; null where there is none, as of what is withheld or gone. */
interface Made {
  body: Gated<unknown>;
  feed: Feed | null;
}

/** Things to ask for, each by its address, and how they are made anew. */
type Ask = (platform: Platform, viewpoint: Viewpoint) => Promise<Made | null>;

const pageOf =
  (feed: Feed): Ask =>
  async ({ database }, viewpoint) => {
    const { statuses } = await readFeed(database.reader, gate, feed, viewpoint, { limit: 5 });
    return { body: statuses, feed };
  };
const statusOf =
  (id: string): Ask =>
  async ({ database }, viewpoint) => {
    const posts = await statusesById(database.reader, readAt(viewpoint), [id]);
    const answer = gate.status(posts, id, viewpoint);
    return answer.is === 'shown' ? { body: answer.body, feed: null } : null;
  };
const accountOf =
  (id: string): Ask =>
  async ({ database }, viewpoint) => {
    const account = await accountAt(database.reader, readAt(viewpoint), { id });
    const answer = account && gate.account(account, viewpoint);
    return answer?.is === 'shown' ? { body: answer.body, feed: null } : null;
  };

onEachDatabase((make) => {
  describe('what is kept, for any history, in both modes', () => {
    it('is what would be made anew, byte for byte, from everywhere and at every moment', async () => {
      let given = 0;
      await forAnyHistory(
        make,
        { moves: aHistory(40), runs: RUNS, timeLimit: TIME_LIMIT, seed: SEED },
        async (platform, moves) => {
          given += await readThrough(platform, moves);
        },
      );
      // Else the claim would hold of nothing.
      expect(given).toBeGreaterThan(20);
    });
  });
});

/** Lives a history, and reads after each move, and once more a while later. @returns how many answers were kept ones */
async function readThrough(platform: Platform, moves: readonly Move[]): Promise<number> {
  const { database } = platform;
  const clock = { now: () => platform.now, notBefore: () => undefined, onSet: () => () => undefined };
  const answers = new KeptAnswers(
    database,
    clock as unknown as Clock,
    { listen: () => () => undefined } as unknown as LogFollower,
  );
  const asks = new Map<string, Ask>([
    ['public', pageOf({ name: 'public', key: null })],
    ['local', pageOf({ name: 'local', key: 'home' })],
    ['koo', pageOf({ name: 'venue', key: 'koo' })],
    ['tagged', pageOf({ name: 'hashtag', key: 'tagged' })],
  ]);
  const people = new Map<string, Ask>();
  const posts = new Map<string, Ask>();
  const answerTo = async (url: string, ask: Ask, viewpoint: Viewpoint): Promise<void> => {
    const request = { method: 'GET', url, principal: null, viewpoint } as unknown as RequestWithViewpoint;
    const key = answers.keyOf(request);
    if (key === null) throw new Error('It is never kept');
    await answers.takeIn();
    const before = answers.given;
    const kept = answers.get(key, viewpoint.now)?.text;
    const making = kept === undefined ? answers.begin(key, viewpoint.now) : null;
    const made = await ask(platform, viewpoint);
    if (made !== null) making?.made(made.body, undefined, made.feed);
    making?.end();
    if (answers.given > before)
      expect({ url, from: viewpoint.from, kept }).toEqual({
        url,
        from: viewpoint.from,
        kept: made?.body.text,
      });
  };
  const readAll = async (): Promise<void> => {
    for (const { mode, from, language } of SEATS)
      for (const [url, ask] of [...asks, ...[...people].slice(0, 3), ...[...posts].slice(-4)])
        await answerTo(`${mode} ${url}`, ask, {
          ...{ at: platform.now, now: platform.now, live: true, mode, from, language },
          ...{ basis: from === null ? 'unknown' : 'simulated', viewer: null, asPublic: false },
          exempted: new Set(),
        });
  };
  let cursor = 0;
  try {
    await live(platform, moves, async () => {
      const { events } = await read(database.reader, cursor, 10_000);
      cursor = events.at(-1)?.seq ?? cursor;
      for (const { type, subject } of events)
        if (type === 'account.opened') people.set(subject, accountOf(subject));
        else if (type === 'post.published' || type === 'post.reposted') posts.set(subject, statusOf(subject));
      await readAll();
      // What is scheduled begins and ends by the clock, and no event tells of it here.
      platform.now += 600;
      await readAll();
    });
  } finally {
    answers.onApplicationShutdown();
  }
  return answers.given;
}
