import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Conversation, RestrictionField, Status } from '#contract';
import { rebuild } from '#projections';
import { people, Reader, type Person, type Query } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { differing, dump } from './support/dump.js';
import { inShort, listenersOn, type Listener } from './support/listener.js';
import { serverOn, startServer } from './support/server.js';

const CONVERSATIONS = '/api/v1/conversations';
const direct = { visibility: 'direct' };

/** Asha, bilal and chitra write to one another; dana is in none of it; meera moderates. */
onEachDatabase((make, { shared }) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const { listen } = listenersOn(server);
  let now = Date.parse('2026-01-05T09:00:00Z');
  let meera: Person;
  let [asha, bilal, chitra, dana]: Person[] = [];
  let round = 0;

  beforeAll(async () => {
    server.clock.set(now);
    ({ meera } = await people(server.address, { meera: 'moderator' }));
  });
  beforeEach(async () => {
    round += 1;
    const names = ['asha', 'bilal', 'chitra', 'dana'].map((name) => [`${name}_${round}`, 'reader'] as const);
    const made = await people(server.address, Object.fromEntries(names));
    [asha, bilal, chitra, dana] = names.map(([name]) => made[name]!);
    server.clock.set((now += 1_000));
  });

  /** Somebody writes to others, a second after what was before. */
  const writes = async (
    who: Person,
    to: readonly Person[],
    rest: Record<string, unknown> = {},
    words = 'Words for',
  ): Promise<Status> => {
    const post = await who.posts(`${words} ${to.map(({ username }) => `@${username}`).join(' ')}`, {
      ...direct,
      ...rest,
    });
    server.clock.set((now += 1_000));
    return post;
  };
  const answers = (who: Person, post: Status, to: readonly Person[]): Promise<Status> =>
    writes(who, to, { in_reply_to_id: post.id });
  const listed = async (who: Reader, query: Query = {}): Promise<Conversation[]> => {
    const answer = await who.reads<Conversation[]>(CONVERSATIONS, query);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  /** Conversations by the ids of their last posts. */
  const lasts = async (who: Reader, query: Query = {}): Promise<string[]> =>
    (await listed(who, query)).map(({ last_status }) => last_status.id);
  const names = ({ accounts }: Conversation): string[] => accounts.map(({ id }) => id).sort();
  const hears = async (who: Person, query: Query = {}): Promise<Listener> => {
    const listener = await listen(who, server);
    await listener.subscribe('user', query);
    return listener;
  };
  const heard = async (listener: Listener): Promise<string[]> => {
    await listener.hasHeard(server);
    const frames = listener.frames.filter(({ type }) => type === 'conversation').map(inShort);
    listener.forget();
    return frames;
  };
  const restricts = async (kind: string, what: Record<string, unknown>): Promise<RestrictionField> => {
    const restriction = await meera.imposes({
      kind,
      ...(kind === 'withhold' ? { countries: ['IN'] } : {}),
      ...what,
    });
    server.clock.set((now += 1_000));
    return restriction;
  };

  describe('a conversation', () => {
    it('is a thread of posts for whom they mention, told to those who are in it', async () => {
      const first = await writes(asha!, [bilal!]);
      const second = await answers(bilal!, first, [asha!]);
      const [own] = await listed(asha!);
      expect(own).toMatchObject({ id: first.id, unread: true, last_status: { id: second.id } });
      expect(names(own!)).toEqual([bilal!.id]);
      const [theirs] = await listed(bilal!);
      expect(theirs).toMatchObject({ unread: false, last_status: { id: second.id } });
      expect(names(theirs!)).toEqual([asha!.id]);
      expect(await listed(dana!)).toEqual([]);
      const id = own!.id;
      for (const [method, path] of [
        ['POST', `${CONVERSATIONS}/${id}/read`],
        ['POST', `${CONVERSATIONS}/${id}/unread`],
        ['DELETE', `${CONVERSATIONS}/${id}`],
      ] as const) {
        expect((await dana!.sends(method, path)).status).toBe(404);
        expect((await meera.sends(method, path)).status).toBe(404);
        expect((await asha!.sends(method, path.replace(id, 'nothing'))).status).toBe(404);
      }
      expect((await new Reader(server.address).reads(CONVERSATIONS)).status).toBe(401);
      expect((await asha!.reads(CONVERSATIONS, { view_as: 'public' })).status).toBe(401);
      expect(await listed(meera)).toEqual([]);
    });

    it('is of no post that is for others, too, and another than that which begins under a public one', async () => {
      await asha!.posts(`For all, @${bilal!.username}`);
      await asha!.posts(`For followers, @${bilal!.username}`, { visibility: 'private' });
      await asha!.posts('For nobody', direct);
      expect(await listed(asha!)).toEqual([]);
      expect(await listed(bilal!)).toEqual([]);
      const open = await asha!.posts('An open thread');
      const [one, other] = [await answers(bilal!, open, [asha!]), await answers(chitra!, open, [asha!])];
      expect(await lasts(asha!)).toEqual([other.id, one.id]);
    });

    it('of two answers to a hidden post is two', async () => {
      const hidden = await writes(bilal!, [chitra!]);
      const [one, other] = [await answers(bilal!, hidden, [asha!]), await answers(chitra!, hidden, [asha!])];
      expect(await lasts(asha!)).toEqual([other.id, one.id]);
      expect(await lasts(bilal!)).toEqual([one.id]);
      expect((await listed(chitra!)).map(({ id }) => id)).toEqual([hidden.id]);
    });

    it('is paged by its last post', async () => {
      const posts: Status[] = [];
      for (let n = 0; n < 5; n++) posts.push(await writes(asha!, [bilal!]));
      posts.push(await answers(bilal!, posts[0]!, [asha!]));
      const order = [5, 4, 3, 2, 1].map((n) => posts[n]!.id);
      expect(await lasts(asha!)).toEqual(order);
      const first = await asha!.reads<Conversation[]>(CONVERSATIONS, { limit: '2' });
      expect(first.links['next']).toContain(`max_id=${order[1]}`);
      expect(first.links['prev']).toContain(`min_id=${order[0]}`);
      expect(await lasts(asha!, { limit: '2', max_id: order[1]! })).toEqual(order.slice(2, 4));
      expect(await lasts(asha!, { limit: '2', min_id: order[3]! })).toEqual(order.slice(1, 3));
      expect(await lasts(asha!, { limit: '2', since_id: order[3]! })).toEqual(order.slice(0, 2));
    });

    it('is read, and unread, until somebody else posts in it', async () => {
      const first = await writes(asha!, [bilal!]);
      const marks = async (what: string): Promise<Conversation> =>
        bilal!.does('POST', `${CONVERSATIONS}/${first.id}/${what}`);
      expect(await listed(bilal!)).toMatchObject([{ unread: true }]);
      expect(await marks('read')).toMatchObject({
        id: first.id,
        unread: false,
        last_status: { id: first.id },
      });
      expect(await listed(bilal!)).toMatchObject([{ unread: false }]);
      expect(await marks('unread')).toMatchObject({ unread: true });
      expect(await marks('read')).toMatchObject({ unread: false });
      await answers(asha!, first, [bilal!]);
      expect(await listed(bilal!)).toMatchObject([{ unread: true }]);
      expect(await listed(asha!)).toMatchObject([{ unread: false }]);
    });

    it('that is removed comes back with the next post, and not with what was there', async () => {
      const first = await writes(asha!, [bilal!]);
      expect((await bilal!.sends('DELETE', `${CONVERSATIONS}/${first.id}`)).body).toEqual({});
      expect(await listed(bilal!)).toEqual([]);
      expect(await lasts(asha!)).toEqual([first.id]);
      expect((await bilal!.sends('DELETE', `${CONVERSATIONS}/${first.id}`)).status).toBe(404);
      const second = await answers(asha!, first, [bilal!]);
      expect(await lasts(bilal!)).toEqual([second.id]);
      await asha!.deletes(second.id);
      expect(await listed(bilal!)).toEqual([]);
    });

    it('whose last post is deleted shows the one before, and is gone with its last', async () => {
      const older = await writes(asha!, [bilal!]);
      const between = await writes(asha!, [chitra!]);
      const last = await answers(bilal!, older, [asha!]);
      expect(await lasts(asha!)).toEqual([last.id, between.id]);
      await bilal!.deletes(last.id);
      expect(await lasts(asha!)).toEqual([between.id, older.id]);
      await asha!.deletes(older.id);
      expect(await lasts(asha!)).toEqual([between.id]);
      expect(await listed(bilal!)).toEqual([]);
    });

    it('shows a tombstone where its last post is withheld, which names nobody whom it mentions', async () => {
      const first = await writes(asha!, [bilal!, chitra!]);
      const restriction = await restricts('withhold', { status_id: first.id });
      const [there] = await listed(bilal!.in('IN'));
      expect(there).toMatchObject({ id: first.id, last_status: { id: first.id, tombstone: true } });
      expect(names(there!)).toEqual([asha!.id]);
      const [elsewhere] = await listed(bilal!);
      expect(elsewhere!.last_status.tombstone).toBe(false);
      expect(names(elsewhere!)).toEqual([asha!.id, chitra!.id].sort());
      // What one has written oneself one sees.
      expect((await listed(asha!.in('IN')))[0]!.last_status.tombstone).toBe(false);
      expect(await bilal!.in('IN').does('POST', `${CONVERSATIONS}/${first.id}/read`)).toMatchObject({
        unread: false,
        last_status: { tombstone: true },
      });
      await meera.lifts(restriction);
      expect((await listed(bilal!.in('IN')))[0]!.last_status.content).toContain('Words for');
    });

    it('goes on without what is suspended, or is by somebody who is, where what is left has its place', async () => {
      const older = await writes(asha!, [bilal!, chitra!]);
      const between = await writes(asha!, [chitra!]);
      const last = await answers(bilal!, older, [asha!, chitra!]);
      expect(await lasts(chitra!)).toEqual([last.id, between.id]);
      const post = await restricts('suspend', { status_id: last.id });
      expect(await lasts(chitra!)).toEqual([between.id, older.id]);
      expect(await lasts(chitra!, { limit: '1' })).toEqual([between.id]);
      expect(await lasts(chitra!, { limit: '1', max_id: between.id })).toEqual([older.id]);
      expect(await lasts(bilal!)).toEqual([last.id]);
      await meera.lifts(post);
      expect(await lasts(chitra!)).toEqual([last.id, between.id]);
      await restricts('suspend', { account_id: bilal!.id });
      expect(await lasts(chitra!)).toEqual([between.id, older.id]);
    });

    it('goes on without whom one blocks or mutes, and who blocks one', async () => {
      const group = await writes(asha!, [bilal!, chitra!]);
      const alone = await writes(bilal!, [chitra!]);
      const last = await answers(bilal!, group, [asha!, chitra!]);
      expect(await lasts(chitra!)).toEqual([last.id, alone.id]);
      for (const [who, whom, does, undoes] of [
        [chitra!, bilal!, 'block', 'unblock'],
        [chitra!, bilal!, 'mute', 'unmute'],
        [bilal!, chitra!, 'block', 'unblock'],
      ] as const) {
        await who.does('POST', `/api/v1/accounts/${whom.id}/${does}`);
        expect(await lasts(chitra!)).toEqual([group.id]);
        expect((await chitra!.sends('POST', `${CONVERSATIONS}/${alone.id}/read`)).status).toBe(404);
        await who.does('POST', `/api/v1/accounts/${whom.id}/${undoes}`);
      }
      expect(await lasts(chitra!)).toEqual([last.id, alone.id]);
    });

    it('is as of the instant looked at, and of an edit for whom that mentions', async () => {
      const first = await writes(asha!, [bilal!]);
      const before = new Date(now - 500).toISOString();
      const second = await answers(bilal!, first, [asha!]);
      expect(await lasts(asha!, { view_at: before })).toEqual([first.id]);
      await bilal!.does('PUT', `/api/v1/statuses/${second.id}`, { status: `For @${chitra!.username}` });
      server.clock.set((now += 1_000));
      expect(await lasts(asha!)).toEqual([first.id]);
      expect(await lasts(chitra!)).toEqual([second.id]);
    });

    it('is gone with an account that is erased; a rebuild gives the same', async () => {
      const first = await writes(asha!, [bilal!, chitra!]);
      const second = await answers(bilal!, first, [asha!, chitra!]);
      const third = await answers(chitra!, second, [asha!, bilal!]);
      const alone = await writes(asha!, [bilal!]);
      await answers(asha!, alone, [bilal!]);
      await chitra!.does('POST', `${CONVERSATIONS}/${first.id}/read`);
      expect(await lasts(asha!)).toHaveLength(2);
      await server.does('erase-account', { account: bilal!.id }, bilal!.id);
      expect(await lasts(asha!)).toEqual([third.id, first.id]);
      expect(await lasts(chitra!)).toEqual([third.id, first.id]);
      const rows = await dump(server.database);
      await rebuild(server.database);
      expect(differing(await dump(server.database), rows)).toEqual([]);
    });
  });

  describe('live', () => {
    it('a conversation is told to those who are in it, and to nobody else', async () => {
      const listeners = await Promise.all([asha!, bilal!, dana!].map((who) => hears(who)));
      const first = await writes(asha!, [bilal!]);
      const second = await answers(bilal!, first, [asha!]);
      const told = await Promise.all(listeners.map(heard));
      expect(told).toEqual([
        [`conversation ${first.id}: ${first.id}`, `conversation ${first.id}: ${second.id}, unread`],
        [`conversation ${first.id}: ${first.id}, unread`, `conversation ${first.id}: ${second.id}`],
        [],
      ]);
      await bilal!.deletes(second.id);
      expect(await heard(listeners[0]!)).toEqual([`conversation ${first.id}: ${first.id}`]);
      await asha!.deletes(first.id);
      expect(await heard(listeners[0]!)).toEqual([]);
    });

    it('is told as a tombstone where it is withheld, and again as it is lifted; elsewhere nothing', async () => {
      const first = await writes(asha!, [bilal!]);
      const last = await answers(asha!, first, [bilal!]);
      const [there, elsewhere] = [
        await hears(bilal!, { view_from: 'IN' }),
        await hears(bilal!, { view_from: 'DE' }),
      ];
      await meera.lifts(await restricts('withhold', { status_id: first.id }));
      expect(await heard(there)).toEqual([]);
      const restriction = await restricts('withhold', { status_id: last.id });
      expect(await heard(there)).toEqual([`conversation ${first.id}: ${last.id} (tombstone), unread`]);
      await meera.lifts(restriction);
      expect(await heard(there)).toEqual([`conversation ${first.id}: ${last.id}, unread`]);
      const account = await restricts('withhold', { account_id: asha!.id });
      expect(await heard(there)).toEqual([`conversation ${first.id}: ${last.id} (tombstone), unread`]);
      await meera.lifts(account);
      expect(await heard(there)).toEqual([`conversation ${first.id}: ${last.id}, unread`]);
      expect(await heard(elsewhere)).toEqual([]);
    });

    it('is told to one’s other devices as one marks it, as each looks at it, and to nobody else', async () => {
      const post = await writes(bilal!, [asha!]);
      await meera.imposes({ status_id: post.id });
      const [desk, india, other] = [
        await hears(asha!),
        await hears(asha!, { view_from: 'IN' }),
        await hears(bilal!),
      ];
      for (const listener of [desk, india, other]) await heard(listener);
      const marks = async (what: 'read' | 'unread'): Promise<void> => {
        await asha!.does('POST', `${CONVERSATIONS}/${post.id}/${what}`);
        for (const listener of [desk, india])
          await listener.until(what, () => listener.frames.some(({ type }) => type === 'conversation'));
      };
      await marks('read');
      expect(await heard(desk)).toEqual([`conversation ${post.id}: ${post.id}`]);
      const [frame] = india.frames.filter(({ type }) => type === 'conversation');
      expect(frame?.payload).toMatchObject({ unread: false, last_status: { tombstone: true } });
      india.forget();
      await marks('unread');
      expect(await heard(desk)).toEqual([`conversation ${post.id}: ${post.id}, unread`]);
      india.forget();
      await asha!.sends('DELETE', `${CONVERSATIONS}/${post.id}`);
      for (const listener of [desk, india, other]) expect(await heard(listener)).toEqual([]);
    });

    if (shared)
      it('is told so where it was marked in another process', async () => {
        const post = await writes(bilal!, [asha!]);
        const other = await startServer(server.place, { env: { TEST: '1' } });
        other.clock.set(now);
        const listener = await listen(asha, other);
        await listener.subscribe('user');
        await asha!.does('POST', `${CONVERSATIONS}/${post.id}/read`);
        await listener.until('the mark', () => listener.frames.length > 0);
        expect(listener.told()).toEqual([`conversation ${post.id}: ${post.id}`]);
        listener.close();
        await other.close();
      });

    it('of whom one blocks nothing is told', async () => {
      await bilal!.does('POST', `/api/v1/accounts/${asha!.id}/block`);
      const listener = await hears(bilal!);
      await writes(asha!, [bilal!]);
      const heeded = await writes(chitra!, [bilal!]);
      expect(await heard(listener)).toEqual([`conversation ${heeded.id}: ${heeded.id}, unread`]);
    });
  });
});
