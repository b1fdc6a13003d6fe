import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Status, StreamName } from '#contract';
import { restrictionBody } from './support/bodies.js';
import { forOthers, people, type Person, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { serverOn, serversPerTest } from './support/server.js';
import { loadStory } from './support/story.js';

const INDIA = { view_from: 'IN' };
const ELSEWHERE = { view_from: 'elsewhere' };

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  const { listen, onPublic } = listenersOn(server);
  let asha: Person;
  let bilal: Person;
  let meera: Person;

  const withhold = (type: 'post' | 'account', id: string): Promise<string> =>
    server.does('impose-restriction', restrictionBody('withhold', { type, id }));
  const lift = (restriction: string): Promise<string> =>
    server.does('lift-restriction', { restriction, reason: 'Appeal' });

  let round = 0;
  beforeEach(async () => {
    round += 1;
    // New ones each time: restrictions of one test are none of another's.
    const made = await people(server.address, {
      [`asha_${round}`]: 'reader',
      [`bilal_${round}`]: 'reader',
      [`meera_${round}`]: 'moderator',
    });
    [asha, bilal, meera] = Object.values(made) as [Person, Person, Person];
  });

  describe('what is limited', () => {
    const streams: StreamName[] = ['public', 'public:local', 'venue:home', 'hashtag:tea'];
    const listens = async (who?: Person): Promise<Listener> => {
      const listener = await listen(who);
      for (const stream of [...streams, `account:${asha.id}` as const])
        await listener.subscribe(stream, INDIA);
      return listener;
    };
    const toldOf = async (listener: Listener, id: string): Promise<string[]> => {
      await listener.hasHeard(server);
      const about = listener.frames.filter(({ payload }) => JSON.stringify(payload).includes(id));
      return about.map(({ stream, type }) => `${stream} ${type}`).sort();
    };
    const everywhere = (...types: string[]): string[] =>
      [...streams, `account:${asha.id}`].flatMap((stream) => types.map((type) => `${stream} ${type}`)).sort();

    it('comes to no public stream but its author’s and moderators’, and to its account’s', async () => {
      await server.does('impose-restriction', restrictionBody('limit', { type: 'account', id: asha.id }));
      const [anybody, author, moderator] = [await listens(), await listens(asha), await listens(meera)];
      const { id } = await asha.posts('Time for #tea');
      await bilal.likes(id);
      const own = [`account:${asha.id} counts`, `account:${asha.id} update`];
      expect(await toldOf(anybody, id)).toEqual(own);
      expect(await toldOf(author, id)).toEqual(everywhere('update', 'counts'));
      expect(await toldOf(moderator, id)).toEqual(everywhere('update', 'counts'));
      // A post that never came there is not told to have become a tombstone.
      await withhold('post', id);
      const since = [...own, `account:${asha.id} status.update`, `account:${asha.id} withheld`].sort();
      expect(await toldOf(anybody, id)).toEqual(since);
    });

    it('goes from where it was, and is told of no more there', async () => {
      const anybody = await listens();
      const { id } = await asha.posts('Time for #tea');
      await server.does('impose-restriction', restrictionBody('limit', { type: 'post', id }));
      await withhold('post', id);
      // On its account's own stream it stays, and is told to be limited.
      const own = ['update', 'status.update', 'status.update', 'withheld'].map(
        (type) => `account:${asha.id} ${type}`,
      );
      const open = everywhere('update', 'delete').filter((told) => !told.startsWith('account:'));
      expect(await toldOf(anybody, id)).toEqual([...own, ...open].sort());
    });

    it('comes back where it goes from when it is limited no longer', async () => {
      const anybody = await listens();
      const { id } = await asha.posts('Time for #tea');
      const limit = await server.does('impose-restriction', restrictionBody('limit', { type: 'post', id }));
      await server.does('lift-restriction', { restriction: limit, reason: 'No longer' });
      const open = everywhere('update', 'delete', 'status.update').filter(
        (told) => !told.startsWith('account:'),
      );
      const own = ['update', 'status.update', 'status.update'].map((type) => `account:${asha.id} ${type}`);
      expect(await toldOf(anybody, id)).toEqual([...own, ...open].sort());
    });
  });

  describe('a post', () => {
    it('reaches the streams it belongs to, and no other', async () => {
      await server.does('follow-account', { account: asha.id }, bilal.id);
      const listener = await listen(bilal);
      const streams: StreamName[] = [
        'public',
        'public:local',
        'venue:home',
        'venue:twitter',
        'hashtag:tea',
        'hashtag:coffee',
        `account:${asha.id}`,
        `account:${bilal.id}`,
        'user',
      ];
      for (const stream of streams) await listener.subscribe(stream);
      const reached = async (id: string): Promise<string[]> => {
        await listener.hasHeard(server);
        const frames = listener.frames.filter((frame) => frame.type === 'update' && frame.payload.id === id);
        return frames.map(({ stream }) => stream).sort();
      };
      const own = [`account:${asha.id}`, 'user'];
      const post = await asha.posts('Time for #Tea');
      expect(await reached(post.id)).toEqual(
        [...own, 'public', 'public:local', 'venue:home', 'hashtag:tea'].sort(),
      );
      const reply = await asha.replies(post.id, 'With #tea biscuits');
      expect(await reached(reply.id)).toEqual([...own, 'hashtag:tea'].sort());
      expect(await reached((await asha.reposts(post.id)).id)).toEqual(own);
      expect(await reached((await asha.posts('#tea, quietly', { visibility: 'unlisted' })).id)).toEqual(own);
      expect(await reached((await bilal.posts('Coffee')).id)).toEqual(
        ['public', 'public:local', 'user', 'venue:home', `account:${bilal.id}`].sort(),
      );
      expect(await reached((await meera.posts('Milk')).id)).toEqual(
        ['public', 'public:local', 'venue:home'].sort(),
      );
    });

    it('arrives as it is read over HTTP', async () => {
      const listener = await onPublic(ELSEWHERE);
      const post = await asha.posts('The same, twice #told');
      await listener.until('the post', () => listener.frames.length > 0);
      const [frame] = listener.frames;
      expect(frame).toMatchObject({ type: 'update', stream: 'public', at: post.created_at });
      expect(frame?.payload).toEqual(
        forOthers((await asha.reads<Status>(`/api/v1/statuses/${post.id}`)).body),
      );
    });

    it('is counted, and gone when it is deleted', async () => {
      const post = await asha.posts('Like me');
      const listener = await onPublic(ELSEWHERE);
      // Of what happens together, the counts are told once.
      for (const act of [
        () => bilal.likes(post.id),
        () => bilal.reposts(post.id),
        () => bilal.replies(post.id, 'I do'),
        () => asha.deletes(post.id),
      ]) {
        await act();
        await listener.hasHeard(server);
      }
      expect(listener.told()).toEqual([
        `counts ${post.id} 0/0/1`,
        `counts ${post.id} 0/1/1`,
        `counts ${post.id} 1/1/1`,
        `delete ${post.id}`,
      ]);
    });

    it('of the replay reaches its venue, with the narrator’s rows, orders and decisions', async () => {
      const here = await starts();
      const listener = await listen(undefined, here);
      for (const stream of ['public', 'venue:twitter', 'public:local'] as const)
        await listener.subscribe(stream, INDIA);
      await loadStory(here.database);
      await listener.hasHeard(here);
      expect(listener.told('public:local')).toEqual([]);
      expect(listener.told('venue:twitter').filter((told) => told.startsWith('update'))).toHaveLength(7);
      expect(listener.told('public').filter((told) => /^(order|decision)/.test(told))).toEqual([
        'order filed',
        'decision withheld 2',
      ]);
    });

    it('of a scenario reaches its stream, which holds what its timeline does, replies, too', async () => {
      const here = await starts({ env: { TEST: '1' } });
      const listener = await listen(undefined, here);
      const stream: StreamName = 'scenario:a-story';
      const anybody = new Reader(here.address, INDIA);
      const timeline = (query = {}) =>
        anybody.reads<Status[]>('/api/v1/timelines/public', { scenario: 'a-story', ...query });
      expect((await timeline()).status).toBe(404);
      await loadStory(here.database);
      const { dina } = await people(here.address, { dina: 'reader' });
      await dina.posts('Of no scenario');
      await listener.subscribe(stream, { ...INDIA, since: 0 });
      const shown = new Map<string, Status>();
      const isAsItsTimeline = async (): Promise<Status[]> => {
        await listener.hasHeard(here);
        for (const { type, payload } of listener.frames.splice(0)) {
          if (type === 'update' || type === 'status.update') shown.set(payload.id, payload);
          if (type === 'delete') shown.delete(payload);
        }
        const { body } = await timeline({ limit: '40' });
        expect([...shown.values()].sort((a, b) => (a.id < b.id ? 1 : -1))).toEqual(body);
        return body;
      };
      expect(listener.told().filter((told) => /^(context|order|decision)/.test(told))).toContain(
        'order filed',
      );
      const told = await isAsItsTimeline();
      expect(told.some(({ in_reply_to_id }) => in_reply_to_id !== null)).toBe(true);
      expect(told.some(({ tombstone }) => tombstone)).toBe(true);
      const open = told.find(({ tombstone }) => !tombstone)!;
      await here.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: open.id }));
      expect((await isAsItsTimeline()).find(({ id }) => id === open.id)?.tombstone).toBe(true);
    });

    it('is told although the clock of who tells it is behind', async () => {
      const behind = await starts({ env: { TEST: '1' } });
      const { divya } = await people(behind.address, { divya: 'reader' });
      const listener = await onPublic({}, undefined, behind);
      behind.clock.set(Date.now() + 60_000);
      const first = await divya.posts('From the future');
      behind.clock.set(null);
      const second = await divya.posts('After it');
      await listener.hasHeard(behind);
      expect(listener.told()).toEqual([`update ${first.id}`, `update ${second.id}`]);
    });
  });

  describe('a withholding', () => {
    it('of a post arrives where it binds as the tombstone, and everywhere as the news of it', async () => {
      const [india, usa, author, moderator, authorAsPublic] = await Promise.all([
        onPublic(INDIA),
        onPublic({ view_from: 'US' }),
        onPublic(INDIA, asha),
        onPublic(INDIA, meera),
        onPublic({ ...INDIA, view_as: 'public' }, asha),
      ]);
      const everyone = [india, usa, author, moderator, authorAsPublic];
      const told = async (): Promise<string[][]> => {
        await Promise.all(everyone.map((listener) => listener.hasHeard(server)));
        return everyone.map((listener) => listener.told());
      };
      const { id } = await asha.posts('Not for India');
      const restriction = await withhold('post', id);
      const update = `update ${id}`;
      const tombstone = `status.update ${id} (tombstone)`;
      const full = `status.update ${id}`;
      expect(await told()).toEqual([
        [update, tombstone, `withheld ${id} [IN]`],
        [update, `withheld ${id} [IN]`],
        [update, full, `withheld ${id} [IN]`],
        [update, full, `withheld ${id} [IN]`],
        [update, tombstone, `withheld ${id} [IN]`],
      ]);
      // The tombstone that stays in India says nothing of its words.
      expect(JSON.stringify(india.frames.slice(1))).not.toContain('Not for India');
      expect(author.frames[1]?.payload).toMatchObject({
        tombstone: false,
        withheld: { country_codes: ['IN'] },
      });

      for (const listener of everyone) listener.forget();
      await lift(restriction);
      const news = `withheld ${id} []`;
      expect(await told()).toEqual([[news, full], [news], [news, full], [news, full], [news, full]]);
    });

    it('of an account arrives as the account, the last of its posts, and one piece of news', async () => {
      const first = await asha.posts('First');
      const reply = await asha.replies(first.id, 'And a reply');
      const second = await asha.posts('Second');
      const other = await bilal.posts('Somebody else');
      const [india, usa] = await Promise.all([onPublic(INDIA), onPublic({ view_from: 'US' })]);
      const restriction = await withhold('account', asha.id);
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      const [account, ...rest] = india.told();
      expect(account).toBe(`account.update ${asha.id} (blank)`);
      expect(rest.slice(0, -1).sort()).toEqual(
        [first, second].map(({ id }) => `status.update ${id} (tombstone)`).sort(),
      );
      expect(rest.at(-1)).toBe(`withheld ${asha.id} [IN]`);
      expect(india.frames.at(-1)?.payload).toMatchObject({ scope: 'user', status_id: null });
      expect(usa.told()).toEqual([`withheld ${asha.id} [IN]`]);
      expect(india.told().join()).not.toContain(other.id);
      expect(india.told().join()).not.toContain(reply.id);

      india.forget();
      const third = await asha.posts('While it is withheld');
      await lift(restriction);
      await india.hasHeard(server);
      const [update, news, back, ...posts] = india.told();
      expect([update, news, back]).toEqual([
        `update ${third.id} (tombstone)`,
        `withheld ${asha.id} []`,
        `account.update ${asha.id}`,
      ]);
      expect(posts.sort()).toEqual([first, second, third].map(({ id }) => `status.update ${id}`).sort());
    });

    it('a suspension takes away what was there, everywhere', async () => {
      const { id } = await asha.posts('Spam');
      const [india, usa, author] = await Promise.all([
        onPublic(INDIA),
        onPublic({ view_from: 'US' }),
        onPublic(INDIA, asha),
      ]);
      await server.does('impose-restriction', restrictionBody('suspend', { type: 'account', id: asha.id }));
      for (const listener of [india, usa]) {
        await listener.hasHeard(server);
        expect(listener.told()).toEqual([`account.update ${asha.id} (blank)`, `delete ${id}`]);
      }
      await author.hasHeard(server);
      expect(author.told()).toEqual([`account.update ${asha.id}`, `status.update ${id}`]);
    });

    it('is left out of a hashtag’s stream, since its tags are withheld with it', async () => {
      const india = await listen();
      const usa = await listen();
      await india.subscribe('hashtag:protest', INDIA);
      await usa.subscribe('hashtag:protest', ELSEWHERE);
      await withhold('account', asha.id);
      const { id } = await asha.posts('At the #protest');
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      expect(india.told().join()).not.toContain(id);
      expect(usa.told()).toContain(`update ${id}`);
    });

    it('takes a post away from a hashtag’s stream, as it does from its page, and lifting gives it back', async () => {
      const [india, usa, author] = [await listen(), await listen(), await listen(asha)];
      for (const listener of [india, author]) await listener.subscribe('hashtag:square', INDIA);
      await usa.subscribe('hashtag:square', ELSEWHERE);
      const { id } = await asha.posts('At the #square');
      const restriction = await withhold('post', id);
      await lift(restriction);
      for (const listener of [india, usa, author]) await listener.hasHeard(server);
      const [update, full] = [`update ${id}`, `status.update ${id}`];
      const news = [`withheld ${id} [IN]`, `withheld ${id} []`];
      expect(india.told()).toEqual([update, `delete ${id}`, news[1], full]);
      expect(usa.told()).toEqual([update, ...news]);
      expect(author.told()).toEqual([update, full, ...news, full]);
    });

    it('of an account is told to hashtags’ streams as a reason to read them again, where it binds', async () => {
      const [india, usa] = [await listen(), await listen()];
      for (const tag of ['lane', 'alley'] as const) {
        await india.subscribe(`hashtag:${tag}`, INDIA);
        await usa.subscribe(`hashtag:${tag}`, ELSEWHERE);
      }
      await asha.posts('In the #lane');
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      for (const listener of [india, usa]) listener.forget();
      const restriction = await withhold('account', asha.id);
      await lift(restriction);
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      const resyncs = (stream: string) => india.resyncs.filter((one) => one.stream === stream).length;
      expect([resyncs('hashtag:lane'), resyncs('hashtag:alley')]).toEqual([2, 2]);
      expect(india.told()).toEqual([]);
      expect(usa.resyncs).toEqual([]);
      expect(usa.told('hashtag:lane')).toEqual([`withheld ${asha.id} [IN]`, `withheld ${asha.id} []`]);
    });

    it('of an account leaves nothing of its own stream but the account', async () => {
      const { id } = await asha.posts('Before');
      const [india, usa] = [await listen(), await listen()];
      await india.subscribe(`account:${asha.id}`, INDIA);
      await usa.subscribe(`account:${asha.id}`, ELSEWHERE);
      const restriction = await withhold('account', asha.id);
      const { id: later } = await asha.posts('Meanwhile', { visibility: 'unlisted' });
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      const blank = `account.update ${asha.id} (blank)`;
      expect(india.told()).toEqual([blank, `withheld ${asha.id} [IN]`]);
      expect(usa.told()).toEqual([`withheld ${asha.id} [IN]`, `update ${later}`]);
      const resumed = await listen();
      await resumed.subscribe(`account:${asha.id}`, { ...INDIA, since: 0 });
      expect(resumed.told()).toEqual(india.told());
      india.forget();
      await lift(restriction);
      await india.hasHeard(server);
      expect(india.told()).toEqual(
        expect.arrayContaining([
          `withheld ${asha.id} []`,
          `account.update ${asha.id}`,
          `status.update ${id}`,
          `status.update ${later}`,
        ]),
      );
    });

    it('of what is suspended already is told to nobody, and nor is a suspension twice', async () => {
      const { id } = await asha.posts('Spam');
      const suspend = () =>
        server.does('impose-restriction', restrictionBody('suspend', { type: 'post', id }));
      const listener = await onPublic(ELSEWHERE);
      await suspend();
      await withhold('post', id);
      await withhold('account', asha.id);
      await listener.hasHeard(server);
      expect(listener.told()).toEqual([`delete ${id}`, `withheld ${asha.id} [IN]`]);
    });

    it('of an account leaves nobody notified of what it does, where it binds', async () => {
      const { id } = await asha.posts('A walk by the river');
      const listens = async (where: object): Promise<Listener> => {
        const listener = await listen(asha);
        await listener.subscribe('user', where);
        return listener;
      };
      const [inIndia, elsewhere] = [await listens(INDIA), await listens(ELSEWHERE)];
      const restriction = await withhold('account', bilal.id);
      await bilal.likes(id);
      await bilal.reposts(id);
      await bilal.does('POST', `/api/v1/accounts/${asha.id}/follow`);
      await bilal.posts(`Good morning @${asha.username}`);
      const notified = async (listener: Listener): Promise<string[]> => {
        await listener.hasHeard(server);
        return listener.frames.flatMap((frame) => (frame.type === 'notification' ? frame.payload.type : []));
      };
      expect(await notified(inIndia)).toEqual([]);
      expect(await notified(elsewhere)).toEqual(['favourite', 'reblog', 'follow', 'mention']);
      await lift(restriction);
      await bilal.unlikes(id);
      await bilal.likes(id);
      expect(await notified(inIndia)).toEqual(['favourite']);
    });

    it('does not tell what is done to what is withheld', async () => {
      const { id } = await asha.posts('Popular elsewhere');
      await withhold('post', id);
      const [india, usa] = await Promise.all([onPublic(INDIA), onPublic(ELSEWHERE)]);
      await bilal.in('US').likes(id);
      await Promise.all([india.hasHeard(server), usa.hasHeard(server)]);
      expect(india.told()).toEqual([]);
      expect(usa.told()).toEqual([`counts ${id} 0/0/1`]);
    });

    it('is told once per stream to its author, whatever else they listen to', async () => {
      const author = await listen(asha);
      await author.subscribe('public', { ...INDIA, view_as: 'public' });
      await author.subscribe(`account:${asha.id}`, INDIA);
      await author.subscribe('user', INDIA);
      // Others sit in the same rooms.
      await onPublic(INDIA);
      const { id } = await asha.posts('Mine');
      await withhold('post', id);
      await author.hasHeard(server);
      const full = [`update ${id}`, `status.update ${id}`, `withheld ${id} [IN]`];
      expect(author.told('user')).toEqual([...full, 'notification withhold one_post']);
      expect(author.told(`account:${asha.id}`)).toEqual(full);
      expect(author.told('public')).toEqual([
        `update ${id}`,
        `status.update ${id} (tombstone)`,
        `withheld ${id} [IN]`,
      ]);
    });
  });

  describe('what passes on or quotes something', () => {
    /** On one's account's stream, from India and from elsewhere, and on the public one from India. */
    const listening = async (stream: StreamName) => {
      const [india, usa, open] = [await listen(), await listen(), await onPublic(INDIA)];
      await india.subscribe(stream, INDIA);
      await usa.subscribe(stream, ELSEWHERE);
      return async (): Promise<string[][]> => {
        const all = [india, usa, open];
        await Promise.all(all.map((listener) => listener.hasHeard(server)));
        const told = all.map((listener) => listener.told().sort());
        for (const listener of all) listener.forget();
        return told;
      };
    };

    it('is withheld and restored with it, however deep, on the streams that it is of', async () => {
      const { id } = await asha.posts('Not for India');
      const quote = await bilal.posts('Look at this', { quoted_status_id: id });
      const repost = await bilal.reposts(id);
      const outer = await bilal.posts('And at that', { quoted_status_id: quote.id });
      const told = await listening(`account:${bilal.id}`);
      const restriction = await withhold('post', id);
      const theirs = [quote.id, repost.id, outer.id];
      const [tombstones, full] = [' (tombstone)', ''].map((end) =>
        theirs.map((one) => `status.update ${one}${end}`),
      ) as [string[], string[]];
      const news = (of: string[], countries: string): string[] =>
        of.map((one) => `withheld ${one} [${countries}]`);
      const onPublicToo = [id, quote.id, outer.id];
      expect(await told()).toEqual([
        [...tombstones, ...news(theirs, 'IN')].sort(),
        // Of what stands inside them, too: it is seen there.
        news([id, ...theirs], 'IN').sort(),
        [...onPublicToo.map((one) => `status.update ${one} (tombstone)`), ...news(onPublicToo, 'IN')].sort(),
      ]);
      await lift(restriction);
      const [india, usa] = await told();
      const lifted = news([id, ...theirs], '');
      expect([india, usa]).toEqual([[...full, ...lifted].sort(), lifted.sort()]);
    });

    it('is withheld with its account', async () => {
      const { id } = await asha.posts('By somebody withheld');
      const quote = await bilal.posts('Look at this', { quoted_status_id: id });
      const repost = await bilal.reposts(id);
      const told = await listening(`account:${bilal.id}`);
      await withhold('account', asha.id);
      const [india, usa, open] = await told();
      const tombstones = [quote, repost].map((one) => `status.update ${one.id} (tombstone)`);
      const news = [quote, repost].map((one) => `withheld ${one.id} [IN]`);
      expect(india).toEqual([...tombstones, ...news].sort());
      expect(usa).toEqual([`withheld ${asha.id} [IN]`, ...news].sort());
      expect(open).toEqual(
        [
          `account.update ${asha.id} (blank)`,
          `status.update ${id} (tombstone)`,
          `status.update ${quote.id} (tombstone)`,
          `withheld ${asha.id} [IN]`,
          `withheld ${quote.id} [IN]`,
        ].sort(),
      );
    });

    it('goes with it, or shows it no longer, when it is deleted or suspended', async () => {
      for (const end of [
        (id: string) => asha.deletes(id),
        (id: string) => server.does('impose-restriction', restrictionBody('suspend', { type: 'post', id })),
      ]) {
        const { id } = await asha.posts('Soon gone');
        const quote = await bilal.posts('Look at this', { quoted_status_id: id });
        const repost = await bilal.reposts(id);
        const told = await listening(`account:${bilal.id}`);
        await end(id);
        const [india, usa, open] = await told();
        const { status } = await bilal.looking(INDIA).reads(`/api/v1/statuses/${quote.id}`);
        const ofQuote = status === 200 ? `status.update ${quote.id}` : `delete ${quote.id}`;
        expect(usa).toEqual([`delete ${repost.id}`, ofQuote].sort());
        expect(india).toEqual(usa);
        expect(open).toEqual([`delete ${id}`, ofQuote].sort());
      }
    });

    it('does not come to a hashtag’s stream that is kept from it, whatever becomes of what it quotes', async () => {
      const { id } = await asha.posts('Soon gone');
      const listener = await listen();
      await listener.subscribe('hashtag:aside', INDIA);
      await server.does('impose-restriction', restrictionBody('limit', { type: 'account', id: bilal.id }));
      const quote = await bilal.posts('Look at this #aside', { quoted_status_id: id });
      await asha.deletes(id);
      await listener.hasHeard(server);
      expect(listener.told().join()).not.toContain(quote.id);
    });

    it('is told the same to who resumes, and not where it came after', async () => {
      const { id } = await asha.posts('Not for India');
      const quote = await bilal.posts('Before', { quoted_status_id: id });
      const listener = await onPublic(INDIA);
      await listener.hasHeard(server);
      const since = await listener.subscribe('public', INDIA);
      await withhold('post', id);
      const later = await bilal.in('US').posts('After', { quoted_status_id: id });
      await listener.hasHeard(server);
      const resumed = await listen();
      await resumed.subscribe('public', { ...INDIA, since });
      expect(resumed.told()).toEqual(listener.told());
      expect(listener.told()).toEqual([
        `status.update ${id} (tombstone)`,
        `status.update ${quote.id} (tombstone)`,
        `withheld ${id} [IN]`,
        `withheld ${quote.id} [IN]`,
        `update ${later.id} (tombstone)`,
      ]);
    });
  });

  it('after a reset for tests, what happens is told again', async () => {
    const fresh = await starts({ env: { TEST: '1' } });
    const { chitra } = await people(fresh.address, { chitra: 'reader' });
    for (let n = 0; n < 5; n++) await chitra.posts(`Number ${n}`);
    const before = await onPublic({}, undefined, fresh);
    await before.hasHeard(fresh);
    await new Reader(fresh.address).sends('POST', '/api/v1/test/reset');
    await before.until('the end', () => !before.socket.connected);
    const { divya } = await people(fresh.address, { divya: 'reader' });
    const after = await onPublic({}, undefined, fresh);
    const { id } = await divya.posts('The first one');
    await after.until('the post', () => after.frames.length > 0);
    expect(after.told()).toEqual([`update ${id}`]);
  });
});
