import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accountStatuses, publicTimeline, rebuild, statusesById, type ReadAt } from '#projections';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform, post, type Member } from '../../test/support/platform.js';

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
    return { at, restrictionsAlsoAt: at, viewer: null, suspendedToo: false, ...rest };
  };
  const timeline = async (rest: Partial<ReadAt> = {}, limit = 40) =>
    (await publicTimeline(platform.database.reader, readAt(rest), { limit, sinceId: begun }, {})).ids;
  const profile = async (who: Member, rest: Partial<ReadAt> = {}, limit = 40) => {
    const all = { replies: false, reposts: false };
    const { reader } = platform.database;
    const anywhere = { from: 'elsewhere', mode: 'open' } as const;
    return (await accountStatuses(reader, readAt(rest), { limit }, who.id, all, anywhere)).ids;
  };

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
      const page = await publicTimeline(
        platform.database.reader,
        readAt(),
        { limit: 40, sinceId: begun },
        { venue: 'koo' },
      );
      expect(page.ids).toEqual([koo]);
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

  describe('what is suspended', () => {
    it('leaves lists as long as they were asked for', async () => {
      const kept: string[] = [];
      for (let n = 0; n < 6; n++) {
        const id = await asha.posts(`Post ${n}`);
        if (n % 2 === 0) kept.unshift(id);
        else await platform.impose('suspend', post(id));
      }
      expect(await timeline({}, 2)).toEqual(kept.slice(0, 2));
      expect(await profile(asha, {}, 3)).toEqual(kept);
    });

    it('goes from lists with what passes it on or quotes it, unless that is its author’s', async () => {
      const [words, chitra] = [await asha.posts('Words'), await platform.signUp(`chitra_${tests}`)];
      const [repost, quote] = [await bilal.reposts(words), await bilal.quotes(words, 'See')];
      const own = await asha.quotes(words, 'My own');
      const restriction = await platform.impose('suspend', post(words));
      expect(await profile(bilal)).toEqual([]);
      expect(await timeline()).toEqual([]);
      expect(await timeline({ viewer: chitra.id })).toEqual([]);
      expect(await profile(asha, { viewer: asha.id })).toEqual([own, words]);
      expect(await profile(bilal, { viewer: bilal.id })).toEqual([]);
      expect(await profile(bilal, { suspendedToo: true })).toEqual([quote, repost]);
      await platform.lift(restriction);
      expect(await profile(bilal)).toEqual([quote, repost]);
    });

    it('goes from lists with all that rests on it, however far off', async () => {
      const quote = await bilal.quotes(await bilal.quotes(await asha.posts('Words'), 'See'), 'And see');
      const [repost, plain] = [await asha.reposts(quote), await bilal.posts('Plain')];
      await platform.impose('suspend', asha.account);
      expect(await profile(bilal, {}, 1)).toEqual([plain]);
      expect(await profile(bilal)).toEqual([plain]);
      expect(await profile(asha)).toEqual([]);
      expect(await profile(asha, { viewer: asha.id })).toHaveLength(2);
      expect(await profile(asha, { viewer: asha.id })).toContain(repost);
    });

    it('with its account goes with all its posts, for as long as it lasts', async () => {
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
      expect(await timeline({ at: before, restrictionsAlsoAt: platform.now })).toEqual([]);
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

    it('is left out where re-posts are, unless it is withheld from there: its tombstone is that of any post', async () => {
      const [one, two] = [await asha.posts('One'), await asha.posts('Two')];
      const own = await bilal.posts('Words');
      const [, withheld] = [await bilal.reposts(one), await bilal.reposts(two)];
      await platform.impose('withhold', post(two));
      const without = { replies: false, reposts: true };
      const seen = async (
        from: string | null,
        rest: Partial<ReadAt> = {},
        mode: 'open' | 'enforced' = 'open',
      ) => {
        const where = { from, mode } as const;
        const { reader } = platform.database;
        return (await accountStatuses(reader, readAt(rest), { limit: 40 }, bilal.id, without, where)).ids;
      };
      expect(await seen('IN')).toEqual([withheld, own]);
      expect(await seen(null, {}, 'enforced')).toEqual([withheld, own]);
      expect(await seen('DE')).toEqual([own]);
      // Whom nothing binds sees what it is.
      expect(await seen('IN', { viewer: asha.id })).toEqual([own]);
      expect(await seen('IN', { suspendedToo: true })).toEqual([own]);
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
