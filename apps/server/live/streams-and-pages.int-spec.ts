import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import type { Config } from '#config';
import type { Account, Frame, Status, StreamName } from '#contract';
import type { Sql } from '#database';
import { read } from '#log';
import { accountsById } from '#projections';
import { Gate, judgeAccount, type Viewpoint } from '#visibility';
import { forAnyHistory } from '../../../test/support/any-history.js';
import { onEachDatabase } from '../../../test/support/databases.js';
import { aHistory, live, type Move } from '../../../test/support/histories.js';
import { type Platform } from '../../../test/support/platform.js';
import { readFeed } from '../feeds/read-feed.js';
import { readAt } from '../http/viewpoint/viewpoint.js';
import type { Clock } from '../platform/clock.js';
import { feedFor, viewpointOf, type Audience } from './audience.js';
import { Follows, followsIn } from './follows.js';
import { FrameSets } from './frame-sets.js';
import { feedOf } from './streams.js';

// Shrinking what fails takes longer than finding that nothing does.
const TIME_LIMIT = 30_000;
jest.setTimeout(2 * TIME_LIMIT);

/** `HISTORIES=200 HISTORY_SEED=7` looks at others than each run does, and at more of them. */
const RUNS = Number(process.env['HISTORIES'] ?? 8);
const SEED = Number(process.env['HISTORY_SEED'] ?? 20_210_210);

/** As many as a stream tells again when what they rest on changes. */
const NEWEST = 400;

const gate = new Gate('https://example.org');

/** Somebody who listens to a stream from a country, and what they have made of it. */
interface Listener {
  audience: Audience;
  mode: Viewpoint['mode'];
  posts: Map<string, Status>;
}

/** Folds a frame as the documentation says that a client does. */
function fold(posts: Map<string, Status>, { type, payload }: Frame): void {
  const inside = (status: Status, each: (status: Status) => Status): Status => {
    const { reblog, quote } = status;
    return {
      ...each(status),
      reblog: reblog && inside(reblog, each),
      quote:
        quote?.state === 'accepted' ? { ...quote, quoted_status: inside(quote.quoted_status, each) } : quote,
    };
  };
  const change = (each: (status: Status) => Status): void => {
    for (const [id, status] of posts) posts.set(id, inside(status, each));
  };
  switch (type) {
    case 'update':
    case 'status.update':
      posts.set(payload.id, payload);
      break;
    case 'delete':
      posts.delete(payload);
      break;
    case 'withheld': {
      const { scope, account_id, status_id, withheld } = payload;
      change((status) => {
        if (scope === 'tweet') return status.id === status_id ? { ...status, withheld } : status;
        if (status.account.id !== account_id) return status;
        return { ...status, withheld, account: { ...status.account, withheld } };
      });
      break;
    }
    case 'counts': {
      const { status_id, ...counts } = payload;
      change((status) => (status.id === status_id && !status.tombstone ? { ...status, ...counts } : status));
      break;
    }
    case 'account.update':
      change((status) => describedAs(payload, status));
      // Suspended is left out of lists.
      if (payload.suspended === true)
        for (const [id, { account, reblog }] of posts)
          if (account.id === payload.id || reblog?.account.id === payload.id) posts.delete(id);
      break;
    default:
  }
}

/** A status in which an account is as it describes itself now, inside of what it passes on or quotes, too. */
function describedAs(account: Account, status: Status): Status {
  const { reblog, quote } = status;
  return {
    ...status,
    account: status.account.id === account.id ? account : status.account,
    reblog: reblog && describedAs(account, reblog),
    quote:
      quote?.state === 'accepted'
        ? { ...quote, quoted_status: describedAs(account, quote.quoted_status) }
        : quote,
  };
}

/**
 * Leaves out what no frame tells: the counts of accounts; those of a post that another passes on or quotes,
 * which are told where that post is held itself; that whoever was answered has deleted what they said; and what the
 * viewer did, which no frame is about.
 *
 * @param describes whether the stream tells what an account says of itself anew
 */
