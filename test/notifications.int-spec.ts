import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  Frame,
  Notification,
  Order,
  OrderItem,
  RestrictionField,
  Status,
  WithheldNotice,
} from '#contract';
import { rebuild } from '#projections';
import { people, Reader, type Person, type Query } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const NOTIFICATIONS = '/api/v1/notifications';
const RESTRICTIONS = '/api/v1/restrictions';
const HOUR = 3_600_000;
const CANARY = /canary/i;
const INDIA = 'India';
const ONE_POST =
  'This is about one post; your account and your other posts are not affected, but for re-posts and quotes of it.';

const iso = (at: number): string => new Date(at).toISOString();
const withoutAccount = ({ id, withheld, moderation_warning }: Notification): unknown[] => [
  id,
  withheld,
  moderation_warning?.text,
];
/** The `withheld` field of a notification. @throws where nothing was done */
const noticeOf = ({ withheld }: Notification): WithheldNotice => {
  if (withheld === null) throw new Error('Nothing was done');
  return withheld;
};
const textOf = ({ moderation_warning }: Notification): string => moderation_warning?.text ?? '';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const { listen } = listenersOn(server);
  let asha: Person;
  let bilal: Person;
  let ministry: Person;
  let otherMinistry: Person;
  let meera: Person;
  let post: Status;
  /** The time on the server's clock, ms since the epoch; only `later` moves it. */
  let now = Date.parse('2026-01-05T09:00:00Z');
  let round = 0;

  beforeAll(async () => {
    server.clock.set(now);
    ({ ministry, otherMinistry, meera } = await people(server.address, {
      ministry: 'authority',
      otherMinistry: 'authority',
      meera: 'moderator',
    }));
  });
  beforeEach(async () => {
    round += 1;
    const made = await people(server.address, { [`asha_${round}`]: 'reader', [`bilal_${round}`]: 'reader' });
    [asha, bilal] = Object.values(made) as [Person, Person];
    post = await asha.posts('A walk by the river');
    await later();
  });

  const later = async (ms = 1_000): Promise<void> => {
    now += ms;
    const answer = await meera.sends('POST', '/api/v1/test/clock', { now: iso(now) });
    expect(answer.status).toBe(200);
  };
  const told = async (who: Reader, query: Query = {}): Promise<Notification[]> => {
    const answer = await who.reads<Notification[]>(NOTIFICATIONS, query);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  /** Waits for a deed, then lets time pass, so that notifications come in the order of the deeds. */
  const done = async <T>(deed: Promise<T>): Promise<T> => {
    const result = await deed;
    await later();
    return result;
  };
  const imposes = (rest: Record<string, unknown> = {}): Promise<RestrictionField> =>
    done(meera.imposes({ ...('account_id' in rest ? {} : { status_id: post.id }), ...rest }));
  const lifts = (imposed: RestrictionField): Promise<RestrictionField> => done(meera.lifts(imposed));
  const files = (by: Person, rest: Record<string, unknown> = {}): Promise<Order> =>
    done(by.files([{ status_id: post.id }], { title: 'A demand', ...rest }));
  const decides = (order: Order, outcome: string, rest: Record<string, unknown> = {}): Promise<Order> =>
    done(meera.decidesMany(order, 'open', outcome, rest));
  const decidesAgain = (order: Order, outcome: string): Promise<OrderItem[]> =>
    done(meera.decides(order, 1, outcome));
  const closes = (order: Order, by: Person): Promise<Order> => done(by.closes(order, 'revoked'));
  /** Someone on their `user` stream. */
  const listens = async (who: Person, rest: { since?: number } = {}, language = 'en'): Promise<Listener> => {
    const listener = await listen(who, server, { 'accept-language': language });
    await listener.subscribe('user', { view_from: 'IN', ...rest });
    return listener;
  };
  const heard = async (listener: Listener): Promise<Notification[]> => {
    await listener.hasHeard(server);
    return listener.frames.flatMap((frame: Frame) => (frame.type === 'notification' ? frame.payload : []));
  };

  describe('the author', () => {
    it('is told of one post, with the order that is named', async () => {
      const order = await files(ministry);
      await decides(order, 'withheld');
      const [notification, ...others] = await told(asha);
      expect(others).toEqual([]);
      const [restriction] = (await asha.reads<RestrictionField[]>(RESTRICTIONS, { subject: post.id })).body;
      expect(notification).toMatchObject({
        id: restriction?.id,
        type: 'moderation_warning',
        group_key: `ungrouped-${restriction?.id}`,
        created_at: restriction?.from,
        account: { id: asha.id },
        moderation_warning: {
          id: restriction?.id,
          action: 'none',
          status_ids: [post.id],
          target_account: { id: asha.id, username: asha.username },
          appeal: null,
        },
        withheld: {
          scope: 'one_post',
          kind: 'withhold',
          country_codes: ['IN'],
          basis: 'legal_demand',
          order_id: order.id,
          since: restriction?.from,
          until: null,
          reason: 'As ordered',
          status_id: post.id,
          lifted_at: null,
        },
      });
      expect(notification && textOf(notification)).toBe(
        `Your post has been withheld in: ${INDIA}. ${ONE_POST} Basis: a legal demand. ` +
          `Order: “A demand”, ministry (${order.id}). Reason given: As ordered`,
      );
    });

    it('is told of the account, and of all that is on it', async () => {
      await imposes({ account_id: asha.id });
      const [notification] = await told(asha);
      expect(notification).toMatchObject({
        // Their own account is theirs to see, as it is.
        account: { id: asha.id, display_name: asha.username },
        moderation_warning: { status_ids: [] },
        withheld: { scope: 'your_account', status_id: null, order_id: null, basis: 'local_law' },
      });
      expect(notification && textOf(notification)).toBe(
        `Your account has been withheld in: ${INDIA}. This is about your account and everything on it. ` +
          'Basis: local law(s). Reason given: The law says so',
      );
    });

    it.each([
      ['suspend', 'post', 'delete_statuses', 'Your post has been removed by the platform.'],
      ['label', 'post', 'none', 'A label has been put on your post: “Disputed”.'],
      ['limit', 'post', 'none', 'Your post has been limited'],
      ['suspend', 'account', 'suspend', 'Your account has been suspended.'],
      ['label', 'account', 'none', 'A label has been put on your account: “Disputed”.'],
      ['limit', 'account', 'silence', 'Your account has been limited'],
    ])('is told what Mastodon calls a %s on a %s: %s', async (kind, what, action, words) => {
      await imposes({
        kind,
        basis: 'platform_rule',
        ...(what === 'account' ? { account_id: asha.id } : {}),
        ...(kind === 'label' ? { label: 'Disputed' } : {}),
      });
      const [notification] = await told(asha);
      expect(notification).toMatchObject({ moderation_warning: { action }, withheld: { kind } });
      expect(notification && textOf(notification)).toContain(words);
    });

    it('is told in Hindi', async () => {
      await imposes();
      const answer = await asha.sends<Notification[]>('GET', NOTIFICATIONS, undefined, {
        'accept-language': 'hi-IN,hi;q=0.9',
      });
      const [notification] = answer.body;
      expect(notification && textOf(notification)).toMatch(
        /^आपकी पोस्ट इन देशों में रोकी गई है: भारत। यह केवल एक पोस्ट के बारे में है।/,
      );
    });

    it('is told in Hindi by socket', async () => {
      const listener = await listens(asha, {}, 'hi');
      await imposes();
      const [notification] = await heard(listener);
      expect(notification && textOf(notification)).toMatch(/^आपकी पोस्ट/);
    });

    it('is told of each of two orders, and of the end of each, whether the other goes on', async () => {
      const first = await files(ministry);
      await decides(first, 'withheld');
      const second = await files(otherMinistry, { countries: ['IN', 'US'] });
      await decides(second, 'withheld');
      await closes(first, ministry);
      await closes(second, otherMinistry);
      const notifications = await told(asha);
      const short = notifications
        .map(noticeOf)
        .map(({ order_id, lifted_at }) => [order_id, lifted_at !== null]);
      expect(short).toEqual([
        [second.id, true],
        [first.id, true],
        [second.id, false],
        [first.id, false],
      ]);
      const leads = notifications.map((one) => textOf(one).split(ONE_POST)[0]?.trim());
      expect(leads).toEqual([
        'Your post is no longer withheld in: India, United States.',
        'One of several withholdings of your post has ended. It is still withheld in: India, United States.',
        'Your post has been withheld in: India, United States.',
        'Your post has been withheld in: India.',
      ]);
    });

    it('is told that a post stays withheld with its account', async () => {
      await imposes({ account_id: asha.id });
      const imposed = await imposes();
      await lifts(imposed);
      const [notification] = await told(asha);
      expect(notification && textOf(notification)).toMatch(/^One of several .* still withheld in: India\./);
    });

    it('is told of each post that an order’s end restores, each by its own id', async () => {
      const other = await asha.posts('A walk by the sea');
      const order = await files(ministry, { items: [{ status_id: post.id }, { status_id: other.id }] });
      await decides(order, 'withheld');
      await closes(order, ministry);
      const notifications = await told(asha);
      expect(new Set(notifications.map(({ id }) => id)).size).toBe(4);
      const lifted = notifications.filter((one) => noticeOf(one).lifted_at !== null);
      expect(lifted.map((one) => noticeOf(one).status_id).sort()).toEqual([post.id, other.id].sort());
      expect(new Set(lifted.map(({ created_at }) => created_at)).size).toBe(1);
    });

    it('is told of a warning where it belongs among the rest, page by page, live and later', async () => {
      const listener = await listens(asha);
      const warns = (text: string): Promise<unknown> =>
        done(meera.does('POST', `/api/v1/admin/accounts/${asha.id}/action`, { type: 'none', text }));
      await warns('First');
      const imposed = await imposes({ kind: 'label', label: 'Disputed' });
      await warns('Second');
      await lifts(imposed);
      await warns('Third');
      const all = await told(asha);
      const live = await heard(listener);
      expect(live.map(({ id }) => id).reverse()).toEqual(all.map(({ id }) => id));
      expect(live[0]).toEqual(all.at(-1));
      expect(all.map(({ withheld }) => withheld?.kind ?? null)).toEqual([null, 'label', null, 'label', null]);
      const pages = async (query: Query): Promise<string[]> => (await told(asha, query)).map(({ id }) => id);
      const [fifth, fourth, third, second, first] = all.map(({ id }) => id);
      expect(await pages({ limit: '2' })).toEqual([fifth, fourth]);
      expect(await pages({ limit: '2', max_id: fourth! })).toEqual([third, second]);
      expect(await pages({ limit: '2', min_id: first! })).toEqual([third, second]);
      expect(await pages({ limit: '9', since_id: third! })).toEqual([fifth, fourth]);
      expect(await pages({ view_at: all[2]!.created_at })).toEqual([third, second, first]);
      const resumed = await listens(asha, { since: 0 });
      expect((await heard(resumed)).map(textOf)).toContain('Second');
      expect((await heard(await listens(bilal, { since: 0 }))).map(textOf)).not.toContain('Second');
    });

    it('is told of what one decision ends before what it begins', async () => {
      const order = await files(ministry);
      await decides(order, 'withheld');
      await decidesAgain(order, 'suspended');
      const notifications = await told(asha);
      expect(notifications.map(noticeOf).map(({ kind, lifted_at }) => [kind, lifted_at !== null])).toEqual([
        ['suspend', false],
        ['withhold', true],
        ['withhold', false],
      ]);
      expect(notifications[0]?.created_at).toBe(notifications[1]?.created_at);
    });

    it('is told the same after a rebuild', async () => {
      const order = await files(ministry);
      await decides(order, 'withheld');
      await decidesAgain(order, 'restored');
      await lifts(await imposes());
      const before = (await asha.reads(NOTIFICATIONS)).text;
      expect(JSON.parse(before)).toHaveLength(4);
      await rebuild(server.database);
      expect((await asha.reads(NOTIFICATIONS)).text).toBe(before);
    });
  });

  describe('an order that may not be named', () => {
    it('is named to nobody, by no answer and no frame', async () => {
      const listener = await listens(asha);
      const order = await files(ministry, {
        confidential: true,
        external_id: 'canary-1',
        title: 'Canary title',
        legal_basis: 'Canary Act',
        reason: 'A canary of reasons',
      });
      await decides(order, 'withheld', { reason: 'Canary, as ordered' });
      await closes(order, ministry);
      const live = await heard(listener);
      const resumed = await heard(await listens(asha, { since: 0 }));
      const list = await asha.reads<Notification[]>(NOTIFICATIONS);
      const one = await asha.reads(`${NOTIFICATIONS}/${list.body[0]?.id}`);
      expect([live.length, resumed.length, list.body.length, one.status]).toEqual([2, 2, 2, 200]);
      const everything = JSON.stringify([live, resumed, list.body, one.text, [...list.headers]]);
      expect(everything).not.toMatch(CANARY);
      expect(everything).not.toContain(order.id);
      expect(everything).not.toContain(order.authority.id);
      expect(everything).not.toContain(ministry.username);
      expect(list.body.map(noticeOf).map(({ order_id, reason, basis }) => [order_id, reason, basis])).toEqual(
        [
          [null, null, 'legal_demand'],
          [null, null, 'legal_demand'],
        ],
      );
      expect(list.body.map(textOf)).toEqual([
        `Your post is no longer withheld in: ${INDIA}. ${ONE_POST} Basis: a legal demand that may not be named.`,
        `Your post has been withheld in: ${INDIA}. ${ONE_POST} Basis: a legal demand that may not be named.`,
      ]);
    });

    it('is not told of at all where the basis is another', async () => {
      const order = await files(ministry, { confidential: true, title: 'Canary' });
      await decides(order, 'withheld', { basis: 'platform_rule' });
      const [notification] = await told(asha);
      expect(notification && textOf(notification)).toBe(
        `Your post has been withheld in: ${INDIA}. ${ONE_POST} Basis: the platform’s rules.`,
      );
    });

    it('is not named to a moderator whose own it is', async () => {
      const { esha } = await people(server.address, { esha: 'moderator' });
      const own = await esha.posts('A walk by night');
      const order = await files(ministry, {
        confidential: true,
        title: 'Canary',
        items: [{ status_id: own.id }],
      });
      await decides(order, 'withheld');
      const answer = await esha.reads(NOTIFICATIONS);
      expect(answer.text).toContain(own.id);
      expect(answer.text).not.toMatch(CANARY);
      expect(answer.text).not.toContain(order.id);
    });
  });

  describe('what is to come', () => {
    it('is told when it begins, and when it ends by itself', async () => {
      const listener = await listens(asha);
      const [from, until] = [now + HOUR, now + 2 * HOUR];
      const imposed = await imposes({ from: iso(from), until: iso(until) });
      expect(await told(asha)).toEqual([]);
      expect((await asha.reads(`${NOTIFICATIONS}/${imposed.id}`)).status).toBe(404);

      await later(from - now);
      const [begun, ...none] = await told(asha);
      expect(none).toEqual([]);
      // It sorts by when it began, so that whoever reads on from their last one meets it.
      expect(begun?.created_at).toBe(iso(from));
      expect(begun?.withheld).toMatchObject({ since: iso(from), until: iso(until), lifted_at: null });

      await later(until - now);
      const [ended, ...before] = await told(asha);
      expect(before).toEqual([begun]);
      expect(ended?.created_at).toBe(iso(until));
      expect(ended?.withheld).toMatchObject({ since: iso(from), until: iso(until), lifted_at: iso(until) });
      expect(await heard(listener)).toEqual([begun, ended]);
    });

    it('is never told where it is lifted before', async () => {
      const listener = await listens(asha);
      await lifts(await imposes({ from: iso(now + HOUR) }));
      await later(HOUR);
      expect(await told(asha)).toEqual([]);
      expect(await heard(listener)).toEqual([]);
    });
  });

  describe('at an earlier instant', () => {
    it('is told what was told by then, and no more', async () => {
      const until = iso(now + HOUR);
      const imposed = await imposes({ until });
      const asTold = await told(asha);
      const then = iso(now);
      await later();
      await lifts(imposed);
      expect(await told(asha)).toHaveLength(2);
      expect(await told(asha, { view_at: then })).toEqual(asTold);
      expect(asTold[0]?.withheld).toMatchObject({ until, lifted_at: null });
      expect(await told(asha, { view_at: iso(Date.parse(imposed.from) - 1) })).toEqual([]);
      const [ended] = await told(asha);
      const path = `${NOTIFICATIONS}/${ended?.id}`;
      expect((await asha.reads<Notification>(path)).body).toEqual(ended);
      expect((await asha.reads(path, { view_at: then })).status).toBe(404);
    });

    it('before one signed up, nobody is told anything', async () => {
      await imposes();
      expect(await told(asha, { view_at: '2020-01-01T00:00:00Z' })).toEqual([]);
    });
  });

  describe('a page', () => {
    let all: Notification[];
    beforeEach(async () => {
      for (let i = 0; i < 2; i++) await lifts(await imposes());
      all = await told(asha);
      expect(all).toHaveLength(4);
    });

    it('leads to the next, to the end, and back', async () => {
      const first = await asha.reads<Notification[]>(NOTIFICATIONS, { limit: '3' });
      expect(first.body).toEqual(all.slice(0, 3));
      const follow = (link = ''): string => link.replace(/^https?:\/\/[^/]+/, '');
      const next = await asha.reads<Notification[]>(follow(first.links['next']));
      expect(next.body).toEqual(all.slice(3));
      expect(next.links['next']).toBeUndefined();
      const back = await asha.reads<Notification[]>(follow(next.links['prev']));
      expect(back.body).toEqual(all.slice(0, 3));
    });

    it('is bounded by ids as Mastodon’s are', async () => {
      const [newest, , , oldest] = all.map(({ id }) => id);
      expect(await told(asha, { since_id: oldest ?? '', limit: '1' })).toEqual(all.slice(0, 1));
      expect(await told(asha, { min_id: oldest ?? '', limit: '1' })).toEqual(all.slice(2, 3));
      expect(await told(asha, { max_id: newest ?? '' })).toEqual(all.slice(1));
    });

    it('holds the types that are asked for', async () => {
      expect(await told(asha, { 'types[]': 'moderation_warning' })).toEqual(all);
      expect(await told(asha, { 'types[]': 'mention' })).toEqual([]);
      expect(await told(asha, { 'exclude_types[]': 'moderation_warning' })).toEqual([]);
      expect(await told(asha, { 'exclude_types[]': 'favourite' })).toEqual(all);
      const both = await asha.reads(`${NOTIFICATIONS}?types[]=mention&types[]=moderation_warning`);
      expect(both.body).toEqual(all);
    });

    it.each([
      [`types[]=${'x'.repeat(51)}`, 'each value in types'],
      [Array.from({ length: 41 }, () => 'types[]=mention').join('&'), 'types must contain no more than 40'],
    ])('of a wrong kind is refused: %s', async (query, words) => {
      const answer = await asha.sends('GET', `${NOTIFICATIONS}?${query}`);
      expect([answer.status, answer.body.error]).toEqual([422, expect.stringContaining(words)]);
    });
  });

  describe('nobody else', () => {
    it('is told, over HTTP', async () => {
      const imposed = await imposes();
      const path = `${NOTIFICATIONS}/${imposed.id}`;
      expect((await asha.reads(path)).status).toBe(200);
      for (const other of [bilal, meera, ministry]) {
        expect((await told(other)).map(({ id }) => id)).not.toContain(imposed.id);
        expect((await other.reads(path)).status).toBe(404);
      }
      const nobody = [new Reader(server.address), asha.looking({ view_as: 'public' })];
      for (const reader of nobody) {
        expect((await reader.reads(NOTIFICATIONS)).status).toBe(401);
        expect((await reader.reads(path)).status).toBe(401);
      }
      expect((await asha.reads(`${NOTIFICATIONS}/nothing`)).status).toBe(404);
    });

    it('is told on any stream, live or resumed, but whoever it is on, on their own', async () => {
      await server.does('follow-account', { account: asha.id }, bilal.id);
      const own = await listens(asha);
      const others = [await listens(bilal), await listens(meera)];
      for (const listener of [own, ...others])
        for (const stream of ['public', `account:${asha.id}`] as const)
          await listener.subscribe(stream, { view_from: 'IN' });
      await lifts(await imposes());
      await lifts(await imposes({ account_id: asha.id }));
      await lifts(await imposes({ kind: 'limit', account_id: asha.id }));
      const list = await told(asha);
      // A frame shows the account as it was then.
      const since = list.filter(({ type }) => type === 'moderation_warning');
      expect((await heard(own)).map(withoutAccount)).toEqual(since.toReversed().map(withoutAccount));
      const streams = own.frames.flatMap(({ type, stream }) => (type === 'notification' ? stream : []));
      expect(new Set(streams)).toEqual(new Set(['user']));
      for (const other of others) expect(await heard(other)).toEqual([]);
      expect(await heard(await listens(bilal, { since: 0 }))).toEqual([]);
      expect(await heard(await listens(asha, { since: 0 }))).toEqual(list.toReversed());
    });
  });
});
