import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Markers, Preferences, Status } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

const STATUSES = '/api/v1/statuses';
const ids = (statuses: readonly Status[]): string[] => statuses.map(({ id }) => id);

/** Asha writes and pins; bilal bookmarks; meera moderates. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'meera', Person>;
  let posts: Status[];
  const does = (who: Person, what: string, { id }: Pick<Status, 'id'>): Promise<Status> =>
    who.does('POST', `${STATUSES}/${id}/${what}`);
  const bookmarks = async (who: Reader, query = ''): Promise<string[]> =>
    ids((await who.reads<Status[]>(`/api/v1/bookmarks${query}`)).body);
  const pinned = async (who: Reader): Promise<Status[]> =>
    (await who.reads<Status[]>(`/api/v1/accounts/${cast.asha.id}/statuses?pinned=true`)).body;

  beforeAll(async () => {
    cast = await people(server.address, { asha: 'reader', bilal: 'reader', meera: 'moderator' });
    posts = [];
    for (const n of [1, 2, 3, 4, 5, 6]) posts.push(await cast.asha.posts(`Post ${n}`));
  });

  describe('a bookmark', () => {
    it('is one’s own, listed by when it was made, and told to nobody else', async () => {
      const { asha, bilal } = cast;
      const [first, second] = posts as [Status, Status];
      expect(await does(bilal, 'bookmark', second)).toMatchObject({ bookmarked: true });
      expect(await does(bilal, 'bookmark', first)).toMatchObject({ bookmarked: true });
      await does(bilal, 'bookmark', first);
      expect(await bookmarks(bilal)).toEqual([first.id, second.id]);
      expect(await bookmarks(bilal, '?limit=1')).toEqual([first.id]);
      expect(await bookmarks(asha)).toEqual([]);
      expect((await asha.reads<Status>(`${STATUSES}/${first.id}`)).body.bookmarked).toBe(false);
      const timeline = (await bilal.reads<Status[]>('/api/v1/timelines/public')).body;
      expect(ids(timeline.filter(({ bookmarked }) => bookmarked))).toEqual([second.id, first.id]);
      expect((await new Reader(server.address).reads('/api/v1/bookmarks')).status).toBe(401);
      expect((await bilal.sends('POST', `${STATUSES}/nothing/bookmark`)).status).toBe(404);
    });

    it('of what is withheld cannot be made there, is a tombstone there, and can be taken away', async () => {
      const { bilal, meera } = cast;
      const [first, , third] = posts as [Status, Status, Status];
      const withheld = [
        await meera.imposes({ status_id: first.id }),
        await meera.imposes({ status_id: third.id }),
      ];
      const there = bilal.in('IN');
      expect((await there.sends('POST', `${STATUSES}/${third.id}/bookmark`)).status).toBe(451);
      const listed = (await there.reads<Status[]>('/api/v1/bookmarks')).body;
      expect(listed.map(({ tombstone, bookmarked }) => [tombstone, bookmarked])).toEqual([
        [true, false],
        [false, true],
      ]);
      expect(await does(there, 'unbookmark', first)).toMatchObject({ tombstone: true });
      for (const restriction of withheld) await meera.lifts(restriction);
      expect(await bookmarks(bilal)).toEqual([posts[1]!.id]);
    });

    it('of what is deleted is gone', async () => {
      const { asha, bilal } = cast;
      const post = await asha.posts('Soon gone');
      await does(bilal, 'bookmark', post);
      await asha.deletes(post.id);
      expect(await bookmarks(bilal)).not.toContain(post.id);
    });
  });

  describe('a pin', () => {
    it('is one’s own post on one’s profile, which anybody is shown, five at most', async () => {
      const { asha, bilal } = cast;
      for (const post of posts.slice(0, 5))
        expect(await does(asha, 'pin', post)).toMatchObject({ pinned: true });
      expect((await asha.sends('POST', `${STATUSES}/${posts[5]!.id}/pin`)).status).toBe(422);
      expect(ids(await pinned(bilal))).toEqual(ids(posts.slice(0, 5)).toReversed());
      expect(ids(await pinned(new Reader(server.address)))).toHaveLength(5);
      expect((await pinned(bilal))[0]).not.toHaveProperty('pinned');
      expect((await pinned(asha))[0]).toMatchObject({ pinned: true });
      expect(await does(asha, 'unpin', posts[4]!)).toMatchObject({ pinned: false });
      expect(ids(await pinned(bilal))).toHaveLength(4);
    });

    it('is five at most where several are asked for at once', async () => {
      const { eager } = await people(server.address, { eager: 'reader' });
      const own: Status[] = [];
      for (let n = 0; n < 9; n++) own.push(await eager.posts(`Mine ${n}`));
      for (const post of own.slice(0, 4)) await does(eager, 'pin', post);
      // Each has a connection of its own by then: else they would wait for one, and not be at once.
      await Promise.all(own.map((post) => does(eager, 'bookmark', post)));
      const answers = own.slice(4).map(({ id }) => eager.sends('POST', `${STATUSES}/${id}/pin`));
      const statuses = (await Promise.all(answers)).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 422, 422, 422, 422]);
    });

    it('is of no other’s post, of no re-post, and of nothing for one person alone', async () => {
      const { asha, bilal } = cast;
      const repost = await asha.reposts((await bilal.posts('By bilal')).id);
      const letter = await asha.posts('To @bilal', { visibility: 'direct' });
      expect((await bilal.sends('POST', `${STATUSES}/${posts[0]!.id}/pin`)).status).toBe(422);
      expect((await asha.sends('POST', `${STATUSES}/${repost.id}/pin`)).status).toBe(422);
      expect((await asha.sends('POST', `${STATUSES}/${letter.id}/pin`)).status).toBe(422);
    });

    it('of what is withheld is a tombstone, and of what is for followers is for them', async () => {
      const { asha, bilal, meera } = cast;
      const secret = await asha.posts('For followers', { visibility: 'private' });
      await does(asha, 'pin', secret);
      expect(ids(await pinned(bilal))).not.toContain(secret.id);
      expect(ids(await pinned(asha))).toContain(secret.id);
      const restriction = await meera.imposes({ status_id: posts[0]!.id });
      const there = (await pinned(bilal.in('IN'))).find(({ id }) => id === posts[0]!.id);
      expect(there).toMatchObject({ tombstone: true });
      await meera.lifts(restriction);
    });
  });

  describe('a muted thread', () => {
    const notified = async (who: Reader): Promise<string[]> =>
      (await who.reads<{ type: string; status: Status | null }[]>('/api/v1/notifications')).body.map(
        ({ type, status }) => `${type} ${status?.id}`,
      );
    const isMuted = async (who: Reader, { id }: Pick<Status, 'id'>): Promise<boolean> =>
      (await who.reads<Status>(`${STATUSES}/${id}`)).body.muted;

    it('tells whoever muted it of nothing in it, and nobody of that', async () => {
      const { asha, bilal } = cast;
      const root = await asha.posts('Where a thread begins');
      const own = await bilal.replies(root.id, 'An answer');
      const other = await bilal.posts('Elsewhere');
      expect(await does(bilal, 'mute', own)).toMatchObject({ muted: true });
      expect(await does(bilal, 'mute', own)).toMatchObject({ muted: true });
      const later = await asha.replies(own.id, 'You see, @bilal');
      const beside = await asha.replies(root.id, 'And @bilal said');
      await does(asha, 'favourite', own);
      await does(asha, 'favourite', other);
      for (const post of [root, own, later, beside]) expect(await isMuted(bilal, post)).toBe(true);
      expect(await isMuted(bilal, other)).toBe(false);
      for (const post of [root, own, later]) expect(await isMuted(asha, post)).toBe(false);
      expect((await bilal.reads('/api/v1/bookmarks')).text).not.toContain(root.id);
      const told = await notified(bilal);
      expect(told).toContain(`favourite ${other.id}`);
      for (const post of [own, later, beside]) expect(told.join()).not.toContain(post.id);
      expect(await does(bilal, 'unmute', later)).toMatchObject({ muted: false });
      expect(await isMuted(bilal, root)).toBe(false);
      const after = await notified(bilal);
      for (const one of [`favourite ${own.id}`, `mention ${later.id}`, `mention ${beside.id}`])
        expect(after).toContain(one);
    });

    it('does not tell that two answers are to the same hidden post', async () => {
      const { asha, bilal } = cast;
      const hidden = await asha.posts('For followers', { visibility: 'private' });
      const [one, other] = [await asha.replies(hidden.id, 'One'), await asha.replies(hidden.id, 'Other')];
      await does(bilal, 'mute', one);
      expect([await isMuted(bilal, one), await isMuted(bilal, other)]).toEqual([true, false]);
      expect((await bilal.sends('POST', `${STATUSES}/${hidden.id}/mute`)).status).toBe(404);
      await does(asha, 'mute', other);
      expect([await isMuted(asha, hidden), await isMuted(asha, one)]).toEqual([true, true]);
    });

    it('may be for those alone whom it mentions', async () => {
      const { asha, bilal } = cast;
      const first = await asha.posts('To @bilal', { visibility: 'direct' });
      const answer = await bilal.posts('To @asha', { in_reply_to_id: first.id, visibility: 'direct' });
      await does(bilal, 'mute', answer);
      const next = await asha.posts('Again, @bilal', {
        in_reply_to_id: first.id,
        visibility: 'direct',
      });
      expect(await isMuted(bilal, next)).toBe(true);
      expect((await notified(bilal)).join()).not.toContain(next.id);
    });

    it('cannot be of what is withheld there, and can be unmuted there', async () => {
      const { bilal, meera, asha } = cast;
      const post = await asha.posts('Not for India');
      await does(bilal, 'mute', post);
      const restriction = await meera.imposes({ status_id: post.id });
      const there = bilal.in('IN');
      expect((await there.sends('POST', `${STATUSES}/${post.id}/mute`)).status).toBe(451);
      expect(await does(there, 'unmute', post)).toMatchObject({ tombstone: true, muted: false });
      await meera.lifts(restriction);
      expect(await isMuted(bilal, post)).toBe(false);
      expect((await bilal.sends('POST', `${STATUSES}/nothing/mute`)).status).toBe(404);
      expect((await new Reader(server.address).sends('POST', `${STATUSES}/${post.id}/mute`)).status).toBe(
        401,
      );
    });
  });

  it('preferences are what one has set for what one posts', async () => {
    const { asha } = cast;
    await asha.does('PATCH', '/api/v1/accounts/update_credentials', { source: { sensitive: true } });
    const { body } = await asha.reads<Preferences>('/api/v1/preferences');
    expect(body).toMatchObject({
      'posting:default:visibility': 'public',
      'posting:default:sensitive': true,
      'posting:default:language': null,
    });
  });

  it('markers say how far one has read, and count how often one said so', async () => {
    const { asha, bilal } = cast;
    const at = '/api/v1/markers';
    expect((await asha.reads<Markers>(`${at}?timeline[]=home`)).body).toEqual({});
    const form = new URLSearchParams([['home[last_read_id]', posts[0]!.id]]);
    expect((await asha.sends<Markers>('POST', at, form)).body.home).toMatchObject({ version: 0 });
    await asha.does('POST', at, { home: { last_read_id: posts[1]!.id }, notifications: null });
    const { body } = await asha.reads<Markers>(`${at}?timeline[]=home&timeline[]=notifications`);
    expect(body).toEqual({
      home: { last_read_id: posts[1]!.id, version: 1, updated_at: expect.stringMatching(/Z$/) },
    });
    expect((await bilal.reads<Markers>(`${at}?timeline[]=home`)).body).toEqual({});
    expect((await asha.reads(`${at}?timeline[]=elsewhere`)).status).toBe(422);
  });
});
