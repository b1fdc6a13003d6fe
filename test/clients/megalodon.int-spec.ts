import { beforeAll, describe, expect, it } from '@jest/globals';
import megalodon, { type Entity, type MegalodonInterface, type WebSocketInterface } from 'megalodon';
import { letsIn, OUT_OF_BAND, worldOf, type View } from './world.js';

/** It is a CommonJS module, whose own default is within what Node takes for its default. */
const { default: generator } = megalodon;
const SCOPES = ['read', 'write', 'follow'];

/** An unmodified client of Mastodon's and its kin: megalodon. */
describe('megalodon', () => {
  const world = worldOf('megalodon');
  let client: MegalodonInterface;

  const signsIn = async (view: View = {}): Promise<MegalodonInterface> => {
    const { url, asha } = world;
    const visitor = generator('mastodon', url);
    const app = await visitor.registerApp('A client', { scopes: SCOPES, redirect_uris: OUT_OF_BAND });
    const code = await letsIn(app.url ?? '', asha, view);
    const { access_token } = await visitor.fetchAccessToken(
      app.client_id,
      app.client_secret,
      code,
      OUT_OF_BAND,
    );
    return generator('mastodon', url, access_token);
  };
  /** The status of what is refused. */
  const refusal = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => 'granted',
      (error: unknown) => (error as { response?: { status?: number } }).response?.status ?? error,
    );

  beforeAll(async () => {
    client = await signsIn();
  });

  it('knows what it talks to, and as whom', async () => {
    const { data: instance } = await client.getInstance();
    expect(instance.version).toMatch(/^4\.4\.0 \(compatible; Withheld /);
    const { data: me } = await client.verifyAccountCredentials();
    expect([me.id, me.acct]).toEqual([world.asha.id, world.asha.username]);
  });

  it('posts, replies, likes, boosts and bookmarks', async () => {
    const { data: post } = await client.postStatus('From a client');
    const { data: reply } = await client.postStatus('And on', { in_reply_to_id: post.id });
    const theirs = await world.bilal.posts('To be liked');
    expect((await client.favouriteStatus(theirs.id)).data.favourited).toBe(true);
    expect((await client.reblogStatus(theirs.id)).data.reblog?.id).toBe(theirs.id);
    expect((await client.bookmarkStatus(theirs.id)).data.bookmarked).toBe(true);
    expect((await client.getBookmarks()).data.map(({ id }) => id)).toEqual([theirs.id]);
    expect((await client.getStatusContext(post.id)).data.descendants.map(({ id }) => id)).toEqual([reply.id]);
    expect((await client.getHomeTimeline()).data.map(({ id }) => id)).toContain(post.id);
  });

  it('follows somebody, and reads their posts at home', async () => {
    expect((await client.followAccount(world.bilal.id)).data.following).toBe(true);
    const { id } = await world.bilal.posts('To whoever follows');
    expect((await client.getHomeTimeline({ limit: 1 })).data.map((one) => one.id)).toEqual([id]);
    expect((await client.getAccountFollowing(world.asha.id)).data.map((one) => one.id)).toEqual([
      world.bilal.id,
    ]);
  });

  it('follows a hashtag, and finds at home what comes with it', async () => {
    expect((await client.followTag('ferries')).data.following).toBe(true);
    const { id } = await world.meera.posts('The last one #ferries');
    expect((await client.getHomeTimeline({ limit: 1 })).data.map((one) => one.id)).toEqual([id]);
    expect((await client.getFollowedTags()).data.map(({ name }) => name)).toEqual(['ferries']);
    expect((await client.getTag('ferries')).data.following).toBe(true);
    expect((await client.unfollowTag('ferries')).data.following).toBe(false);
  });

  it('searches', async () => {
    const { id } = await world.bilal.posts('Marmalade #marmalade');
    const { data } = await client.search('marmalade', { resolve: true });
    expect(data.statuses.map((one) => one.id)).toEqual([id]);
    expect(data.hashtags.map(({ name }) => name)).toEqual(['marmalade']);
    const people = await client.search(world.bilal.username, { type: 'accounts' });
    expect(people.data.accounts.map((one) => one.id)).toEqual([world.bilal.id]);
  });

  it('goes live, without an event that it does not know', async () => {
    const india = await signsIn({ from: 'IN' });
    const stream: WebSocketInterface = await india.localStreaming();
    const told: string[] = [];
    const wrong: unknown[] = [];
    stream.on('parser-error', (error) => wrong.push(error));
    stream.on('error', (error) => wrong.push(error));
    const heard = new Promise<void>((resolve) => {
      stream.on('update', ({ id }: { id: string }) => told.push(`update ${id}`));
      stream.on('status_update', ({ id }: { id: string }) => told.push(`status.update ${id}`));
      stream.on('delete', (id: string) => {
        told.push(`delete ${id}`);
        resolve();
      });
    });
    let post = await world.bilal.posts('Is anybody there?');
    while (told.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      post = await world.bilal.posts('Is anybody there?');
    }
    await world.meera.imposes({ status_id: post.id });
    await world.bilal.likes(post.id);
    await world.bilal.deletes(post.id);
    await heard;
    stream.stop();
    expect(told.slice(-3)).toEqual([`update ${post.id}`, `status.update ${post.id}`, `delete ${post.id}`]);
    expect(wrong).toEqual([]);
  });

  it('has conversations: hears of them live, reads and removes them', async () => {
    const letter = { visibility: 'direct' };
    const stream: WebSocketInterface = await client.directStreaming();
    const told: string[] = [];
    const wrong: unknown[] = [];
    stream.on('parser-error', (error) => wrong.push(error));
    stream.on('error', (error) => wrong.push(error));
    const heard = new Promise<void>((resolve) => {
      stream.on('conversation', ({ last_status }: Entity.Conversation) => {
        told.push(last_status?.id ?? '');
        if (last_status?.content.includes('The last') === true) resolve();
      });
    });
    const first = await world.bilal.posts(`Dear @${world.asha.username}`, letter);
    while (told.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await world.bilal.posts(`Are you there, @${world.asha.username}?`, letter);
    }
    const { id: last } = await world.bilal.posts(`The last, @${world.asha.username}`, {
      ...letter,
      in_reply_to_id: first.id,
    });
    await heard;
    stream.stop();
    expect([told.at(-1), wrong]).toEqual([last, []]);
    const { data } = await client.getConversationTimeline({ limit: 1 });
    expect(data.map((one) => [one.id, one.unread, one.last_status?.id])).toEqual([[first.id, true, last]]);
    expect((await client.readConversation(first.id)).data.unread).toBe(false);
    await client.deleteConversation(first.id);
    const left = await client.getConversationTimeline();
    expect(left.data.map(({ id }) => id)).not.toContain(first.id);
  });

  it('is shown a tombstone from India, and refused the post itself', async () => {
    const { id } = await world.bilal.posts('To be withheld');
    await world.meera.imposes({ status_id: id });
    const india = await signsIn({ from: 'IN' });
    const { data } = await india.getLocalTimeline({ limit: 1 });
    expect(data.map((one) => [one.id, one.content])).toEqual([
      [id, expect.stringContaining('withheld in India')],
    ]);
    expect(await refusal(india.getStatus(id))).toBe(451);
    expect((await client.getStatus(id)).data.content).toContain('To be withheld');
  });

  it('reads notifications', async () => {
    const { data: post } = await client.postStatus('Mine');
    await world.meera.imposes({ status_id: post.id });
    await world.bilal.likes(post.id);
    // Of a warning this client makes nothing.
    const liked = async (): Promise<unknown[]> =>
      (await client.getNotifications({ limit: 2 })).data.map((one) => [one.type, one.status?.id]);
    expect(await liked()).toEqual([['favourite', post.id]]);
    const [told] = (await client.getNotifications({ limit: 2 })).data;
    expect((await client.dismissNotification(told!.id)).status).toBe(200);
    expect(await liked()).not.toContainEqual(['favourite', post.id]);
  });

  it('is locked, is asked who may follow, and lets one and not the other', async () => {
    const { asha, bilal, meera } = world;
    expect((await client.updateCredentials({ locked: true })).data.locked).toBe(true);
    for (const who of [bilal, meera]) await who.does('POST', `/api/v1/accounts/${asha.id}/follow`);
    const ids = async (): Promise<unknown[]> => (await client.getFollowRequests()).data.map(({ id }) => id);
    expect(await ids()).toEqual([meera.id, bilal.id]);
    expect((await client.acceptFollowRequest(bilal.id)).data.followed_by).toBe(true);
    expect((await client.rejectFollowRequest(meera.id)).data.followed_by).toBe(false);
    expect(await ids()).toEqual([]);
    expect((await client.updateCredentials({ locked: false })).data.locked).toBe(false);
  });

  it('reads 10 February 2021 as of then, and is told why it cannot post', async () => {
    const past = await signsIn({ from: 'IN', moment: '2021-02-10T08:04' });
    const { data } = await past.getPublicTimeline();
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ created_at }) => created_at <= '2021-02-10T08:04:59.999Z')).toBe(true);
    expect(await refusal(past.postStatus('Hello, past'))).toBe(422);
  });
});
