import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Relationship, Search, Status, Tag } from '#contract';
import { accountBody, postBody, restrictionBody, scenarioBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person, type Query } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn } from './support/listener.js';
import { Platform } from './support/platform.js';
import { serverOn } from './support/server.js';

/** Acts on posts with a hashtag that is followed, on their author, or on the hashtag. */
const ACTS = [
  ...['post', 'post', 'reply', 'withhold', 'limit', 'suspend', 'delete', 'lift', 'lift'],
  ...['withhold account', 'limit account', 'limit hashtag'],
] as const;

const HOME = '/api/v1/timelines/home';
const FOLLOWED = '/api/v1/followed_tags';

let tags = 0;

/** Bilal follows hashtags; asha, whom he does not follow, posts with them; meera moderates. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'meera', Person>;
  /** A new one each time, which bilal follows. */
  let tag: string;
  beforeAll(async () => {
    cast = await people(server.address, { asha: 'reader', bilal: 'reader', meera: 'moderator' });
  });
  beforeEach(async () => {
    tag = `rivers${tags++}`;
    await follows(cast.bilal, tag);
  });

  const follows = (who: Reader, name: string): Promise<Answer<Tag>> =>
    who.sends<Tag>('POST', `/api/v1/tags/${encodeURIComponent(name)}/follow`);
  const unfollows = (who: Reader, name: string): Promise<Answer<Tag>> =>
    who.sends<Tag>('POST', `/api/v1/tags/${encodeURIComponent(name)}/unfollow`);
  const followed = async (who: Reader, query: Query = {}): Promise<string[]> =>
    (await who.reads<Tag[]>(FOLLOWED, query)).body.map(({ name }) => name);
  const home = async (who: Reader, query: Query = {}): Promise<string[]> =>
    (await who.reads<Status[]>(HOME, query)).body.map(({ id }) => id);
  /** Of some posts those that are in somebody's home, as it has them. */
  const atHome = async (who: Reader, posts: readonly string[]): Promise<string[]> =>
    (await home(who)).filter((id) => posts.includes(id));
  const restricts = (
    kind: 'withhold' | 'suspend' | 'limit',
    type: 'post' | 'account' | 'hashtag',
    id: string,
  ): Promise<string> => server.does('impose-restriction', restrictionBody(kind, { type, id }));
  const lifts = (restriction: string): Promise<string> =>
    server.does('lift-restriction', { restriction, reason: 'It is over' });

  describe('a hashtag', () => {
    it('is followed in whatever case, once, until it is no longer', async () => {
      const { bilal } = cast;
      const lakes = `Lakes${tag}`;
      expect((await follows(bilal, lakes)).body).toMatchObject({
        name: lakes.toLowerCase(),
        following: true,
      });
      await follows(bilal, `#${lakes.toUpperCase()}`);
      expect((await followed(bilal)).filter((name) => name === lakes.toLowerCase())).toHaveLength(1);
      expect((await unfollows(bilal, lakes)).body.following).toBe(false);
      expect((await unfollows(bilal, lakes)).status).toBe(200);
      expect(await followed(bilal)).not.toContain(lakes.toLowerCase());
    });

    it('that can be none is not found, and nobody follows who has not signed in', async () => {
      expect((await follows(cast.bilal, '123')).status).toBe(404);
      expect((await unfollows(cast.bilal, 'a-b')).status).toBe(404);
      const nobody = new Reader(server.address);
      for (const answer of [await follows(nobody, tag), await nobody.reads(FOLLOWED)])
        expect(answer.status).toBe(401);
    });

    it('says whether whoever looks follows it, wherever it is told of, and to nobody else', async () => {
      await cast.asha.posts(`Of #${tag}`);
      const told = async (who: Reader): Promise<(boolean | undefined)[]> => {
        const one = (await who.reads<Tag>(`/api/v1/tags/${tag}`)).body;
        const found = (await who.reads<Search>('/api/v2/search', { q: tag, type: 'hashtags' })).body;
        const trends = (await who.reads<Tag[]>('/api/v1/trends/tags', { limit: '20' })).body;
        const trending = trends.filter(({ name }) => name === tag);
        return [one, ...found.hashtags, ...trending].map(({ following }) => following);
      };
      expect(await told(cast.bilal)).toEqual([true, true, true]);
      expect(await told(cast.asha)).toEqual([false, false, false]);
      expect(await told(new Reader(server.address))).toEqual([undefined, undefined, undefined]);
    });

    it('is one of two hundred at most', async () => {
      const [eager] = Object.values(await people(server.address, { [`eager_${tag}`]: 'reader' }));
      const names = Array.from({ length: 200 }, (_, n) => `${tag}x${n}`);
      const answers = await Promise.all([...names, `${tag}more`].map((name) => follows(eager!, name)));
      expect(answers.filter(({ status }) => status === 422)).toHaveLength(1);
      expect(await followed(eager!, { limit: '200' })).toHaveLength(200);
      const [first] = await followed(eager!);
      expect((await follows(eager!, first!)).status).toBe(200);
      await unfollows(eager!, first!);
      expect((await follows(eager!, `${tag}last`)).status).toBe(200);
    }, 20_000);
  });

  describe('the list of them', () => {
    it('has the latest first, page by page, with how each is used', async () => {
      const [chitra] = Object.values(await people(server.address, { [`chitra_${tag}`]: 'reader' }));
      const names = ['one', 'two', 'three'].map((name) => `${name}${tag}`);
      for (const name of names) await follows(chitra!, name);
      await cast.asha.posts(`#${names[2]}`);
      const latest = names.toReversed();
      const first = await chitra!.reads<Tag[]>(FOLLOWED, { limit: '2' });
      expect(first.body.map(({ name, following }) => [name, following])).toEqual([
        [latest[0], true],
        [latest[1], true],
      ]);
      expect(first.body.map(({ history }) => history[0]?.uses)).toEqual(['1', '0']);
      const next = new URL(first.links['next'] ?? '');
      const second = await chitra!.reads<Tag[]>(`${next.pathname}${next.search}`);
      expect(second.body.map(({ name }) => name)).toEqual([latest[2]]);
      expect(second.links).not.toHaveProperty('next');
      expect(await followed(cast.asha)).toEqual([]);
      expect((await chitra!.reads(FOLLOWED, { view_at: '2021-02-01T00:00:00Z' })).status).toBe(422);
    });

    it('tells of a limited one as of one that nobody uses', async () => {
      await cast.asha.posts(`Of #${tag}`);
      const used = async (): Promise<string | undefined> => {
        const { body } = await cast.bilal.reads<Tag[]>(FOLLOWED);
        return body.find(({ name }) => name === tag)?.history[0]?.uses;
      };
      expect(await used()).toBe('1');
      await restricts('limit', 'hashtag', tag);
      expect(await used()).toBe('0');
    });
  });

  describe('one’s home', () => {
    it('holds people’s public posts and replies with it, and no others', async () => {
      const { asha, bilal } = cast;
      const [post, unlisted, mine] = [
        await asha.posts(`One #${tag}`),
        await asha.posts(`Two #${tag}`, { visibility: 'unlisted' }),
        await bilal.posts(`Mine #${tag}`),
      ];
      const hidden = await asha.posts(`Three #${tag}`, { visibility: 'private' });
      const reply = await asha.replies(post.id, `An answer #${tag}`);
      const repost = await asha.reposts(post.id);
      const all = [post, unlisted, mine, hidden, reply, repost].map(({ id }) => id);
      expect(await atHome(bilal, all)).toEqual([reply.id, mine.id, post.id]);
      await unfollows(bilal, tag);
      expect(await atHome(bilal, all)).toEqual([mine.id]);
    });

    it('holds a post once, that has several of them, or is by whom one follows, too', async () => {
      const { asha, bilal } = cast;
      const other = `other${tag}`;
      await follows(bilal, other);
      const post = await asha.posts(`#${tag} #${other}`);
      expect(await atHome(bilal, [post.id])).toEqual([post.id]);
      await asha.does<Relationship>('POST', `/api/v1/accounts/${bilal.id}/follow`);
      const own = await bilal.posts(`#${tag} #${other}`);
      await follows(asha, tag);
      expect(await atHome(asha, [post.id, own.id])).toEqual([own.id, post.id]);
    });

    it('never holds a story’s by it', async () => {
      const id = `story-${tag}`;
      const within = { scenario: { id, step: 'one' } };
      const platform = new Platform(server.database);
      await platform.done('open-scenario', scenarioBody({ steps: 1 }), within);
      const actor = await platform.done(
        'open-account',
        accountBody(`speaker_${tag}`, { venue: 'koo' }),
        within,
      );
      const told = await platform.done('publish-post', postBody(`Told #${tag}`), { actor, ...within });
      expect(await atHome(cast.bilal, [told])).toEqual([]);
      const { body } = await cast.bilal.reads<Status[]>('/api/v1/timelines/public', { scenario: id });
      expect(body.map((one) => one.id)).toEqual([told]);
    });

    it('leaves out what a hashtag’s page leaves out, there alone', async () => {
      const { asha, bilal, meera } = cast;
      const [one, two] = [await asha.posts(`One #${tag}`), await asha.posts(`Two #${tag}`)];
      await follows(meera, tag);
      const both = [one.id, two.id];
      const restriction = await restricts('withhold', 'post', one.id);
      const there = await bilal.in('IN').reads<Status[]>(HOME);
      expect(there.text).not.toContain(one.id);
      expect(there.body.map(({ id }) => id)).toContain(two.id);
      expect(await atHome(bilal.in('DE'), both)).toEqual([two.id, one.id]);
      expect(await atHome(meera.in('IN'), both)).toEqual([two.id, one.id]);
      await lifts(restriction);
      for (const [kind, type, id] of [
        ['limit', 'account', asha.id],
        ['suspend', 'account', asha.id],
        ['limit', 'hashtag', tag],
      ] as const) {
        const kept = await restricts(kind, type, id);
        expect([kind, type, await atHome(bilal, both)]).toEqual([kind, type, []]);
        expect(await atHome(meera, both)).toEqual([two.id, one.id]);
        await lifts(kept);
        expect(await atHome(bilal, both)).toEqual([two.id, one.id]);
      }
    });

    it('shows a tombstone of what it holds by whom one follows, whatever hashtags that has', async () => {
      const { asha, bilal } = cast;
      const post = await bilal.posts(`Words #${tag}`);
      await asha.does<Relationship>('POST', `/api/v1/accounts/${bilal.id}/follow`);
      await follows(asha, tag);
      await restricts('withhold', 'post', post.id);
      const { body } = await asha.in('IN').reads<Status[]>(HOME);
      expect(body.filter(({ id }) => id === post.id).map(({ tombstone }) => tombstone)).toEqual([true]);
    });

    it('leaves out whom one blocks or mutes, and who blocks one', async () => {
      const { asha, bilal } = cast;
      const { id } = await asha.posts(`One #${tag}`);
      for (const [who, whom, what] of [
        [bilal, asha, 'mute'],
        [bilal, asha, 'block'],
        [asha, bilal, 'block'],
      ] as const) {
        await who.does('POST', `/api/v1/accounts/${whom.id}/${what}`);
        expect([what, await atHome(bilal, [id])]).toEqual([what, []]);
        await who.does('POST', `/api/v1/accounts/${whom.id}/un${what}`);
        expect(await atHome(bilal, [id])).toEqual([id]);
      }
    });

    it('in pages of any size is the whole list, in either direction', async () => {
      const { asha, bilal } = cast;
      const [dilip] = Object.values(await people(server.address, { [`dilip_${tag}`]: 'reader' }));
      await follows(dilip!, tag);
      await follows(dilip!, `other${tag}`);
      await dilip!.does<Relationship>('POST', `/api/v1/accounts/${bilal.id}/follow`);
      const posts: string[] = [];
      for (let n = 0; n < 9; n += 1) {
        const who = [asha, bilal, dilip!][n % 3]!;
        posts.unshift((await who.posts(`${n} #${n % 2 === 0 ? tag : `other${tag}`}`)).id);
      }
      expect(await atHome(dilip!, posts)).toEqual(posts);
      for (const limit of [1, 2, 4]) {
        const pages = await dilip!.walks(HOME, { limit: `${limit}` });
        const walked = pages.flatMap(({ body }) => body.map(({ id }) => id));
        expect(walked.slice(0, posts.length)).toEqual(posts);
        for (const [n, id] of posts.entries()) {
          const upwards = await home(dilip!, { limit: `${limit}`, min_id: id });
          expect(upwards).toEqual(posts.slice(Math.max(0, n - limit), n));
        }
      }
      expect(await home(dilip!, { limit: '0' })).toEqual([]);
    });
  });

  describe('one’s own stream', () => {
    const { listen } = listenersOn(server);

    it('is told of what comes with it, from when it is followed', async () => {
      const { asha, bilal } = cast;
      const listener = await listen(bilal);
      await listener.subscribe('user');
      const { id } = await asha.posts(`Good morning #${tag}`);
      await asha.posts(`Good morning #other${tag}`);
      await listener.hasHeard(server);
      await follows(bilal, `other${tag}`);
      const other = await asha.posts(`Good evening #other${tag}`);
      await listener.hasHeard(server);
      expect(listener.told()).toEqual([`update ${id}`, `update ${other.id}`]);
    });

    it('is not resumed, since what it no longer shows would be told of to whoever guesses a hashtag', async () => {
      const { asha, bilal } = cast;
      const listener = await listen(bilal);
      const since = await listener.subscribe('user');
      const { id } = await asha.posts(`Words #${tag}`);
      await restricts('withhold', 'post', id);
      await listener.hasHeard(server);
      const again = await listen(bilal);
      await again.subscribe('user', { since, view_from: 'IN' });
      await again.hasHeard(server);
      expect(again.told()).toEqual([]);
      expect(again.resyncs).toHaveLength(1);
    });

    it('comes to what home is, whatever happens', async () => {
      const { bilal } = cast;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...ACTS), fc.nat()), { minLength: 8, maxLength: 14 }),
          async (story) => {
            tag = `delta${tags++}`;
            await follows(bilal, tag);
            const chitra = await server.does('open-account', accountBody(`chitra_${tag}`));
            const posts: string[] = [];
            const restrictions: string[] = [];
            const listener = await listen(bilal.in('IN'));
            await listener.subscribe('user', { view_from: 'IN' });
            let shown = new Set(await home(bilal.in('IN'), { limit: '40' }));
            const publishes = async (in_reply_to: string | null): Promise<void> => {
              posts.push(
                await server.does('publish-post', postBody(`Water #${tag}`, { in_reply_to }), chitra),
              );
            };
            const happens = async (act: (typeof ACTS)[number], one: string): Promise<void> => {
              switch (act) {
                case 'post':
                  return publishes(null);
                case 'reply':
                  return publishes(one);
                case 'lift':
                  await lifts(restrictions.shift() ?? '');
                  break;
                case 'delete':
                  await server.does('delete-post', { post: one }, chitra);
                  break;
                case 'withhold account':
                  restrictions.push(await restricts('withhold', 'account', chitra));
                  break;
                case 'limit account':
                  restrictions.push(await restricts('limit', 'account', chitra));
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
              const page = new Set(await home(bilal.in('IN'), { limit: '40' }));
              if (listener.resyncs.splice(0).length > 0) shown = new Set(page);
              for (const { type, payload } of listener.frames.splice(0)) {
                if (type === 'update' || type === 'status.update') shown.add(payload.id);
                if (type === 'delete') shown.delete(payload);
              }
              const those = (ids: Set<string>): string[] =>
                [...ids].filter((id) => posts.includes(id)).sort();
              expect([act, those(shown)]).toEqual([act, those(page)]);
            }
            listener.close();
          },
        ),
        { numRuns: 6, endOnFailure: true },
      );
    }, 30_000);
  });
});
