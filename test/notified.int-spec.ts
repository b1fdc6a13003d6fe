import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { GroupedNotificationsResults, Notification, Status } from '#contract';
import { rebuild } from '#projections';
import { people, type Person, type Query } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const NOTIFICATIONS = '/api/v1/notifications';
const short = ({ type, account, status }: Notification): string =>
  `${type} ${account.username.replace(/_\d+$/, '')}${status === undefined ? '' : ` ${status.id}`}`;

/** Asha is told what bilal and chitra do; meera moderates. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const { listen } = listenersOn(server);
  let now = Date.parse('2026-01-05T09:00:00Z');
  let meera: Person;
  let [asha, bilal, chitra]: Person[] = [];
  let round = 0;

  const later = (ms = 1_000): void => server.clock.set((now += ms));
  const done = async <T>(deed: Promise<T>): Promise<T> => {
    const result = await deed;
    later();
    return result;
  };
  const follows = (who: Person, whom: Person): Promise<unknown> =>
    done(who.does('POST', `/api/v1/accounts/${whom.id}/follow`));
  const told = async (who = asha!, query: Query = {}): Promise<Notification[]> => {
    const answer = await who.reads<Notification[]>(NOTIFICATIONS, query);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const shortly = async (who = asha!, query: Query = {}): Promise<string[]> =>
    (await told(who, query)).map(short);
  const heard = async (listener: Listener): Promise<Notification[]> => {
    await listener.hasHeard(server);
    return listener.frames.flatMap((frame) => (frame.type === 'notification' ? frame.payload : []));
  };
  const hears = async (who: Person, query: Query = {}): Promise<Listener> => {
    const listener = await listen(who, server);
    await listener.subscribe('user', query);
    return listener;
  };

  beforeAll(async () => {
    server.clock.set(now);
    ({ meera } = await people(server.address, { meera: 'moderator' }));
  });
  beforeEach(async () => {
    round += 1;
    const names = ['asha', 'bilal', 'chitra'].map((name) => [`${name}_${round}`, 'reader'] as const);
    const made = await people(server.address, Object.fromEntries(names));
    [asha, bilal, chitra] = names.map(([name]) => made[name]!);
    later();
  });

  /** One deed of each type. @returns asha's post, and what mentions her */
  const everything = async (): Promise<{ own: Status; mention: Status }> => {
    const own = await done(asha!.posts('A walk by the river'));
    await follows(bilal!, asha!);
    await done(bilal!.likes(own.id));
    await done(chitra!.reposts(own.id));
    const mention = await done(chitra!.posts(`Good morning @${asha!.username}`));
    return { own, mention };
  };

  it('tells of nothing in a thread that is muted, live neither', async () => {
    const own = await done(asha!.posts('A thread to mute'));
    const other = await done(asha!.posts('Another'));
    await done(chitra!.likes(own.id));
    const listener = await hears(asha!);
    const others = await hears(chitra!);
    await asha!.does('POST', `/api/v1/statuses/${own.id}/mute`);
    await done(bilal!.likes(own.id));
    const answer = await done(bilal!.replies(own.id, `@${asha!.username} @${chitra!.username}`));
    await done(bilal!.likes(other.id));
    expect((await heard(listener)).map(short)).toEqual([`favourite bilal ${other.id}`]);
    // What she was told of before stays.
    const before = `favourite chitra ${own.id}`;
    expect(await shortly()).toEqual([`favourite bilal ${other.id}`, before]);
    expect((await heard(others)).map(short)).toEqual([`mention bilal ${answer.id}`]);
    const grouped = await asha!.reads<{ notification_groups: object[] }>('/api/v2/notifications');
    expect(grouped.body.notification_groups).toHaveLength(2);
    expect((await asha!.reads(`${NOTIFICATIONS}/unread_count`)).body).toEqual({ count: 2 });
  });

  it('says live that they are others where what they tell of is withheld or suspended, and no longer', async () => {
    const [there, elsewhere] = [
      await hears(asha!, { view_from: 'IN' }),
      await hears(asha!, { view_from: 'DE' }),
    ];
    const others = await hears(bilal!, { view_from: 'IN' });
    const mention = await done(chitra!.posts(`Good morning @${asha!.username}`));
    await done(chitra!.posts('For nobody in particular'));
    const types = async (listener: Listener): Promise<string[]> => {
      await listener.hasHeard(server);
      const frames = listener.frames
        .map(({ type }) => type)
        .filter((type) => type.startsWith('notification'));
      listener.forget();
      return frames;
    };
    const inIndia = async (): Promise<string[]> =>
      (await told(asha, { view_from: 'IN' })).map(({ id }) => id);
    const [notification] = await inIndia();
    expect([await types(there), await types(elsewhere)]).toEqual([['notification'], ['notification']]);
    for (const what of [{ status_id: mention.id }, { account_id: chitra!.id }]) {
      const restriction = await done(meera.imposes(what));
      expect([await types(there), await inIndia()]).toEqual([['notifications_merged'], []]);
      await done(meera.lifts(restriction));
      // It is the one that was there, and is not told twice to whoever has kept it.
      expect([await types(there), await inIndia()]).toEqual([['notifications_merged'], [notification]]);
    }
    const suspended = await done(meera.imposes({ kind: 'suspend', account_id: chitra!.id }));
    expect([await types(there), await types(elsewhere)]).toEqual([
      ['notifications_merged'],
      ['notifications_merged'],
    ]);
    await done(meera.lifts(suspended));
    await types(there);
    await asha!.does('POST', `${NOTIFICATIONS}/clear`);
    const label = { kind: 'label', label: 'Plain', basis: 'platform_rule' };
    await done(meera.lifts(await done(meera.imposes({ status_id: mention.id, ...label }))));
    await done(meera.lifts(await done(meera.imposes({ status_id: mention.id }))));
    expect([await types(there), await types(others)]).toEqual([[], []]);
  });

  it('tells of mentions, follows, likes and re-posts: the latest first, as its stream told them', async () => {
    const listener = await hears(asha!);
    const { own, mention } = await everything();
    const all = await told();
    expect(all.map(short)).toEqual([
      `mention chitra ${mention.id}`,
      `reblog chitra ${own.id}`,
      `favourite bilal ${own.id}`,
      'follow bilal',
    ]);
    expect((await heard(listener)).map(short).reverse()).toEqual(all.map(short));
    const [one] = all;
    expect(one).toMatchObject({ group_key: `ungrouped-${one!.id}`, withheld: null });
    expect(one).not.toHaveProperty('moderation_warning');
    expect(all[2]!.group_key).toMatch(new RegExp(`^favourite-${own.id}-\\d+$`));
    expect((await asha!.reads<Notification>(`${NOTIFICATIONS}/${one!.id}`)).body).toEqual(one);
    // Nobody else is told, nor oneself of what one does.
    expect(await shortly(bilal)).toEqual([]);
    expect((await bilal!.reads(`${NOTIFICATIONS}/${one!.id}`)).status).toBe(404);
    await done(asha!.likes(own.id));
    await done(asha!.posts(`Me, @${asha!.username}`));
    expect((await told()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('is of the types and the account that are asked for, page by page', async () => {
    const { own, mention } = await everything();
    const [first, second, third, fourth] = await shortly();
    expect(await shortly(asha, { 'types[]': 'favourite' })).toEqual([third]);
    expect(await shortly(asha, { 'exclude_types[]': 'favourite' })).toEqual([first, second, fourth]);
    expect(await shortly(asha, { account_id: bilal!.id })).toEqual([third, fourth]);
    expect(await shortly(asha, { account_id: bilal!.id, 'types[]': 'follow' })).toEqual([fourth]);
    expect(await shortly(asha, { 'types[]': 'poll' })).toEqual([]);
    const page = await asha!.reads<Notification[]>(NOTIFICATIONS, { limit: '3' });
    const next = await asha!.reads<Notification[]>(page.links['next']!.replace(/^https?:\/\/[^/]+/, ''));
    expect([...page.body, ...next.body].map(short)).toEqual([first, second, third, fourth]);
    expect(next.links['next']).toBeUndefined();
    expect([own.id, mention.id]).toContain(page.body[0]!.status!.id);
  });

  it('no longer tells what was taken back or deleted, and the same after a rebuild', async () => {
    const { own, mention } = await everything();
    const before = await told();
    await done(bilal!.unlikes(own.id));
    await done(bilal!.does('POST', `/api/v1/accounts/${asha!.id}/unfollow`));
    await done(chitra!.undoesRepost(own.id));
    expect(await shortly()).toEqual([`mention chitra ${mention.id}`]);
    await done(chitra!.deletes(mention.id));
    expect(await told()).toEqual([]);
    expect((await asha!.reads(`${NOTIFICATIONS}/${before[0]!.id}`)).status).toBe(404);
    await done(bilal!.likes(own.id));
    expect(await shortly()).toEqual([`favourite bilal ${own.id}`]);
    await rebuild(server.database);
    expect(await shortly()).toEqual([`favourite bilal ${own.id}`]);
  });

  it('tells those whom an edit mentions first of it, and nobody twice', async () => {
    const post = await done(bilal!.posts(`Look, @${chitra!.username}`));
    const listener = await hears(asha!);
    const edit = (status: string): Promise<unknown> =>
      done(bilal!.does('PUT', `/api/v1/statuses/${post.id}`, { status }));
    await edit(`Look, @${chitra!.username} and @${asha!.username}`);
    await edit(`Look again, @${chitra!.username} and @${asha!.username}`);
    expect(await shortly()).toEqual([`mention bilal ${post.id}`]);
    expect(await shortly(chitra)).toEqual([`mention bilal ${post.id}`]);
    expect((await heard(listener)).map(short)).toEqual([`mention bilal ${post.id}`]);
    await rebuild(server.database);
    expect(await shortly()).toEqual([`mention bilal ${post.id}`]);
  });

  it('tells what is direct to whom it is for alone', async () => {
    const post = await done(bilal!.posts(`Between us, @${asha!.username}`, { visibility: 'direct' }));
    expect(await shortly()).toEqual([`mention bilal ${post.id}`]);
    expect(await told(meera)).toEqual([]);
    // Not followed, one is not told of what is for followers, but where one is mentioned in it.
    const unseen = await done(chitra!.posts(`To mine, @${asha!.username}`, { visibility: 'private' }));
    expect(await shortly()).toEqual([`mention chitra ${unseen.id}`, `mention bilal ${post.id}`]);
  });

  describe('leaves out', () => {
    it('who and what is withheld from where one looks, which whoever looks from elsewhere is told', async () => {
      const [there, elsewhere] = [await hears(asha!, { view_from: 'IN' }), await hears(asha!)];
      const { own } = await everything();
      const full = await shortly();
      const restriction = await done(meera.imposes({ account_id: chitra!.id }));
      const rest = [`favourite bilal ${own.id}`, 'follow bilal'];
      expect(await shortly(asha!.in('IN'))).toEqual(rest);
      expect(await shortly(asha!.in('US'))).toEqual(full);
      await done(chitra!.posts(`Again, @${asha!.username}`));
      expect((await heard(there)).map(short)).not.toContain('Again');
      expect((await heard(there)).length + 1).toBe((await heard(elsewhere)).length);
      const unread = async (country: string): Promise<unknown> =>
        (await asha!.in(country).reads(`${NOTIFICATIONS}/unread_count`)).body;
      expect([await unread('IN'), await unread('US')]).toEqual([{ count: 2 }, { count: 5 }]);
      await done(meera.lifts(restriction));
      expect(await shortly(asha!.in('IN'))).toHaveLength(5);
    });

    it('a post that is withheld, and a re-post that is', async () => {
      const { own, mention } = await everything();
      await done(meera.imposes({ status_id: mention.id }));
      expect(await shortly(asha!.in('IN'))).not.toContain(`mention chitra ${mention.id}`);
      const [repost] = (
        await chitra!.reads<Status[]>(`/api/v1/accounts/${chitra!.id}/statuses?limit=2`)
      ).body.filter(({ reblog }) => reblog !== null);
      await done(meera.imposes({ status_id: repost!.id }));
      expect(await shortly(asha!.in('IN'))).toEqual([`favourite bilal ${own.id}`, 'follow bilal']);
      // One's own that is withheld is told as one sees it.
      await done(meera.imposes({ status_id: own.id }));
      const [like] = await told(asha!.in('IN'), { 'types[]': 'favourite' });
      expect(like!.status).toMatchObject({
        id: own.id,
        tombstone: false,
        withheld: { country_codes: ['IN'] },
      });
    });

    it('who is suspended, and whom one blocks or mutes', async () => {
      const { own } = await everything();
      const listener = await hears(asha!);
      const suspended = await done(
        meera.imposes({ account_id: chitra!.id, kind: 'suspend', basis: 'platform_rule' }),
      );
      expect(await shortly()).toEqual([`favourite bilal ${own.id}`, 'follow bilal']);
      await done(meera.lifts(suspended));
      await done(asha!.does('POST', `/api/v1/accounts/${chitra!.id}/mute`));
      expect(await shortly()).toEqual([`favourite bilal ${own.id}`, 'follow bilal']);
      await done(chitra!.likes(own.id));
      expect(await heard(listener)).toEqual([]);
      await done(asha!.does('POST', `/api/v1/accounts/${bilal!.id}/block`));
      expect(await told()).toEqual([]);
    });

    it('who was erased', async () => {
      const { own } = await everything();
      await done(server.does('erase-account', { account: chitra!.id }, chitra!.id));
      expect(await shortly()).toEqual([`favourite bilal ${own.id}`, 'follow bilal']);
      await rebuild(server.database);
      expect(await shortly()).toEqual([`favourite bilal ${own.id}`, 'follow bilal']);
    });
  });

  it('is dismissed one by one, or all at once, by whose it is', async () => {
    const { own } = await everything();
    const [mention, , favourite] = await told();
    const dismisses = (who: Person, id: string) => who.sends('POST', `${NOTIFICATIONS}/${id}/dismiss`);
    expect((await dismisses(bilal!, mention!.id)).status).toBe(404);
    expect((await dismisses(asha!, mention!.id)).text).toBe('{}');
    expect((await dismisses(asha!, mention!.id)).status).toBe(404);
    expect(await shortly()).toEqual([`reblog chitra ${own.id}`, `favourite bilal ${own.id}`, 'follow bilal']);
    expect((await asha!.sends('POST', `${NOTIFICATIONS}/clear`)).text).toBe('{}');
    expect(await told()).toEqual([]);
    expect((await asha!.reads(`${NOTIFICATIONS}/${favourite!.id}`)).status).toBe(404);
    later();
    await done(chitra!.likes(own.id));
    await rebuild(server.database);
    expect(await shortly()).toEqual([`favourite chitra ${own.id}`]);
  });

  it('counts what is newer than one says one has read', async () => {
    await everything();
    const count = async (query: Query = {}): Promise<unknown> =>
      (await asha!.reads(`${NOTIFICATIONS}/unread_count`, query)).body;
    expect(await count()).toEqual({ count: 4 });
    expect(await count({ limit: '3' })).toEqual({ count: 3 });
    expect(await count({ 'types[]': 'mention' })).toEqual({ count: 1 });
    const [, second] = await told();
    await asha!.does('POST', '/api/v1/markers', { notifications: { last_read_id: second!.id } });
    expect(await count()).toEqual({ count: 1 });
  });

  describe('in groups', () => {
    const GROUPED = '/api/v2/notifications';
    const groups = async (query: Query = {}): Promise<GroupedNotificationsResults> => {
      const answer = await asha!.reads<GroupedNotificationsResults>(GROUPED, query);
      expect(answer.status).toBe(200);
      return answer.body;
    };
    const briefly = ({ notification_groups }: GroupedNotificationsResults): string[] =>
      notification_groups.map(({ type, notifications_count }) => `${type} ${notifications_count}`);
    let own: Status;
    beforeEach(async () => {
      own = await done(asha!.posts('A walk by the river'));
      await follows(bilal!, asha!);
      await done(bilal!.likes(own.id));
      await done(bilal!.posts(`Good morning @${asha!.username}`));
      await done(chitra!.likes(own.id));
      await follows(chitra!, asha!);
    });

    it('stands together what is of one post or of followers, within half a day', async () => {
      const all = await groups();
      expect(briefly(all)).toEqual(['follow 2', 'favourite 2', 'mention 1']);
      const [follow, favourite, mention] = all.notification_groups;
      const [bilals, chitras] = [bilal!.id, chitra!.id];
      expect(follow).toMatchObject({ sample_account_ids: [chitras, bilals], withheld: null });
      expect(favourite).toMatchObject({ sample_account_ids: [chitras, bilals], status_id: own.id });
      expect(mention!.group_key).toBe(`ungrouped-${mention!.most_recent_notification_id}`);
      expect(all.accounts.map(({ id }) => id).sort()).toEqual([bilals, chitras].sort());
      expect(all.statuses.map(({ id }) => id)).toEqual([own.id, mention!.status_id]);
      expect(all).not.toHaveProperty('partial_accounts');
      later(12 * 3_600_000);
      await done(meera.likes(own.id));
      expect(briefly(await groups())).toEqual(['favourite 1', 'follow 2', 'favourite 2', 'mention 1']);
    });

    it('is of the types, in as many groups, and as much of accounts as is asked for', async () => {
      expect(briefly(await groups({ 'grouped_types[]': 'follow' }))).toEqual([
        'follow 2',
        'favourite 1',
        'mention 1',
        'favourite 1',
      ]);
      expect(briefly(await groups({ 'types[]': 'favourite' }))).toEqual(['favourite 2']);
      const partly = await groups({ 'types[]': 'favourite', expand_accounts: 'partial_avatars' });
      expect(partly.accounts.map(({ id }) => id)).toEqual([chitra!.id]);
      expect(partly.partial_accounts).toMatchObject([{ id: bilal!.id, acct: bilal!.username }]);
      expect(partly.partial_accounts![0]).not.toHaveProperty('display_name');
      const first = await asha!.reads<GroupedNotificationsResults>(GROUPED, { limit: '2' });
      expect(briefly(first.body)).toEqual(['follow 1', 'favourite 1']);
      const next = await asha!.reads<GroupedNotificationsResults>(
        first.links['next']!.replace(/^https?:\/\/[^/]+/, ''),
      );
      expect(briefly(next.body)).toEqual(['mention 1', 'favourite 1']);
      expect((await asha!.reads(GROUPED, { expand_accounts: 'half' })).status).toBe(422);
    });

    it('is told, counted and dismissed as one, and of nothing that one is not told', async () => {
      const count = async (who: Person): Promise<unknown> =>
        (await who.reads(`${GROUPED}/unread_count`)).body;
      const key = (await groups()).notification_groups[1]!.group_key;
      const at = `${GROUPED}/${key}`;
      expect(briefly((await asha!.reads<GroupedNotificationsResults>(at)).body)).toEqual(['favourite 2']);
      const names = async (who: Person): Promise<string[]> =>
        (await who.reads<{ id: string }[]>(`${at}/accounts`)).body.map(({ id }) => id);
      expect(await names(asha!)).toEqual([chitra!.id, bilal!.id]);
      expect(await count(asha!)).toEqual({ count: 3 });
      await done(meera.imposes({ account_id: chitra!.id }));
      expect(await names(asha!.in('IN'))).toEqual([bilal!.id]);
      expect(briefly((await asha!.in('IN').reads<GroupedNotificationsResults>(at)).body)).toEqual([
        'favourite 1',
      ]);
      for (const path of [at, `${at}/accounts`]) expect((await bilal!.reads(path)).status).toBe(404);
      expect((await bilal!.sends('POST', `${at}/dismiss`)).status).toBe(404);
      expect((await asha!.sends('POST', `${at}/dismiss`)).text).toBe('{}');
      expect((await asha!.reads(at)).status).toBe(404);
      expect(briefly(await groups())).toEqual(['follow 2', 'mention 1']);
      expect(await count(asha!)).toEqual({ count: 2 });
      for (const none of ['ungrouped-1', 'favourite--1', 'follow-x', 'nothing'])
        expect((await asha!.reads(`${GROUPED}/${none}`)).status).toBe(404);
    });
  });

  it('is filtered by no policy, and says so', async () => {
    const policy = '/api/v2/notifications/policy';
    const accepts = { for_not_following: 'accept', for_private_mentions: 'accept' };
    expect((await asha!.reads(policy)).body).toMatchObject(accepts);
    expect((await asha!.sends('PATCH', policy, accepts)).status).toBe(200);
    const refused = await asha!.sends('PATCH', policy, { for_new_accounts: 'filter' });
    expect(refused).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining('not filtered here') },
    });
    const v1 = `${NOTIFICATIONS}/policy`;
    expect((await asha!.reads(v1)).body).toMatchObject({ filter_not_following: false });
    expect((await asha!.sends('PUT', v1, { filter_not_following: false })).status).toBe(200);
    expect((await asha!.sends('PUT', v1, { filter_new_accounts: true })).status).toBe(422);
    const requests = `${NOTIFICATIONS}/requests`;
    expect((await asha!.reads(requests)).body).toEqual([]);
    expect((await asha!.reads(`${requests}/merged`)).body).toEqual({ merged: true });
    expect((await asha!.reads(`${requests}/1`)).status).toBe(404);
    expect((await asha!.sends('POST', `${requests}/accept`, { id: ['1'] })).text).toBe('{}');
    expect((await asha!.sends('POST', `${requests}/1/accept`)).status).toBe(404);
  });
});
