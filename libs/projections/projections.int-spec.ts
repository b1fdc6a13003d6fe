import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { loadSteps } from '#commands';
import type { Database } from '#database';
import { EVENT_FORMAT, isForSome, type StoredAccount, type StoredPost, type Subject } from '#domain';
import { requireReadable, verify } from '#log';
import { accountsById, feedRows, rebuild, refoldIfOutdated, statusesById, type ReadAt } from '#projections';
import { Gate, type Viewpoint } from '#visibility';
import { forAnyHistory as onAnyHistory } from '../../test/support/any-history.js';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { aHistory, live, type Move } from '../../test/support/histories.js';
import { Model, type ToldByModel } from '../../test/support/model.js';
import { Platform, post } from '../../test/support/platform.js';
import { everyType, keep, logOf, releases, restore } from '../../test/support/released-logs.js';
import { aScenario } from '../../test/support/steps.js';
import { lookingFrom } from '../../test/support/stored.js';

// Shrinking what fails takes longer than finding that nothing does.
const TIME_LIMIT = 30_000;
jest.setTimeout(2 * TIME_LIMIT);

type Kind = Move['action']['do'];

const gate = new Gate('https://example.org');

const idsOf = (restrictions: readonly { id: string }[]) => restrictions.map(({ id }) => id).sort();

/** Puts a post or account that the views gave into the form of `Model.at`. */
function told(one: StoredPost | StoredAccount): [string, ToldByModel] {
  const liked = 'liked' in one ? { liked: one.liked, reposted: one.reposted } : {};
  return [one.id, { ...one.counts, ...liked, restrictions: idsOf(one.restrictions) }];
}

function readAt(at: number, viewer: string | null = null): ReadAt {
  return { at, restrictionsAlsoAt: at, viewer };
}

/** Everything that a viewpoint gets of some posts and accounts. */
async function seen(
  platform: Platform,
  { posts, accounts, viewpoint }: { posts: string[]; accounts: string[]; viewpoint: Viewpoint },
): Promise<string[]> {
  const when = readAt(viewpoint.at, viewpoint.viewer?.id ?? null);
  const { reader } = platform.database;
  const page = await statusesById(reader, when, posts);
  const timeline = await feedRows(reader, when, { name: 'public', key: null }, { limit: 40 });
  return [
    gate.listed(page, viewpoint, 'account').statuses.text,
    gate.listed(timeline, viewpoint, 'account').statuses.text,
    ...(await accountsById(reader, when, accounts))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((account) => gate.accountEntry(account, viewpoint).text),
  ];
}

/** Every count, like and restriction at every instant is what a naive model says. */
async function expectAsTold({ database: { reader } }: Platform, model: Model): Promise<void> {
  const [posts, accounts] = [[...model.posts.keys()], [...model.accounts.keys()]];
  for (const at of model.instants) {
    const viewer = accounts[at % accounts.length] ?? null;
    const page = await statusesById(reader, readAt(at, viewer), posts);
    const people = await accountsById(reader, readAt(at), accounts);
    expect(Object.fromEntries([...page.posts.values(), ...people].map(told))).toEqual(model.at(at, viewer));
  }
}

const TYPES = Object.keys(EVENT_FORMAT.payloads).sort();
const typesOf = (database: Database): Promise<string[]> =>
  database.reader
    .query<{ types: string }>('SELECT types FROM log_head')
    .then(([head]) => Object.keys(JSON.parse(head!.types) as object).map((key) => key.split(' ')[0]!))
    .then((types) => [...new Set(types)].sort());

