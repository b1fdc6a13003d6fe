import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform, post, type Member } from '../../test/support/platform.js';

onEachDatabase((make) => {
  let place: TestDatabase;
  let platform: Platform;
  let asha: Member;
  let bilal: Member;
  beforeAll(async () => {
    place = await make();
    platform = await Platform.on(place);
    [asha, bilal] = [await platform.signUp('asha'), await platform.signUp('bilal')];
  });
  afterAll(async () => {
    await platform.database.close();
    await place.remove();
  });

  const ACTS: [string, (who: Member, id: string) => Promise<string>][] = [
    ['liking', (who, id) => who.likes(id)],
    ['re-posting', (who, id) => who.reposts(id)],
    ['replying to', (who, id) => who.replies(id, 'Hi')],
    ['quoting', (who, id) => who.quotes(id, 'So true')],
  ];
  const withheld = (id: string) => ({ refusal: { kind: 'withheld', subject: post(id) } });

  /** Things that are withheld in India, each in its way; made anew for each test. */
  const WITHHELD: Record<string, () => Promise<string>> = {
    'a withheld post': async () => {
      const p = await asha.posts('Words');
      await platform.impose('withhold', post(p));
      return p;
    },
    'a post that an order withholds': async () => {
      const p = await asha.posts('Words');
      const order = await platform.file(await platform.registerAuthority(), [post(p)]);
      await platform.decide(order, 1, 'withheld');
      return p;
    },
    'a post of a withheld account': async () => {
      const chitra = await platform.signUp(`chitra_${Math.round(platform.now / 1_000)}`);
      const p = await chitra.posts('Words');
      await platform.impose('withhold', chitra.account);
      return p;
    },
    'a re-post of a withheld post': async () => {
      const p = await asha.posts('Words');
      const repost = await asha.reposts(p);
      await platform.impose('withhold', post(p));
      return repost;
    },
    'a quote of a quote of a withheld post': async () => {
      const p = await asha.posts('Words');
      const quote = await asha.quotes(await asha.quotes(p, 'See'), 'And see');
      await platform.impose('withhold', post(p));
      return quote;
    },
  };

  describe.each(Object.entries(WITHHELD))('%s', (_, make) => {
    it.each(ACTS)('%s it is refused where it is withheld, and not elsewhere', async (_, act) => {
      const id = await make();
      await expect(act(bilal, id)).rejects.toMatchObject(withheld(id));
      await expect(act(bilal.lookingFrom(null, 'enforced'), id)).rejects.toMatchObject(withheld(id));
      await expect(act(bilal.lookingFrom('DE'), id)).resolves.toBeTruthy();
      await expect(act(bilal.lookingFrom(null, 'open'), id)).resolves.toBeTruthy();
    });
  });

  it.each(ACTS)(
    '%s a re-post that was undone does nothing to its source, withheld or not',
    async (_, act) => {
      const p = await asha.posts('Words');
      const repost = await asha.reposts(p);
      await asha.undoesRepost(repost);
      const gone = { refusal: { kind: 'not_found' } };
      await expect(act(bilal.lookingFrom('DE'), repost)).rejects.toMatchObject(gone);
      await platform.impose('withhold', post(p));
      await expect(act(bilal, repost)).rejects.toMatchObject(gone);
    },
  );

  describe('what is withheld', () => {
    it('stays open to its author, and to whoever sees all', async () => {
      for (const [, act] of ACTS) {
        const p = await WITHHELD['a withheld post']!();
        await expect(act(asha, p)).resolves.toBeTruthy();
        const seesAll = { ...bilal.meta, viewpoint: { from: 'IN', mode: 'open', seesAll: true } } as const;
        await expect(platform.done('like-post', { post: p }, seesAll)).resolves.toBe(p);
      }
    });

    it('can be undone: unliked, no longer re-posted, unfollowed, deleted', async () => {
      const p = await asha.posts('Words');
      await bilal.likes(p);
      const repost = await bilal.reposts(p);
      const reply = await bilal.replies(p, 'Hi');
      await bilal.follows(asha);
      await platform.impose('withhold', post(p));
      const account = await platform.impose('withhold', asha.account);
      await expect(bilal.unlikes(p)).resolves.toBe(p);
      await expect(bilal.likes(p)).rejects.toMatchObject(withheld(p));
      await expect(bilal.undoesRepost(repost)).resolves.toBe(p);
      await expect(bilal.deletes(reply)).resolves.toBe(reply);
      await expect(bilal.unfollows(asha)).resolves.toBe(asha.id);
      await platform.lift(account);
    });

    it('is open again once it is lifted', async () => {
      const p = await asha.posts('Words');
      const restriction = await platform.impose('withhold', post(p));
      await expect(bilal.likes(p)).rejects.toMatchObject(withheld(p));
      await platform.lift(restriction);
      await expect(bilal.likes(p)).resolves.toBe(p);
    });

    it('binds from its beginning to its end', async () => {
      const p = await asha.posts('Words');
      const iso = (ms: number) => new Date(platform.now + ms).toISOString();
      await platform.impose('withhold', post(p), { from: iso(60_000), until: iso(120_000) });
      await expect(bilal.likes(p)).resolves.toBe(p);
      await bilal.unlikes(p);
      platform.now += 90_000;
      await expect(bilal.likes(p)).rejects.toMatchObject(withheld(p));
      platform.now += 60_000;
      await expect(bilal.likes(p)).resolves.toBe(p);
    });
  });

  describe('what is gone', () => {
    it('is not found, withheld or not', async () => {
      for (const [, act] of ACTS) {
        const suspended = await asha.posts('Words');
        await platform.impose('withhold', post(suspended));
        await platform.impose('suspend', post(suspended));
        await expect(act(bilal, suspended)).rejects.toMatchObject({ refusal: { kind: 'not_found' } });
        const deleted = await WITHHELD['a withheld post']!();
        await asha.deletes(deleted);
        await expect(act(bilal, deleted)).rejects.toMatchObject({ refusal: { kind: 'not_found' } });
      }
    });

    it('does not keep what quoted it from being liked', async () => {
      const p = await asha.posts('Words');
      const quote = await asha.quotes(p, 'See');
      await asha.deletes(p);
      await expect(bilal.likes(quote)).resolves.toBe(quote);
    });
  });

  describe('a row of quotes', () => {
    it('is as long as its visibility can be followed, and no longer', async () => {
      const first = await asha.posts('The first');
      let last = first;
      for (let n = 1; n < 10; n++) last = await asha.quotes(last, `And ${n}`);
      await expect(asha.quotes(last, 'And on')).rejects.toMatchObject({ refusal: { kind: 'invalid' } });
      const repost = await asha.reposts(last);
      await platform.impose('withhold', post(first));
      await expect(bilal.likes(repost)).rejects.toMatchObject(withheld(repost));
    });
  });
});
