import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '#contract';
import { accountBody, postBody, restrictionBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

/** Acts on posts with a hashtag, on their author, or on the hashtag. */
const ACTS = [
  ...['post', 'post', 'withhold', 'limit', 'suspend', 'delete', 'lift', 'lift'],
  ...['withhold account', 'limit hashtag'],
] as ('post' | 'withhold' | 'limit' | 'suspend' | 'delete' | 'lift' | 'withhold account' | 'limit hashtag')[];

let tags = 0;

onEachDatabase((make) => {
  describe('a hashtag’s page', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let cast: Record<'bilal' | 'meera', Person>;
    let india: Reader;
    let elsewhere: Reader;
    /** A new one each time, with posts of three accounts under it. */
    let tag: string;
    let asha: string;
    let posts: string[];
    beforeAll(async () => {
      cast = await people(server.address, { bilal: 'reader', meera: 'moderator' });
      india = new Reader(server.address, { view_from: 'IN' });
      elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    });
    beforeEach(async () => {
      tag = `Rivers${tags++}`;
      asha = await server.does('open-account', accountBody(`asha_${tag}`));
      const publishes = (text: string, by: string): Promise<string> =>
        server.does('publish-post', postBody(`${text} #${tag}`), by);
      posts = [
        await publishes('One', asha),
        await publishes('Two', cast.bilal.id),
        await publishes('Three', asha),
        await publishes('Four', cast.bilal.id),
      ];
    });

    const reads = (reader: Reader, query: Record<string, string> = {}): Promise<Answer<Status[]>> =>
      reader.reads<Status[]>(`/api/v1/timelines/tag/${tag}`, query);
    const ids = async (reader: Reader): Promise<(number | undefined)[]> =>
      (await reads(reader)).body.map(({ id }) => posts.indexOf(id));
    const restricts = (
      kind: 'withhold' | 'suspend' | 'limit',
      type: 'post' | 'account' | 'hashtag',
      id: string,
    ): Promise<string> => server.does('impose-restriction', restrictionBody(kind, { type, id }));

    it('holds its posts, newest first, however the tag is written', async () => {
      expect(await ids(elsewhere)).toEqual([3, 2, 1, 0]);
      tag = tag.toUpperCase();
      expect(await ids(elsewhere)).toEqual([3, 2, 1, 0]);
      tag = 'nobody_uses_it';
      expect((await reads(elsewhere)).body).toEqual([]);
    });

    it('holds those with any of several, all of some, and none of others', async () => {
      const says = (text: string): Promise<string> =>
        server.does('publish-post', postBody(text), cast.bilal.id);
      const [lakes, seas] = [`Lakes${tag}`, `Seas${tag}`];
      posts.push(
        await says(`#${lakes}`),
        await says(`#${tag} #${lakes}`),
        await says(`#${tag} #${lakes} #${seas}`),
      );
      const having = async (query: Record<string, string>): Promise<(number | undefined)[]> =>
        (await reads(elsewhere, query)).body.map(({ id }) => posts.indexOf(id));
      expect(await having({ 'any[]': lakes })).toEqual([6, 5, 4, 3, 2, 1, 0]);
      expect(await having({ 'any[]': lakes, limit: '2', max_id: posts[5]! })).toEqual([4, 3]);
      expect(await having({ 'any[]': lakes, limit: '2', min_id: posts[2]! })).toEqual([4, 3]);
      expect(await having({ 'all[]': lakes.toUpperCase() })).toEqual([6, 5]);
      expect(await having({ 'all[]': lakes, 'none[]': `#${seas}` })).toEqual([5]);
      expect(await having({ local: 'true', limit: '1' })).toEqual([6]);
      await restricts('limit', 'hashtag', lakes.toLowerCase());
      expect(await having({ 'any[]': lakes })).toEqual([6, 5, 3, 2, 1, 0]);
      expect(await having({ 'all[]': lakes })).toEqual([]);
      expect((await reads(elsewhere, { 'any[]': '#' })).status).toBe(422);
    });

    it('leaves out what is withheld, there alone, and its pages do not tell of it', async () => {
      const untouched = await reads(elsewhere, { limit: '2' });
      await restricts('withhold', 'post', posts[3] ?? '');
      expect(await ids(india)).toEqual([2, 1, 0]);
      expect(await ids(elsewhere)).toEqual([3, 2, 1, 0]);
      const page = await reads(india, { limit: '2' });
      expect(page.body.map(({ id }) => posts.indexOf(id))).toEqual([2, 1]);
      expect(JSON.stringify(page.links) + page.text).not.toContain(posts[3]);
      expect((await reads(elsewhere, { limit: '2' })).links).toEqual(untouched.links);
      expect(await ids(cast.meera.in('IN'))).toEqual([3, 2, 1, 0]);
    });

    it('leaves out those of a withheld account, and what quotes them', async () => {
      const quote = { quote_of: posts[0] ?? null };
      posts.push(await server.does('publish-post', postBody(`Look #${tag}`, quote), cast.bilal.id));
      await restricts('withhold', 'account', asha);
      expect(await ids(india)).toEqual([3, 1]);
      expect(await ids(elsewhere)).toEqual([4, 3, 2, 1, 0]);
    });

    it('leaves out what is limited or suspended, everywhere, but for who sees all', async () => {
      await restricts('limit', 'account', asha);
      await restricts('suspend', 'post', posts[1] ?? '');
      expect(await ids(elsewhere)).toEqual([3]);
      expect(await ids(cast.meera)).toEqual([3, 2, 1, 0]);
      const { body } = await elsewhere.reads<Status[]>(`/api/v1/accounts/${asha}/statuses`);
      expect(body).toHaveLength(2);
    });

    it('of a limited hashtag is empty while it is limited', async () => {
      const restriction = await restricts('limit', 'hashtag', `#${tag}`);
      expect(await ids(elsewhere)).toEqual([]);
      expect(await ids(cast.meera)).toEqual([3, 2, 1, 0]);
      await server.does('lift-restriction', { restriction, reason: 'It is over' });
      expect(await ids(elsewhere)).toEqual([3, 2, 1, 0]);
    });

    it('fills live as it reads', async () => {
      const listener = await Listener.connect(server.address);
      // A post of before is not told any more.
      await listener.hasHeard(server);
      await listener.subscribe(`hashtag:${tag}`);
      await restricts('limit', 'account', asha);
      await server.does('publish-post', postBody(`Five #${tag}`), asha);
      const six = await server.does('publish-post', postBody(`Six #${tag}`), cast.bilal.id);
      await listener.hasHeard(server);
      await restricts('limit', 'hashtag', tag);
      await server.does('publish-post', postBody(`Seven #${tag}`), cast.bilal.id);
      await listener.hasHeard(server);
      listener.close();
      expect(listener.told()).toEqual([`update ${six}`]);
    });

    it('is what its stream comes to, whatever happens', async () => {
      const acts = fc.constantFrom(...ACTS);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(acts, fc.nat()), { minLength: 8, maxLength: 14 }),
          async (story) => {
            tag = `Delta${tags++}`;
            const chitra = await server.does('open-account', accountBody(`chitra_${tag}`));
            posts = [];
            const restrictions: string[] = [];
            const listener = await Listener.connect(server.address);
            await listener.subscribe(`hashtag:${tag}`, { view_from: 'IN' });
            let shown = new Set<string>();
            const happens = async (act: (typeof ACTS)[number], one: string): Promise<void> => {
              switch (act) {
                case 'post':
                  posts.push(await server.does('publish-post', postBody(`Water #${tag}`), chitra));
                  break;
                case 'lift': {
                  const restriction = restrictions.shift() ?? '';
                  await server.does('lift-restriction', { restriction, reason: 'Appeal' });
                  break;
                }
                case 'delete':
                  await server.does('delete-post', { post: one }, chitra);
                  break;
                case 'withhold account':
                  restrictions.push(await restricts('withhold', 'account', chitra));
                  break;
                case 'limit hashtag':
                  restrictions.push(await restricts('limit', 'hashtag', tag));
                  break;
                default:
                  restrictions.push(await restricts(act, 'post', one));
              }
            };
            for (const [act, n] of story) {
              // A move that the rules refuse does not happen.
              await happens(act, posts[n % Math.max(1, posts.length)] ?? '').catch(() => undefined);
              await listener.hasHeard(server);
              const page = new Set((await reads(india)).body.map(({ id }) => id));
              if (listener.resyncs.splice(0).length > 0) shown = new Set(page);
              for (const { type, payload } of listener.frames.splice(0)) {
                if (type === 'update' || type === 'status.update') shown.add(payload.id);
                if (type === 'delete') shown.delete(payload);
              }
              expect([act, [...shown].sort()]).toEqual([act, [...page].sort()]);
            }
            listener.close();
          },
        ),
        { numRuns: 6, endOnFailure: true },
      );
    }, 20_000);

    it('holds nothing where nothing is asked for, and takes any bound', async () => {
      const none = await reads(elsewhere, { limit: '0' });
      expect([none.status, none.text]).toEqual([200, '[]']);
      expect((await reads(elsewhere, { max_id: 'x' })).status).toBe(200);
    });
  });
});
