import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PROJECT_ROOT } from '#config';
import { FEEDS, holds, isSearched, type Feed } from '#domain';
import { feedRows, statusesById, type PageRequest } from '#projections';
import { Gate, type Viewpoint } from '#visibility';
import { forAnyHistory as onAnyHistory } from '../../../test/support/any-history.js';
import { onEachDatabase, type TestDatabase } from '../../../test/support/databases.js';
import { aHistory, live } from '../../../test/support/histories.js';
import { Model } from '../../../test/support/model.js';
import { Platform, post, type Member } from '../../../test/support/platform.js';
import { lookingFrom } from '../../../test/support/stored.js';
import { readAt } from '../http/viewpoint/viewpoint.js';
import { readFeed, type Without } from './read-feed.js';

// Shrinking what fails takes longer than finding that nothing does.
const TIME_LIMIT = 30_000;
jest.setTimeout(2 * TIME_LIMIT);

const gate = new Gate('https://example.org');
const PUBLIC: Feed = { name: 'public', key: null };

onEachDatabase((make) => {
  describe('a page of a feed', () => {
    let place: TestDatabase;
    let platform: Platform;
    // Everyone is new in each test; the database, dear to make, is the same.
    let asha: Member;
    let bilal: Member;
    let tests = 0;
    let begun: string;
    beforeAll(async () => {
      place = await make();
      platform = await Platform.on(place);
    });
    beforeEach(async () => {
      tests += 1;
      asha = await platform.signUp(`asha_${tests}`);
      bilal = await platform.signUp(`bilal_${tests}`);
      begun = bilal.id;
    });
    afterAll(async () => {
      await platform.database.close();
      await place.remove();
    });

    const looking = ({ at = platform.now, ...rest }: Partial<Viewpoint> = {}): Viewpoint =>
      lookingFrom('elsewhere', { at, now: platform.now, ...rest });
    const by = (member: Member): Partial<Viewpoint> => ({ viewer: { id: member.id, role: 'reader' } });
    const MODERATING: Partial<Viewpoint> = { viewer: { id: 'moderator', role: 'moderator' } };
    const read = async (feed: Feed, rest: Partial<Viewpoint> = {}, limit = 40, without?: Without) => {
      const page = { limit, sinceId: begun };
      return (await readFeed(platform.database.reader, gate, feed, looking(rest), page, without)).ids;
    };
    const timeline = (rest: Partial<Viewpoint> = {}, limit = 40) => read(PUBLIC, rest, limit);
    const profile = (who: Member, rest: Partial<Viewpoint> = {}, limit = 40) =>
      read({ name: 'account', key: who.id }, rest, limit);

    it('is as long as it was asked for, whatever is left out of it', async () => {
      const kept: string[] = [];
      for (let n = 0; n < 12; n++) {
        const id = await asha.posts(`Post ${n}`);
        if (n % 4 === 0) kept.unshift(id);
        else await platform.impose('suspend', post(id));
      }
      expect(await timeline({}, 2)).toEqual(kept.slice(0, 2));
      expect(await profile(asha, {}, 3)).toEqual(kept);
    });

    it('upwards from an id holds the ones right after it', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 8; n++) ids.push(await asha.posts(`Post ${n}`));
      for (const id of ids.slice(1, 5)) await platform.impose('suspend', post(id));
      const page = { limit: 2, minId: ids[0] };
      const { reader } = platform.database;
      expect((await readFeed(reader, gate, PUBLIC, looking(), page)).ids).toEqual([ids[6], ids[5]]);
    });

    it('notes for the audit what it shows, and nothing that it read beyond', async () => {
      const suspended = [];
      for (let n = 0; n < 4; n++) {
        suspended.unshift(await asha.posts(`Post ${n}`));
        await platform.impose('suspend', post(suspended[0]!));
      }
      const viewpoint = looking({ ...MODERATING, exempted: new Set() });
      const page = { limit: 2, sinceId: begun };
      const { ids } = await readFeed(platform.database.reader, gate, PUBLIC, viewpoint, page);
      expect(ids).toEqual(suspended.slice(0, 2));
      expect([...viewpoint.exempted!].sort()).toEqual(ids.toSorted());
    });

    it('goes on from where the most rows had been read, both ways, without naming what is left out', async () => {
      const kept = [await asha.posts('First')];
      const hidden: string[] = [];
      for (let n = 0; n < 7; n++) {
        hidden.push(await asha.posts(`Limited ${n}`));
        await platform.impose('limit', post(hidden[n]!));
      }
      kept.push(await asha.posts('Last'));
      const walk = async (from: Pick<PageRequest, 'maxId' | 'minId'>) => {
        const pages: string[][] = [];
        const bounds: string[] = [];
        for (let at: typeof from | null = from; at !== null;) {
          const page: PageRequest = { limit: 2, ...at };
          const read = await readFeed(platform.database.reader, gate, PUBLIC, looking(), page, undefined, 3);
          pages.push(read.ids.filter((id) => id > begun));
          const { max_id: maxId, min_id: minId } = read.goesOn ?? {};
          if (maxId !== undefined) bounds.push(maxId);
          if (minId !== undefined) bounds.push(minId);
          const isDone = read.goesOn == null || (maxId !== undefined && maxId < begun);
          at = isDone ? null : { maxId, minId };
        }
        return { pages, bounds };
      };
      const down = await walk({});
      expect(down.pages.flat()).toEqual(kept.toReversed());
      expect(down.pages[0]).toEqual([kept[1]]);
      expect(down.pages).toContainEqual([]);
      const up = await walk({ minId: begun });
      expect(up.pages.flat()).toEqual(kept);
      for (const bound of [...down.bounds, ...up.bounds]) expect(hidden).not.toContain(bound);
      expect(down.bounds.length).toBeGreaterThan(1);
      expect(up.bounds.length).toBeGreaterThan(1);
    });

    it('of none holds nothing', async () => {
      await asha.posts('Words');
      expect(await timeline({}, 0)).toEqual([]);
    });

    it('leaves out what is suspended, with what passes it on or quotes it, unless that is its author’s', async () => {
      const [words, chitra] = [await asha.posts('Words'), await platform.signUp(`chitra_${tests}`)];
      const [repost, quote] = [await bilal.reposts(words), await bilal.quotes(words, 'See')];
      const own = await asha.quotes(words, 'My own');
      const restriction = await platform.impose('suspend', post(words));
      expect(await profile(bilal)).toEqual([]);
      expect(await timeline()).toEqual([]);
      expect(await timeline(by(chitra))).toEqual([]);
      expect(await profile(asha, by(asha))).toEqual([own, words]);
      expect(await profile(bilal, by(bilal))).toEqual([]);
      expect(await profile(bilal, MODERATING)).toEqual([quote, repost]);
      await platform.lift(restriction);
      expect(await profile(bilal)).toEqual([quote, repost]);
    });

    it('leaves out all that rests on what is suspended, however far off', async () => {
      const quote = await bilal.quotes(await bilal.quotes(await asha.posts('Words'), 'See'), 'And see');
      const [repost, plain] = [await asha.reposts(quote), await bilal.posts('Plain')];
      await platform.impose('suspend', asha.account);
      expect(await profile(bilal, {}, 1)).toEqual([plain]);
      expect(await profile(bilal)).toEqual([plain]);
      expect(await profile(asha)).toEqual([]);
      expect(await profile(asha, by(asha))).toHaveLength(2);
      expect(await profile(asha, by(asha))).toContain(repost);
    });

    it('leaves out all of an account’s posts for as long as it is suspended', async () => {
      const words = await asha.posts('Words');
      const before = platform.now;
      const restriction = await platform.impose('suspend', asha.account);
      const during = platform.now;
      expect(await timeline()).toEqual([]);
      await platform.lift(restriction);
      expect(await timeline()).toEqual([words]);
      expect(await timeline({ at: before })).toEqual([words]);
      expect(await timeline({ at: during })).toEqual([]);
      // Where geography is enforced, what is suspended now is, whatever instant is looked at.
      await platform.impose('suspend', asha.account);
      expect(await timeline({ at: before, mode: 'enforced' })).toEqual([]);
    });

    it('without re-posts holds one that is withheld from there: its tombstone is that of any post', async () => {
      const [one, two] = [await asha.posts('One'), await asha.posts('Two')];
      const own = await bilal.posts('Words');
      const [, withheld] = [await bilal.reposts(one), await bilal.reposts(two)];
      await platform.impose('withhold', post(two));
      const seen = (from: string | null, rest: Partial<Viewpoint> = {}) =>
        read({ name: 'account', key: bilal.id }, { from, ...rest }, 40, { replies: false, reposts: true });
      expect(await seen('IN')).toEqual([withheld, own]);
      expect(await seen(null, { mode: 'enforced' })).toEqual([withheld, own]);
      expect(await seen('DE')).toEqual([own]);
      // Whom nothing binds sees what it is.
      expect(await seen('IN', by(asha))).toEqual([own]);
      expect(await seen('IN', MODERATING)).toEqual([own]);
    });
  });

  describe('for any history', () => {
    const forAnyHistory = (
      runs: number,
      check: (platform: Platform, model: Model) => Promise<void>,
    ): Promise<void> =>
      onAnyHistory(make, { moves: aHistory(60), runs, timeLimit: TIME_LIMIT }, async (platform, moves) => {
        await live(platform, moves);
        await check(platform, await Model.of(platform.database));
      });
    /** Every feed that has pages of rows, of everybody and everything in a history. */
    const feedsIn = (model: Model): Feed[] => [
      PUBLIC,
      { name: 'local', key: 'home' },
      { name: 'venue', key: 'koo' },
      { name: 'hashtag', key: 'tagged' },
      { name: 'search', key: 'something' },
      { name: 'search', key: '"says something" asha' },
      ...[...model.accounts.keys()].flatMap((key): Feed[] => [
        { name: 'account', key },
        { name: 'syndication', key },
      ]),
    ];

    it('the rows of a feed are the posts that it holds', async () => {
      await forAnyHistory(4, async (platform, model) => {
        const { reader } = platform.database;
        const when = readAt(lookingFrom('IN', { at: platform.now, now: platform.now }));
        const { posts } = await statusesById(reader, when, [...model.posts.keys()]);
        const standing = [...posts.values()].filter(
          ({ deleted, repostOf }) =>
            !deleted && (repostOf === null || posts.get(repostOf)?.deleted === false),
        );
        for (const feed of feedsIn(model)) {
          const held = standing.filter((one) => holds(feed, one)).map(({ id }) => id);
          const { ids } = await feedRows(reader, when, feed, { limit: 100 });
          expect([feed, ids]).toEqual([feed, held.sort().reverse()]);
        }
      });
    });

    it('pages, at any instant and of any size, are slices of the whole list', async () => {
      await forAnyHistory(8, async (platform, model) => {
        const { reader } = platform.database;
        const { instants } = model;
        for (const at of instants.filter((_, i, all) => i % 4 === 0 || i === all.length - 1)) {
          for (const feed of feedsIn(model).filter((_, i) => (i + at / 1_000) % 5 < 2)) {
            for (const mode of ['open', 'enforced'] as const) {
              const viewpoint = lookingFrom('IN', { at, now: platform.now, mode });
              const read = async (page: PageRequest) =>
                (await readFeed(reader, gate, feed, viewpoint, page)).ids;
              const whole = await read({ limit: 100 });
              if (mode === 'open' && feed.name === 'public')
                expect(whole).toEqual(model.publicTimelineAt(at));
              if (mode === 'open' && feed.name === 'account')
                expect(whole).toEqual(model.statusesOfAt(feed.key!, at));
              for (const [i, id] of whole.entries()) {
                if (i % 5 !== 0) continue;
                const limit = 1 + (i % 3);
                const ids = (asked: Omit<PageRequest, 'limit'>) => read({ limit, ...asked });
                expect(await ids({ maxId: id })).toEqual(whole.slice(i + 1, i + 1 + limit));
                expect(await ids({ sinceId: id })).toEqual(whole.slice(0, Math.min(i, limit)));
                expect(await ids({ minId: id })).toEqual(whole.slice(Math.max(0, i - limit), i));
                const between = whole.slice(1, i);
                expect(await ids({ maxId: whole[0], minId: id })).toEqual(between.slice(-limit));
                expect(await ids({ maxId: whole[0], sinceId: id })).toEqual(between.slice(0, limit));
              }
            }
          }
        }
      });
    });
  });
});

describe('the table of feeds', () => {
  it('says of each whether it tells of what it leaves out', () => {
    const searched = Object.keys(FEEDS).filter((name) =>
      isSearched({ name: name as Feed['name'], key: null }),
    );
    expect(searched).toEqual([
      'hashtag',
      'search',
      'trends',
      'tagged',
      'syndication',
      'followed_tags',
      'notifications',
    ]);
  });

  it('is the one in the documentation', () => {
    const documented = fs
      .readFileSync(path.join(PROJECT_ROOT, 'docs/api.md'), 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, name = '', ...rest]) => name.slice(1, -1) in FEEDS && rest.length > 6)
      .map(([, name, is, , , ...rest]) => [name, is, ...rest.slice(0, -1)].join(' | '));
    const yes = (flag: boolean): string => (flag ? 'yes' : 'no');
    expect(documented).toEqual(
      Object.entries(FEEDS).map(([name, { is, replies, reposts, withheld, suspended, limited }]) =>
        [`\`${name}\``, is, yes(replies), yes(reposts), withheld, suspended, limited].join(' | '),
      ),
    );
  });
});