function told(statuses: readonly Status[], describes: (account: Account) => boolean): Status[] {
  const account = (one: Account): Account => ({
    ...one,
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    last_status_at: null,
  });
  const inside = (status: Status): Status => {
    const shown = plain(status);
    return {
      ...shown,
      replies_count: 0,
      reblogs_count: 0,
      favourites_count: 0,
      account: undescribed(shown.account),
    };
  };
  // What somebody says of themself anew is told where their own posts are; that nothing is said of them any more is
  // told everywhere.
  const undescribed = (one: Account): Account => ({
    ...one,
    display_name: nameOrNone(one),
    note: '',
    fields: [],
    bot: false,
  });
  const plain = ({ pinned: _, ...status }: Status): Status => ({
    ...status,
    in_reply_to_account_id: null,
    favourited: false,
    reblogged: false,
    account: describes(status.account) ? account(status.account) : undescribed(account(status.account)),
    reblog: status.reblog && inside(status.reblog),
    quote:
      status.quote?.state === 'accepted'
        ? { ...status.quote, quoted_status: inside(status.quote.quoted_status) }
        : status.quote,
  });
  return statuses.map(plain);
}

/** Whether somebody has a name there. */
function nameOrNone({ display_name }: Account): string {
  return display_name === '' ? '' : 'Somebody';
}

/** Whether a stream is of an account that has no page of posts from there: it is withheld or suspended. */
async function isKept(sql: Sql, { audience, mode }: Listener, now: number): Promise<boolean> {
  const { name, key } = feedOf(audience.stream);
  if (name !== 'account') return false;
  const viewpoint = viewpointOf(audience, { at: now, now, live: true, mode });
  const [account] = await accountsById(sql, readAt(viewpoint), [key ?? '']);
  const verdict = account && judgeAccount(account, viewpoint).verdict;
  return verdict !== 'full' && verdict !== 'labelled';
}

function idsOf(statuses: readonly Status[]): string[] {
  return statuses.map(({ id }) => id);
}

/** Restrictions begin and end as they are told: what is ahead is told when the keeper of the schedule comes to it. */
function atOnce(moves: readonly Move[]): Move[] {
  return moves.map(({ action, when }) => ({
    when,
    action: action.do === 'impose' ? { ...action, delay: null, lasting: null } : action,
  }));
}

onEachDatabase((make) => {
  describe('for any history, in every country and both modes', () => {
    it('a page is what its stream has folded to, for the newest posts and unless it said to read again', () =>
      forAnyHistory(
        make,
        { moves: aHistory(60).map(atOnce), runs: RUNS, timeLimit: TIME_LIMIT, seed: SEED },
        listenTo,
      ));
  });
});

