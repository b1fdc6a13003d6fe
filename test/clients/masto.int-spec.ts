import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  createOAuthAPIClient,
  createRestAPIClient,
  createStreamingAPIClient,
  MastoHttpError,
  type mastodon,
} from 'masto';
import { WebSocket } from 'ws';
import { letsIn, OUT_OF_BAND, worldOf, type View } from './world.js';

const SCOPES = 'read write follow';

/** The fields of a streamed status that are compared. */
interface Told {
  id: string;
  tombstone?: boolean;
}

/** An unmodified client of Mastodon's: masto.js, of the range for Node 20. */
describe('masto', () => {
  const world = worldOf('masto');
  let rest: mastodon.rest.Client;
  let token: string;

  /** Registers an app, has somebody let it in, and trades the code. */
  const signsIn = async (view: View = {}): Promise<string> => {
    const { url, asha } = world;
    const app = await createRestAPIClient({ url }).v1.apps.create({
      clientName: 'A client',
      redirectUris: OUT_OF_BAND,
      scopes: SCOPES,
    });
    const { clientId = '', clientSecret = '' } = app as unknown as Record<string, string>;
    const address = new URL('/oauth/authorize', url);
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: OUT_OF_BAND,
      scope: SCOPES,
    }).toString();
    const answer = await createOAuthAPIClient({ url }).token.create({
      grantType: 'authorization_code',
      code: await letsIn(address.href, asha, view),
      clientId,
      clientSecret,
      redirectUri: OUT_OF_BAND,
    });
    return answer.accessToken;
  };

  beforeAll(async () => {
    token = await signsIn();
    rest = createRestAPIClient({ url: world.url, accessToken: token });
  });

  it('signs in by code, as whoever let it in', async () => {
    const me = await rest.v1.accounts.verifyCredentials();
    expect([me.id, me.username, me.source.privacy]).toEqual([world.asha.id, world.asha.username, 'public']);
  });

  it('posts, replies, likes, boosts and bookmarks, and finds that again', async () => {
    const post = await rest.v1.statuses.create({ status: 'From a client' });
    const reply = await rest.v1.statuses.create({ status: 'And on', inReplyToId: post.id });
    const theirs = await world.bilal.posts('To be liked');
    const { favourited } = await rest.v1.statuses.$select(theirs.id).favourite();
    const boost = await rest.v1.statuses.$select(theirs.id).reblog();
    const { bookmarked } = await rest.v1.statuses.$select(theirs.id).bookmark();
    expect([favourited, boost.reblog?.id, bookmarked]).toEqual([true, theirs.id, true]);
    const { descendants } = await rest.v1.statuses.$select(post.id).context.fetch();
    expect(descendants.map(({ id }) => id)).toEqual([reply.id]);
    expect((await rest.v1.bookmarks.list()).map(({ id }) => id)).toEqual([theirs.id]);
    expect((await rest.v1.favourites.list()).map(({ id }) => id)).toEqual([theirs.id]);
    const home = await rest.v1.timelines.home.list();
    expect(home.map(({ id }) => id)).toEqual([boost.id, reply.id, post.id]);
  });

  it('finds and follows somebody, and reads on through their pages', async () => {
    const [found] = await rest.v1.accounts.search.list({ q: world.bilal.username });
    expect(found?.id).toBe(world.bilal.id);
    const { following } = await rest.v1.accounts.$select(world.bilal.id).follow();
    expect(following).toBe(true);
    for (let n = 0; n < 5; n++) await world.bilal.posts(`Number ${n}`);
    const pages: string[][] = [];
    for await (const page of rest.v1.timelines.home.list({ limit: 3 }))
      pages.push(page.map(({ content }) => content));
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flat().filter((content) => content.includes('Number'))).toHaveLength(5);
    expect(
      (await rest.v1.accounts.relationships.fetch({ id: [world.bilal.id] })).map((one) => one.following),
    ).toEqual([true]);
  });

  it('follows a hashtag, and finds at home what comes with it', async () => {
    const tag = rest.v1.tags.$select('Ferries');
    expect((await tag.follow()).following).toBe(true);
    const { id } = await world.meera.posts('The last one #ferries');
    expect((await rest.v1.timelines.home.list({ limit: 1 })).map((one) => one.id)).toEqual([id]);
    expect((await rest.v1.followedTags.list()).map(({ name }) => name)).toEqual(['ferries']);
    expect((await tag.unfollow()).following).toBe(false);
    expect((await tag.fetch()).following).toBe(false);
    expect((await rest.v1.timelines.home.list({ limit: 1 })).map((one) => one.id)).not.toContain(id);
  });

  it('searches, and is told what trends', async () => {
    const post = await world.bilal.posts('Marmalade #marmalade');
    await world.asha.likes(post.id);
    const found = await rest.v2.search.list({ q: 'marmalade', resolve: true });
    expect(found.statuses.map(({ id }) => id)).toEqual([post.id]);
    expect(found.hashtags.map(({ name }) => name)).toEqual(['marmalade']);
    const { accounts } = await rest.v2.search.list({ q: world.bilal.username, type: 'accounts' });
    expect(accounts.map(({ id }) => id)).toEqual([world.bilal.id]);
    const trends = await rest.v1.trends.tags.list();
    expect(trends.map(({ name, history }) => [name, history?.length])).toContainEqual(['marmalade', 7]);
    expect((await rest.v1.trends.statuses.list()).map(({ id }) => id)).toContain(post.id);
    await world.meera.imposes({ status_id: post.id });
    const india = createRestAPIClient({ url: world.url, accessToken: await signsIn({ from: 'IN' }) });
    expect(await india.v2.search.list({ q: 'marmalade' })).toEqual({
      accounts: [],
      statuses: [],
      hashtags: [],
    });
  });

  it('goes live, and is told of what is withheld where it looks from', async () => {
    const instance = await rest.v2.instance.fetch();
    const fromIndia = await signsIn({ from: 'IN' });
    const streaming = createStreamingAPIClient({
      streamingApiUrl: instance.configuration.urls.streaming,
      accessToken: fromIndia,
      implementation: WebSocket,
    });
    const events = streaming.public.local.subscribe();
    const told: string[] = [];
    const hears = async (): Promise<void> => {
      for await (const { event, payload } of events.values()) {
        const { id, tombstone } = typeof payload === 'string' ? { id: payload } : (payload as Told);
        told.push(`${event} ${tombstone === true ? 'tombstone' : id}`);
        if (event === 'delete') return;
      }
    };
    const heard = hears();
    // Posted until it listens: a subscription has no answer.
    let post = await world.bilal.posts('Is anybody there?');
    while (told.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      post = await world.bilal.posts('Is anybody there?');
    }
    await world.meera.imposes({ status_id: post.id });
    await world.bilal.deletes(post.id);
    await heard;
    streaming.close();
    expect(told.slice(-3)).toEqual([`update ${post.id}`, 'status.update tombstone', `delete ${post.id}`]);
  });

  it('has conversations: hears of them live, reads and removes them', async () => {
    const instance = await rest.v2.instance.fetch();
    const streaming = createStreamingAPIClient({
      streamingApiUrl: instance.configuration.urls.streaming,
      accessToken: token,
      implementation: WebSocket,
    });
    const letter = { visibility: 'direct' };
    const told: string[] = [];
    const events = streaming.direct.subscribe();
    const hears = async (): Promise<void> => {
      for await (const { event, payload } of events.values()) {
        const { lastStatus } = payload as mastodon.v1.Conversation;
        told.push(`${event} ${lastStatus?.id}`);
        if (lastStatus?.content.includes('The last') === true) return;
      }
    };
    const heard = hears();
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
    streaming.close();
    expect(told.every((one) => one.startsWith('conversation '))).toBe(true);
    expect(told.at(-1)).toBe(`conversation ${last}`);
    const [one] = await rest.v1.conversations.list({ limit: 1 });
    expect([one?.id, one?.unread, one?.lastStatus?.id]).toEqual([first.id, true, last]);
    expect(one?.accounts.map((account) => account.id)).toEqual([world.bilal.id]);
    const read = await rest.v1.conversations.$select(first.id).read();
    expect([read.id, read.unread]).toEqual([first.id, false]);
    await rest.v1.conversations.$select(first.id).remove();
    expect((await rest.v1.conversations.list()).map((left) => left.id)).not.toContain(first.id);
  });

  it('asks for a hashtag by its name', async () => {
    await world.bilal.posts('#नदी');
    const { name, history, following } = await rest.v1.tags.$select('नदी').fetch();
    expect([name, history?.[0]?.uses, following]).toEqual(['नदी', '1', false]);
  });

  it('is shown a tombstone from India, and refused the post itself', async () => {
    const { id } = await world.bilal.posts('To be withheld');
    await world.meera.imposes({ status_id: id });
    const india = createRestAPIClient({ url: world.url, accessToken: await signsIn({ from: 'IN' }) });
    const [newest] = await india.v1.timelines.public.list({ local: true, limit: 1 });
    expect([newest?.id, newest?.content]).toEqual([id, expect.stringContaining('withheld in India')]);
    const refused = await india.v1.statuses
      .$select(id)
      .fetch()
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MastoHttpError);
    expect((refused as MastoHttpError).statusCode).toBe(451);
    expect((await rest.v1.statuses.$select(id).fetch()).content).toContain('To be withheld');
  });

  it('is told of what was done to a post, among its notifications', async () => {
    const { id } = await rest.v1.statuses.create({ status: 'Mine' });
    await world.meera.imposes({ status_id: id });
    const [first] = await rest.v1.notifications.list();
    expect(first?.type).toBe('moderation_warning');
  });

  it('is told of what others did, in a list and in groups, and dismisses it', async () => {
    const { id } = await rest.v1.statuses.create({ status: 'Mine, too' });
    await world.bilal.likes(id);
    const { username } = await rest.v1.accounts.verifyCredentials();
    const mention = await world.bilal.posts(`Good morning @${username}`);
    const types = ['mention', 'favourite'] as const;
    const told = await rest.v1.notifications.list({ types: [...types], limit: 2 });
    expect(told.map((one) => [one.type, one.status?.id])).toEqual([
      ['mention', mention.id],
      ['favourite', id],
    ]);
    const groups = await rest.v2.notifications.list({ accountId: world.bilal.id, limit: 2 });
    expect(groups.notificationGroups.map(({ type }) => type as string)).toEqual(types);
    expect(groups.accounts.map((one) => one.id)).toEqual([world.bilal.id]);
    await rest.v1.notifications.$select(told[0]!.id).dismiss();
    const [next] = await rest.v1.notifications.list({ types: ['mention'], limit: 1 });
    expect(next?.id).not.toBe(told[0]!.id);
  });

  it('schedules a post, and drops it', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
    const post = await rest.v1.statuses.create({ status: 'Later', scheduledAt });
    const [waiting] = await rest.v1.scheduledStatuses.list();
    expect([waiting?.id, waiting?.params.text, waiting?.scheduledAt]).toEqual([
      post.id,
      'Later',
      scheduledAt,
    ]);
    await rest.v1.scheduledStatuses.$select(post.id).remove();
    expect(await rest.v1.scheduledStatuses.list()).toEqual([]);
  });

  it('is locked, is asked who may follow, and lets one and not the other', async () => {
    const { asha, bilal, meera } = world;
    expect((await rest.v1.accounts.updateCredentials({ locked: true })).locked).toBe(true);
    for (const who of [bilal, meera]) await who.does('POST', `/api/v1/accounts/${asha.id}/follow`);
    const ids = async (): Promise<string[]> => (await rest.v1.followRequests.list()).map(({ id }) => id);
    expect(await ids()).toEqual([meera.id, bilal.id]);
    const told = await rest.v1.notifications.list({ types: ['follow_request'] });
    expect(told.map(({ account }) => account.id)).toEqual([meera.id, bilal.id]);
    const [relation] = await rest.v1.accounts.relationships.fetch({ id: [bilal.id] });
    expect([relation?.requestedBy, relation?.followedBy]).toEqual([true, false]);
    const granted = await rest.v1.followRequests.$select(bilal.id).authorize();
    const refused = await rest.v1.followRequests.$select(meera.id).reject();
    expect([granted.followedBy, refused.followedBy, refused.requestedBy]).toEqual([true, false, false]);
    expect(await ids()).toEqual([]);
    const { locked, source } = await rest.v1.accounts.updateCredentials({ locked: false });
    expect([locked, source.followRequestsCount]).toEqual([false, 0]);
  });

  it('reads 10 February 2021 as of then, and is told why it cannot post', async () => {
    const past = createRestAPIClient({
      url: world.url,
      accessToken: await signsIn({ from: 'IN', moment: '2021-02-10T08:04' }),
    });
    const statuses = await past.v1.timelines.public.list();
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.every(({ createdAt }) => createdAt <= '2021-02-10T08:04:59.999Z')).toBe(true);
    const refused = await past.v1.statuses.create({ status: 'Hello, past' }).catch((error: unknown) => error);
    expect((refused as MastoHttpError).statusCode).toBe(422);
    expect((refused as MastoHttpError).message).toMatch(/now|2021/);
  });
});
