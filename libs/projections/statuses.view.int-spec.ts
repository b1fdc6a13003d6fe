import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { feedRows, rebuild, statusesById, type PageRequest, type ReadAt } from '#projections';
import { accountBody, postBody } from '../../test/support/bodies.js';
import { command, type Feed } from '#domain';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform, type Member } from '../../test/support/platform.js';

onEachDatabase((make) => {
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

  const readAt = (rest: Partial<ReadAt> = {}): ReadAt => {
    const at = rest.at ?? platform.now;
    return { at, restrictionsAlsoAt: at, viewer: null, ...rest };
  };
  const rowsOf = async (feed: Feed, rest: Partial<ReadAt> = {}) =>
    (await feedRows(platform.database.reader, readAt(rest), feed, { limit: 40, sinceId: begun })).ids;
  const timeline = (rest: Partial<ReadAt> = {}) => rowsOf({ name: 'public', key: null }, rest);
  const profile = (who: Member) => rowsOf({ name: 'account', key: who.id });

  describe('the home page of who follows many', () => {
    /** Ids of the posts that strangers and those whom asha follows write, many in one go. */
    const write = async (texts: readonly [by: string, text: string][]): Promise<string[]> => {
      const outcome = await platform.bus.submit({
        build: ({ at, id }) =>
          texts.map(([actor, text]) => command('publish-post', postBody(text), { id: id(), at, actor })),
      });
      return outcome.ok ? outcome.subjects : [];
    };
    const home = async (page: Partial<PageRequest> = {}) => {
      const feed = { name: 'home', key: asha.id } as const;
      const { ids } = await feedRows(platform.database.reader, readAt({ viewer: asha.id }), feed, {
        limit: 20,
        ...page,
      });
      return ids;
    };

    it('holds what they and asha wrote, newest first, however long ago that was', async () => {
      // given 1,001 people whom asha follows, of whom three write, and bilal, whom she does not follow
      const outcome = await platform.bus.submit({
        build: ({ at, id }) =>
          Array.from({ length: 1_001 }, (_, n) => {
            const account = id();
            return command('open-account', accountBody(`one_${tests}_${n}`), {
              id: account,
              at,
              actor: account,
            });
          }),
      });
      const people = outcome.ok ? outcome.subjects : [];
      await platform.bus.submit({
        build: ({ at, id }) =>
          people.map((account) => command('follow-account', { account }, { id: id(), at, actor: asha.id })),
      });
      const writers = [people[0]!, people[500]!, people[1_000]!, asha.id];
      const [old, recent] = [0, 1].map(() =>
        Array.from({ length: 60 }, (_, n) => [writers[n % 4]!, `Words ${n}`] as [string, string]),
      );
      const before = await write(old!);
      // when others write more than are walked, and then they and others by turns
      await write(Array.from({ length: 1_100 }, (_, n) => [bilal.id, `Noise ${n}`] as [string, string]));
      const after = await write(recent!.flatMap((one) => [one, [bilal.id, 'Noise'] as [string, string]]));
      const theirs = [...before, ...after.filter((_, n) => n % 2 === 0)].reverse();
      // then every page of hers is theirs, from either end
      for (let n = 0; n < theirs.length; n += 20)
        expect(await home(n === 0 ? {} : { maxId: theirs[n - 1] })).toEqual(theirs.slice(n, n + 20));
      expect(await home({ maxId: theirs.at(-1) })).toEqual([]);
      expect(await home({ minId: theirs.at(-1) })).toEqual(theirs.slice(-21, -1));
      expect(await home({ minId: theirs[60] })).toEqual(theirs.slice(40, 60));
      expect(await home({ sinceId: theirs[5] })).toEqual(theirs.slice(0, 5));
    });
  });

  describe('the public timeline', () => {
    it('holds what was said in public, newest first: no replies, no re-posts, nothing unlisted or deleted', async () => {
      const [one, two] = [await asha.posts('One'), await bilal.posts('Two')];
      await bilal.replies(one, 'A reply');
      await bilal.reposts(one);
      await asha.posts('Aside', { visibility: 'unlisted' });
      await asha.deletes(await asha.posts('Gone'));
      const quote = await asha.quotes(two, 'A quote');
      expect(await timeline()).toEqual([quote, two, one]);
    });

    it('of a venue holds that venue’s alone', async () => {
      const onKoo = await platform.signUp(`chitra_${tests}`, { venue: 'koo' });
      const [koo] = [await onKoo.posts('A koo'), await asha.posts('A post')];
      expect(await rowsOf({ name: 'venue', key: 'koo' })).toEqual([koo]);
    });

    it('is as it was at any instant, but for what was deleted since', async () => {
      const one = await asha.posts('One');
      const then = platform.now;
      const two = await asha.posts('Two');
      expect(await timeline({ at: then })).toEqual([one]);
      expect(await timeline({ at: then - 1 })).toEqual([]);
      await asha.deletes(one);
      expect(await timeline({ at: then })).toEqual([]);
      expect(await timeline()).toEqual([two]);
    });
  });

  describe('a re-post', () => {
    it('goes from lists with what it passes on', async () => {
      const words = await asha.posts('Words');
      const quote = await bilal.quotes(words, 'See');
      await bilal.reposts(words);
      await asha.deletes(words);
      expect(await profile(bilal)).toEqual([quote]);
    });
  });

  describe('posts by their ids', () => {
    it('come with what they pass on or quote, all the way', async () => {
      let last = await asha.posts('The first');
      const row = [last];
      for (let n = 1; n < 10; n++) row.push((last = await bilal.quotes(last, `And ${n}`)));
      const repost = await asha.reposts(last);
      const page = await statusesById(platform.database.reader, readAt(), [repost]);
      expect(page.ids).toEqual([repost]);
      expect([...page.posts.keys()].sort()).toEqual([...row, repost].sort());
    });

    it('come newest first, each once, those that are not there left out', async () => {
      const [one, two] = [await asha.posts('One'), await bilal.posts('Two')];
      const page = await statusesById(platform.database.reader, readAt(), [one, 'nothing', two, one]);
      expect(page.ids).toEqual([two, one]);
      expect((await statusesById(platform.database.reader, readAt(), [])).ids).toEqual([]);
    });

    it('tell what the viewer likes and passes on, at that instant', async () => {
      const words = await asha.posts('Words');
      const before = platform.now;
      await bilal.likes(words);
      await bilal.reposts(words);
      const told = async (rest: Partial<ReadAt>) => {
        const stored = (await statusesById(platform.database.reader, readAt(rest), [words])).posts.get(words);
        return [stored?.liked, stored?.reposted];
      };
      expect(await told({ viewer: bilal.id })).toEqual([true, true]);
      expect(await told({ viewer: bilal.id, at: before })).toEqual([false, false]);
      expect(await told({ viewer: asha.id })).toEqual([false, false]);
      expect(await told({})).toEqual([false, false]);
    });
  });

  describe('a rebuild', () => {
    it('while people go on leaves nothing out and counts nothing twice', async () => {
      const words = await asha.posts('Words');
      // On PostgreSQL, in another process.
      const elsewhere = platform.database.dialect.name === 'postgres' ? await Platform.on(place) : platform;
      elsewhere.now = platform.now;
      const people = await Promise.all(
        Array.from({ length: 20 }, (_, i) => elsewhere.signUp(`guest_${tests}_${i}`)),
      );
      const going = (async () => {
        for (const one of people) await one.likes(words);
      })();
      await Promise.all([going, rebuild(platform.database), rebuild(platform.database)]);
      const before = await platform.projections();
      const page = await statusesById(platform.database.reader, readAt({ at: elsewhere.now }), [words]);
      expect(page.posts.get(words)?.counts.likes).toBe(20);
      await rebuild(platform.database);
      expect(await platform.projections()).toEqual(before);
      if (elsewhere !== platform) await elsewhere.database.close();
    });
  });
});