/** Lives a history while many listen, and compares what each has made of it with the page, each time something happened. */
async function listenTo(platform: Platform, moves: readonly Move[]): Promise<void> {
  const { database } = platform;
  const clock = { now: () => platform.now } as Clock;
  const listeners: Listener[] = [];
  const listen = (stream: StreamName): Listener[] => {
    const who = { class: 'ordinary', viewer: null, follows: null, language: 'en' } as const;
    const added = (['open', 'enforced'] as const).flatMap((mode) =>
      ['IN', 'DE', 'elsewhere', null].map((from): Listener => {
        const basis = from === null ? 'unknown' : 'simulated';
        return { audience: { stream, from, basis, ...who }, mode, posts: new Map() };
      }),
    );
    listeners.push(...added);
    return added;
  };
  for (const stream of ['public', 'public:local', 'venue:koo', 'hashtag:tagged'] as const) listen(stream);
  const pageOf = async ({ audience, mode }: Listener): Promise<Status[]> => {
    const moment = { at: platform.now, now: platform.now, live: true, mode };
    const viewpoint = viewpointOf(audience, moment);
    const { reader } = database;
    const page = { limit: NEWEST };
    return (await readFeed(reader, gate, feedFor(audience), viewpoint, page)).statuses.value;
  };
  // Two of the cast at home: what is for them alone is told to them, and to nobody who listens to the same account.
  const atHome = (id: string): Listener[] =>
    ['IN', 'elsewhere'].map((from) => {
      const viewer = { id, role: 'reader' } as const;
      const who = { class: 'ordinary', viewer, follows: new Follows(), language: 'en' } as const;
      const audience: Audience = { stream: 'user', from, basis: 'simulated', ...who };
      return { audience, mode: 'open', posts: new Map() };
    });
  const signedIn: string[] = [];
  let cursor = 0;
  await live(platform, moves, async () => {
    const { events } = await read(database.reader, cursor, 10_000);
    cursor = events.at(-1)?.seq ?? cursor;
    for (const { actor, subject, follows } of followsIn(events))
      for (const { audience } of listeners)
        if (audience.viewer?.id === actor) audience.follows?.note(subject, follows);
    for (const mode of ['open', 'enforced'] as const) {
      const config = { geo: { mode } } as Config;
      const sets = new FrameSets(config, database, gate, clock);
      for await (const { set } of sets.of(
        events,
        cursor,
        { begun: true, ended: true },
        () => new Set(signedIn),
      ))
        for (const listener of listeners.filter((one) => one.mode === mode)) {
          const { resync, frames } = set.tellingFor(listener.audience);
          for (const frame of frames)
            fold(
              listener.posts,
              JSON.parse(JSON.stringify({ ...frame, payload: frame.payload.value })) as Frame,
            );
          if (resync !== null) listener.posts = new Map((await pageOf(listener)).map((one) => [one.id, one]));
        }
    }
    // Whoever follows somebody else, or is followed, reads again.
    const turned = new Set(followsIn(events).flatMap(({ actor, subject }) => [actor, subject]));
    for (const listener of listeners)
      if (turned.has(listener.audience.viewer?.id ?? ''))
        listener.posts = new Map((await pageOf(listener)).map((one) => [one.id, one]));
    for (const listener of listeners) {
      const { audience, mode } = listener;
      if (await isKept(database.reader, listener, platform.now)) continue;
      const { viewer, follows } = audience;
      // Of whom a hashtag that one follows brings home nothing is told but their posts.
      const describes = ({ id }: Account): boolean =>
        follows === null || id === viewer?.id || follows.has(id);
      const page = told(await pageOf(listener), describes);
      const folded = told(
        [...listener.posts.values()].sort((a, b) => (a.id < b.id ? 1 : -1)),
        describes,
      );
      const what = {
        stream: audience.stream,
        from: audience.from,
        mode,
        after: events.map(({ type }) => type),
      };
      expect({ ...what, ids: idsOf(folded) }).toEqual({ ...what, ids: idsOf(page) });
      const changed = page.flatMap((one, i) => (isDeepStrictEqual(one, folded[i]) ? [] : [i]));
      expect({ ...what, posts: changed.map((i) => folded[i]) }).toEqual({
        ...what,
        posts: changed.map((i) => page[i]),
      });
    }
    for (const { type, subject } of events)
      if (type === 'account.opened' && signedIn.length < 2) {
        signedIn.push(subject);
        await database.write((transaction) =>
          transaction.insert('followed_tag', [{ id: subject, account_id: subject, tag: 'tagged' }]),
        );
        for (const listener of atHome(subject)) {
          for (const one of followsIn(events))
            if (one.actor === subject) listener.audience.follows?.note(one.subject, one.follows);
          listener.posts = new Map((await pageOf(listener)).map((one) => [one.id, one]));
          listeners.push(listener);
        }
      }
    for (const { type, subject } of events)
      if (type === 'account.opened')
        for (const listener of listen(`account:${subject}`))
          listener.posts = new Map((await pageOf(listener)).map((one) => [one.id, one]));
  });
}