onEachDatabase((make) => {
  const open: { place: TestDatabase; platform: Platform }[] = [];
  const aPlatform = async (): Promise<Platform> => {
    const place = await make();
    const platform = await Platform.on(place);
    open.push({ place, platform });
    return platform;
  };
  const closeAll = async () => {
    for (const { place, platform } of open.splice(0)) {
      await platform.database.close();
      await place.remove();
    }
  };
  afterEach(closeAll);
  /** Checks a claim on what random histories have come to. */
  const forAnyHistory = (
    runs: number,
    check: (platform: Platform, model: Model) => Promise<void>,
    { without = [], pause }: { without?: Kind[]; pause?: (platform: Platform) => Promise<void> } = {},
  ): Promise<void> =>
    onAnyHistory(
      make,
      { moves: aHistory(60, without), runs, timeLimit: TIME_LIMIT },
      async (platform, moves) => {
        await live(platform, moves, () => pause?.(platform) ?? Promise.resolve());
        await check(platform, await Model.of(platform.database));
      },
    );

  describe('with a scenario loaded among people', () => {
    it('every row is the same after a rebuild', async () => {
      const platform = await aPlatform();
      const asha = await platform.signUp('asha');
      await asha.posts('Before');
      const steps = loadSteps(platform.bus, platform.database, aScenario('story', 30));
      for await (const { done } of steps) if (done % 10 === 0) await asha.posts('Meanwhile');
      const before = await platform.projections();
      await rebuild(platform.database);
      expect(await platform.projections()).toEqual(before);
    });
  });

  describe('folded again while others go on', () => {
    it('are those of before until all of them are new, and stay where it is aborted', async () => {
      const platform = await aPlatform();
      const { database } = platform;
      const asha = await platform.signUp('asha');
      await Promise.all(Array.from({ length: 600 }, (_, i) => asha.posts(`Post ${i}`)));
      const before = await platform.projections();
      const stop = new AbortController();
      const rebuilding = rebuild(database, stop.signal);
      const look = (async () => {
        const [row] = await database.reader.query<{ posts: number | string }>(
          'SELECT count(*) AS posts FROM post',
        );
        stop.abort();
        return Number(row!.posts);
      })();
      await expect(rebuilding).rejects.toThrow(/abort/i);
      expect(await look).toBe(600);
      expect(await platform.projections()).toEqual(before);
      expect(await rebuild(database)).toBe(601);
      expect(await platform.projections()).toEqual(before);
      const ended = AbortSignal.abort();
      await expect(rebuild(database, ended)).rejects.toThrow(/abort/i);
      await expect(verify(database.reader, { signal: ended })).rejects.toThrow(/abort/i);
    });
  });

  describe('folded by another version of the program', () => {
    it('are folded again once, by the rules of this one', async () => {
      const platform = await aPlatform();
      const asha = await platform.signUp('asha');
      await asha.posts('Of #ශ්‍රීලංකා, @asha');
      const { database } = platform;
      await refoldIfOutdated(database);
      const rows = await platform.projections();
      expect(await refoldIfOutdated(database)).toBeNull();

      // As an earlier version read the text, and marked what it folded.
      await database.write(async (transaction) => {
        await transaction.query(`UPDATE post SET content = '', tags = '["ශ්"]', mentions = '[]'`);
        await transaction.query(`UPDATE post_tag SET tag = 'ශ්'`);
        await transaction.query('UPDATE projected SET version = 1');
      });
      expect(await refoldIfOutdated(database)).toBe(2);
      expect(await platform.projections()).toEqual(rows);
      expect(await refoldIfOutdated(database)).toBeNull();
    });
  });

  describe.each(releases())('the log of release %s', (release) => {
    it('is whole, and folds to what a naive model says', async () => {
      const platform = await aPlatform();
      const { database } = platform;
      const rows = logOf(release);
      await restore(database, rows);
      await requireReadable(database.reader);
      expect(await verify(database.reader)).toEqual({
        whole: true,
        events: rows.length,
        erased: rows.filter(({ body }) => body === null).length,
        head: rows.at(-1)!.hash,
      });
      await rebuild(database);
      await expectAsTold(platform, await Model.of(database));
      const empty = Object.entries(await platform.projections()).filter(([, folded]) => folded.length === 0);
      // Of events that came with later releases, and of what it has none of.
      expect(empty.map(([table]) => table)).toEqual([
        'account_version',
        'follow_request',
        'post_version',
        'talk',
        'talk_post',
        'restriction_end',
        'schedule',
      ]);
    });
  });

  describe('a history in which everything happens', () => {
    it('holds every type of event, and is kept for the next release: RECORD_LOG=1.2.0', async () => {
      const platform = await aPlatform();
      await everyType(platform);
      expect(await typesOf(platform.database)).toEqual(TYPES);
      const release = process.env['RECORD_LOG'];
      if (release !== undefined && platform.database.dialect.name === 'sqlite')
        await keep(platform.database, release);
    });
  });

  describe('on a database from before the head of the log told of types', () => {
    it('it tells of each after the migration, and where it came first', async () => {
      const { place, platform } = await aPlatform().then(() => open.at(-1)!);
      await restore(platform.database, logOf('0.1.0'));
      const head = (database: Database) =>
        database.reader
          .query<{ types: string }>('SELECT types FROM log_head')
          .then(([row]) => JSON.parse(row!.types) as unknown);
      const before = await head(platform.database);
      await platform.database.write(async (transaction) => {
        await transaction.query('ALTER TABLE log_head DROP COLUMN types');
        await transaction.query(`DELETE FROM migrations WHERE name LIKE 'EventTypes%'`);
      });
      await platform.database.close();
      open.at(-1)!.platform = await Platform.on(place);
      expect(await head(open.at(-1)!.platform.database)).toEqual(before);
      expect(before).toMatchObject({ 'account.opened 1': 1 });
    });
  });

  describe('on a database from before threads had a table of their own', () => {
    it('every reply is in it after the migration', async () => {
      const { place, platform } = await aPlatform().then(() => open.at(-1)!);
      const asha = await platform.signUp('asha');
      const root = await asha.posts('A question');
      await asha.deletes(await asha.replies(root, 'An answer'));
      await asha.replies(root, 'Another');
      const before = await platform.projections();
      await platform.database.write(async (transaction) => {
        await transaction.query('DROP TABLE reply');
        await transaction.query(`DELETE FROM migrations WHERE name LIKE 'Replies%'`);
      });
      await platform.database.close();
      open.at(-1)!.platform = await Platform.on(place);
      expect(await open.at(-1)!.platform.projections()).toEqual(before);
    });
  });

  describe('for any history', () => {
    it('every row is the same after a rebuild, and every count, like and restriction at every instant that of a naive model', async () => {
      await forAnyHistory(24, async (platform, model) => {
        const before = await platform.projections();
        await rebuild(platform.database);
        expect(await platform.projections()).toEqual(before);
        expect(await verify(platform.database.reader)).toMatchObject({ whole: true });
        await expectAsTold(platform, model);
      });
    });

    it('restrictions start and end to the millisecond; where geography is enforced, those of now count beside', async () => {
      await forAnyHistory(8, async (platform, model) => {
        const { reader } = platform.database;
        const edges = [...model.restrictions.values()].flatMap(({ from, until }) => [from, until ?? from]);
        for (const at of new Set(edges.flatMap((edge) => [edge - 1, edge]))) {
          for (const also of [at, platform.now]) {
            const when = { ...readAt(at), restrictionsAlsoAt: also };
            const page = await statusesById(reader, when, [...model.posts.keys()]);
            const people = await accountsById(reader, when, [...model.accounts.keys()]);
            const inForce = [...page.posts.values(), ...people].map(({ id, restrictions }) => [
              id,
              idsOf(restrictions),
            ]);
            const expected = inForce.map(([id]) => [
              id,
              [
                ...new Set([at, also].flatMap((instant) => model.restrictionsOn(id as string, instant))),
              ].sort(),
            ]);
            expect(inForce).toEqual(expected);
          }
        }
      });
    });

    it('what was seen at an instant is what is seen of it later', async () => {
      const moments: { viewpoint: Viewpoint; posts: string[]; accounts: string[]; seen: string[] }[] = [];
      const pause = async (platform: Platform) => {
        const { posts, accounts } = await Model.of(platform.database);
        const people = [...accounts.keys()];
        const viewpoint = lookingFrom(['IN', 'DE', 'elsewhere'][moments.length % 3] ?? null, {
          at: platform.now,
          now: platform.now,
          viewer: { id: people[moments.length % people.length] ?? '', role: 'reader' },
        });
        const moment = { viewpoint, posts: [...posts.keys()], accounts: people };
        moments.push({ ...moment, seen: await seen(platform, moment) });
      };
      const check = async (platform: Platform) => {
        for (const { seen: before, ...moment } of moments.splice(0)) {
          const later = { ...moment.viewpoint, live: false, now: platform.now };
          expect(await seen(platform, { ...moment, viewpoint: later })).toEqual(before);
        }
      };
      // But for what was deleted, undone or erased since: that is gone at every instant. And whom a post is for
      // that is for followers: these are those of now.
      await forAnyHistory(6, check, { pause, without: ['delete', 'undo', 'erase', 'follow', 'unfollow'] });
    });

    it('lifting a restriction gives back, to the byte, what was there before it', async () => {
      await forAnyHistory(5, async (platform, { posts, accounts }) => {
        // Beyond what starts or ends by the clock.
        platform.now += 60_000;
        const look = async () => {
          const views = [];
          for (const from of ['IN', 'DE', null]) {
            const viewpoint = lookingFrom(from, { at: platform.now, now: platform.now });
            views.push(
              await seen(platform, { posts: [...posts.keys()], accounts: [...accounts.keys()], viewpoint }),
            );
          }
          return views;
        };
        const before = await look();
        const standing = [...posts.values()]
          // No order names what is for some people alone.
          .filter(({ deletedAt, visibility }) => deletedAt === null && !isForSome(visibility))
          .map(({ id }) => post(id));
        const people = [...accounts.keys()].map((id): Subject => ({ type: 'account', id }));
        for (const subject of [...standing.filter((_, i) => i % 6 === 0), ...people.slice(0, 2)]) {
          for (const kind of ['withhold', 'suspend', 'label', 'limit'] as const)
            await platform.lift(await platform.impose(kind, subject));
          const order = await platform.file(await platform.registerAuthority(), [subject], {
            countries: ['IN', 'DE'],
          });
          for (const outcome of ['withheld', 'labelled', 'suspended', 'restored'] as const)
            await platform.decide(order, 1, outcome);
        }
        expect(await look()).toEqual(before);
      });
    });
  });
});
