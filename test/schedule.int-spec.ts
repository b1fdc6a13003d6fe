import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Explanation, Notification, Order, RestrictionField, Status } from '#contract';
import type { Database, Sql } from '#database';
import { EMERGENCY_EXPIRY_REASON, type EventType } from '#domain';
import { headsAbout } from '#log';
import { rebuild } from '#projections';
import { ScheduleKeeper } from '../apps/server/schedule/schedule-keeper.js';
import { restrictionBody } from './support/bodies.js';
import { forOthers, people, type Person, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { Platform } from './support/platform.js';
import { serverOn, serversPerTest } from './support/server.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const RESTRICTIONS = '/api/v1/restrictions';
const ORDERS = '/api/v1/orders';
const BY_THE_CLOCK: EventType[] = ['restriction.started', 'restriction.expired', 'order.expired'];

const iso = (at: number): string => new Date(at).toISOString();

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  const { listen, onPublic } = listenersOn(server);
  let inIndia: Reader;
  let elsewhere: Reader;
  let cast: Record<'asha' | 'ministry' | 'moderator', Person>;
  let post: Status;
  /** The time on the server's clock (epoch ms); each test goes on where the one before it stopped. */
  let now = Date.parse('2026-01-05T09:00:00Z');

  beforeAll(async () => {
    server.clock.set(now);
    inIndia = new Reader(server.address, { view_from: 'IN' });
    elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    cast = await people(server.address, { asha: 'reader', ministry: 'authority', moderator: 'moderator' });
  });
  beforeEach(async () => {
    post = await cast.asha.posts('A walk by the river');
  });
  afterEach(async () => {
    await clockReaches(now + DAY);
  });

  /** Sets the clock as people's CI does. */
  const clockReaches = async (at: number): Promise<void> => {
    now = at;
    const answer = await elsewhere.sends('POST', '/api/v1/test/clock', { now: iso(at) });
    expect(answer.status).toBe(200);
  };
  const statusIn = async (reader: Reader, query: Record<string, string> = {}): Promise<number> =>
    (await reader.reads(`/api/v1/statuses/${post.id}`, query)).status;
  const listed = async (): Promise<[string, boolean][]> =>
    (await elsewhere.reads<RestrictionField[]>(RESTRICTIONS, { subject: post.id })).body.map(
      ({ id, in_force }) => [id, in_force],
    );
  const listens = (view_from: string, to = server): Promise<Listener> =>
    onPublic({ view_from }, undefined, to);
  /** The types of the events that the clock caused for some restrictions or orders, in order. */
  const cameAbout = async (subjects: string[], of = server): Promise<string[]> =>
    (await headsAbout(of.database.reader, subjects, BY_THE_CLOCK)).map(({ type }) => type);

  describe('a restriction scheduled for tomorrow', () => {
    it('changes nothing until it starts, and then is told as one that is imposed', async () => {
      const [india, others] = [await listens('IN'), await listens('elsewhere')];
      const tomorrow = now + DAY;
      const imposed = await cast.moderator.imposes({ status_id: post.id, from: iso(tomorrow) });
      expect(imposed.in_force).toBe(false);
      expect(await listed()).toEqual([]);
      await clockReaches(tomorrow - 1);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect([india.told(), others.told()]).toEqual([[], []]);
      expect(await statusIn(inIndia)).toBe(200);

      await clockReaches(tomorrow);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect(india.told()).toEqual([`status.update ${post.id} (tombstone)`, `withheld ${post.id} [IN]`]);
      expect(others.told()).toEqual([`withheld ${post.id} [IN]`]);
      expect([await statusIn(inIndia), await statusIn(elsewhere)]).toEqual([451, 200]);
      expect(await statusIn(inIndia, { view_at: iso(tomorrow - 1) })).toBe(200);
      expect(await statusIn(inIndia, { view_at: iso(tomorrow) })).toBe(451);
      expect(await listed()).toEqual([[imposed.id, true]]);
      const { body } = await inIndia.reads<Explanation>('/api/v1/explain', { status: post.id });
      const withholding = body.rules.find(({ rule }) => rule === 'withhold');
      expect(withholding?.events.map(({ type, at }) => [type, at])).toEqual([
        ['restriction.imposed', expect.any(String)],
        ['restriction.started', iso(tomorrow)],
      ]);
    });

    it('on an account is told of the account and of its posts', async () => {
      const { chitra } = await people(server.address, { [`chitra`]: 'reader' });
      const { id } = await chitra.posts('Withheld tomorrow, back the day after');
      const [india, others] = [await listens('IN'), await listens('elsewhere')];
      const from = now + DAY;
      await cast.moderator.imposes({ account_id: chitra.id, from: iso(from), until: iso(from + DAY) });
      await clockReaches(from);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect(india.told()).toEqual([
        `account.update ${chitra.id} (blank)`,
        `status.update ${id} (tombstone)`,
        `withheld ${chitra.id} [IN]`,
      ]);
      expect(others.told()).toEqual([`withheld ${chitra.id} [IN]`]);

      india.forget();
      others.forget();
      await clockReaches(from + DAY);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect(india.told()).toEqual([
        `withheld ${chitra.id} []`,
        `account.update ${chitra.id}`,
        `status.update ${id}`,
      ]);
      expect(others.told()).toEqual([`withheld ${chitra.id} []`]);
    });

    it('never starts where it is lifted before, and nobody is told', async () => {
      const [india, others] = [await listens('IN'), await listens('elsewhere')];
      const from = now + DAY;
      const imposed = await cast.moderator.imposes({
        status_id: post.id,
        from: iso(from),
        until: iso(from + DAY),
      });
      await cast.moderator.lifts(imposed);
      await clockReaches(from + 2 * DAY);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect([india.told(), others.told()]).toEqual([[], []]);
      expect(await cameAbout([imposed.id])).toEqual([]);
      expect(await listed()).toEqual([]);
    });

    it('is told once it starts to whoever resumes, too', async () => {
      const before = await listens('IN');
      const since = await before.subscribe('public', { view_from: 'IN' });
      await cast.moderator.imposes({ status_id: post.id, from: iso(now + DAY) });
      await clockReaches(now + DAY);
      const resumed = await onPublic({ view_from: 'IN', since });
      await resumed.hasHeard(server);
      expect(resumed.told()).toEqual([`status.update ${post.id} (tombstone)`, `withheld ${post.id} [IN]`]);
    });
  });

  describe('a restriction that expires', () => {
    it('is told as one that is lifted', async () => {
      const until = now + DAY;
      const imposed = await cast.moderator.imposes({ status_id: post.id, until: iso(until) });
      const [india, others] = [await listens('IN'), await listens('elsewhere')];
      expect(await statusIn(inIndia)).toBe(451);
      await clockReaches(until - 1);
      expect(await statusIn(inIndia)).toBe(451);
      await clockReaches(until);
      await india.hasHeard(server);
      await others.hasHeard(server);
      expect(india.told()).toEqual([`withheld ${post.id} []`, `status.update ${post.id}`]);
      expect(others.told()).toEqual([`withheld ${post.id} []`]);
      expect((await inIndia.reads<Status>(`/api/v1/statuses/${post.id}`)).body).toEqual(forOthers(post));
      expect(await statusIn(inIndia, { view_at: iso(until - 1) })).toBe(451);
      expect(await listed()).toEqual([[imposed.id, false]]);
      expect(await cameAbout([imposed.id])).toEqual(['restriction.expired']);
    });

    it('does so at the end that was set last, and its author is told of each', async () => {
      const { asha, moderator } = cast;
      const imposed = await moderator.imposes({ status_id: post.id, until: iso(now + DAY) });
      const path = `${RESTRICTIONS}/${imposed.id}`;
      const author = await listen(asha);
      await author.subscribe('user', {});
      const set = (until: string): Promise<RestrictionField> => moderator.does('PATCH', path, { until });
      const [before, later] = [now, now + HOUR];
      await clockReaches(later);
      expect(await set(iso(now + 2 * DAY))).toMatchObject({ until: iso(now + 2 * DAY), in_force: true });
      await author.hasHeard(server);
      const end = { until: iso(now + 2 * DAY), lifted_at: null, restriction_id: imposed.id };
      expect(author.frames.map(({ type, payload }) => [type, payload])).toEqual([
        ['notification', expect.objectContaining({ withheld: expect.objectContaining(end) })],
      ]);
      const { body: told } = await asha.reads<Notification[]>('/api/v1/notifications', { limit: '2' });
      expect(told.map(({ withheld }) => withheld?.until)).toEqual([iso(now + 2 * DAY), iso(before + DAY)]);
      expect(told[0]?.moderation_warning?.text).toContain(
        `it lasts until ${iso(now + 2 * DAY).slice(0, 10)}`,
      );
      // The status that was read before is as it was.
      const shown = async (view_at: number, who: Reader = elsewhere): Promise<RestrictionField> =>
        (await who.reads<RestrictionField>(path, { view_at: iso(view_at) })).body;
      expect((await shown(before)).until).toBe(iso(before + DAY));
      expect((await shown(later)).until).toBe(iso(later + 2 * DAY));
      expect([(await shown(later)).imposed_by, (await shown(later, moderator)).imposed_by]).toEqual([
        null,
        moderator.id,
      ]);

      await clockReaches(before + DAY);
      expect([await statusIn(inIndia), await cameAbout([imposed.id])]).toEqual([451, []]);
      await clockReaches(later + 2 * DAY);
      expect([await statusIn(inIndia), await cameAbout([imposed.id])]).toEqual([
        200,
        ['restriction.expired'],
      ]);
      const asBefore = await asha.reads('/api/v1/notifications');
      await rebuild(server.database);
      expect((await asha.reads('/api/v1/notifications')).body).toEqual(asBefore.body);
      const again = await moderator.sends('PATCH', path, { until: iso(now + DAY) });
      expect([again.status, again.text]).toEqual([409, expect.stringContaining('ended already')]);
    });

    it('is not changed to what it cannot be', async () => {
      const { asha, moderator } = cast;
      const imposed = await moderator.imposes({ status_id: post.id });
      const path = `${RESTRICTIONS}/${imposed.id}`;
      for (const [until, status] of [
        [iso(now), 422],
        ['2030-01-01T00:00:00', 422],
        ['soon', 422],
        [undefined, 422],
        ['lifted', 200],
      ] as const)
        expect([until, (await moderator.sends('PATCH', path, { until })).status]).toEqual([until, status]);
      expect((await asha.sends('PATCH', path, { until: 'lifted' })).status).toBe(403);
      expect((await moderator.sends('PATCH', `${RESTRICTIONS}/${post.id}`, { until: 'lifted' })).status).toBe(
        404,
      );
      await moderator.lifts(imposed);
    });

    it('leaves what else holds', async () => {
      await cast.moderator.imposes({ status_id: post.id, countries: ['IN', 'DE'], until: iso(now + DAY) });
      const other = await cast.moderator.imposes({ status_id: post.id, countries: ['IN'] });
      const [india, germany] = [await listens('IN'), await listens('DE')];
      await clockReaches(now + DAY);
      await india.hasHeard(server);
      await germany.hasHeard(server);
      expect(india.told()).toEqual([`withheld ${post.id} [IN]`, `status.update ${post.id} (tombstone)`]);
      expect(germany.told()).toEqual([`withheld ${post.id} [IN]`, `status.update ${post.id}`]);
      expect([await statusIn(inIndia), await statusIn(inIndia.looking({ view_from: 'DE' }))]).toEqual([
        451, 200,
      ]);
      await cast.moderator.lifts(other);
    });

    it('and is lifted before needs no end of its own', async () => {
      const imposed = await cast.moderator.imposes({ status_id: post.id, until: iso(now + DAY) });
      await cast.moderator.lifts(imposed);
      await clockReaches(now + 2 * DAY);
      expect(await cameAbout([imposed.id])).toEqual([]);
    });

    it('may have begun and ended between two looks at the clock', async () => {
      const imposed = await cast.moderator.imposes({
        status_id: post.id,
        from: iso(now + HOUR),
        until: iso(now + 2 * HOUR),
      });
      await clockReaches(now + DAY);
      expect(await cameAbout([imposed.id])).toEqual(['restriction.started', 'restriction.expired']);
      expect(await statusIn(inIndia)).toBe(200);
    });
  });

  describe('an emergency order', () => {
    const files = (rest: Record<string, unknown> = {}): Promise<Order> =>
      cast.ministry.files([{ status_id: post.id }, { account_id: cast.asha.id }], rest);
    const shown = async ({ id }: Order, query: Record<string, string> = {}): Promise<Order> =>
      (await elsewhere.reads<Order>(`${ORDERS}/${id}`, query)).body;

    it('expires after 48 hours, and what it holds is lifted one by one', async () => {
      const filed = now;
      const [order, another] = [await files({ emergency: true }), await files()];
      await cast.moderator.decides(order, 1, 'withheld');
      await cast.moderator.decides(order, 2, 'withheld');
      await cast.moderator.decides(another, 1, 'withheld');
      const listener = await listens('elsewhere');
      await clockReaches(filed + 48 * HOUR - 1);
      expect(await shown(order)).toMatchObject({ status: 'in_force', status_reason: '' });

      await clockReaches(filed + 48 * HOUR);
      expect(await shown(order)).toMatchObject({
        status: 'expired',
        status_since: iso(filed + 48 * HOUR),
        status_reason: EMERGENCY_EXPIRY_REASON,
      });
      expect((await shown(order, { view_at: iso(filed + 48 * HOUR - 1) })).status).toBe('in_force');
      await listener.hasHeard(server);
      const told = listener.told();
      expect(told.slice(0, 3)).toEqual([
        'order expired',
        `withheld ${post.id} [IN]`,
        `withheld ${cast.asha.id} []`,
      ]);
      // A frame about an account counts for its posts; those that are withheld themselves are so still.
      expect(told.slice(3)).toContain(`withheld ${post.id} [IN]`);
      expect(told.slice(3).every((one) => /^withheld \w+ \[IN\]$/.test(one))).toBe(true);
      // The other order still holds the post, and no order the account.
      expect(await statusIn(inIndia)).toBe(451);
      const free = await cast.asha.posts('Nothing holds my account');
      expect((await inIndia.reads(`/api/v1/statuses/${free.id}`)).status).toBe(200);
      expect((await shown(another)).status).toBe('in_force');
      const late = { status: 'confirmed', reason: 'Looked into' };
      expect((await cast.ministry.sends('POST', `${ORDERS}/${order.id}/status`, late)).status).toBe(409);
    });

    it('that is confirmed in time stays', async () => {
      const filed = now;
      const order = await files({ emergency: true });
      await cast.moderator.decides(order, 1, 'withheld');
      await clockReaches(filed + 48 * HOUR - 1);
      await cast.ministry.closes(order, 'confirmed');
      await clockReaches(filed + 96 * HOUR);
      expect((await shown(order)).status).toBe('confirmed');
      expect(await statusIn(inIndia)).toBe(451);
    });
  });

  describe('the server', () => {
    it('wakes by itself when something is due', async () => {
      const here = await starts({ env: { TEST: '1' } });
      const { asha } = await people(here.address, { asha: 'reader' });
      const { id } = await asha.posts('Withheld in a moment');
      const listener = await listens('IN', here);
      const from = iso(Date.now() + 400);
      await here.does('impose-restriction', restrictionBody('withhold', { type: 'post', id }, { from }));
      await listener.until('the notice', () => listener.told().length === 2);
      expect(listener.told()).toEqual([`status.update ${id} (tombstone)`, `withheld ${id} [IN]`]);
    });

    it('has brought about all that is due once the clock is set, however much it is', async () => {
      const body = restrictionBody('limit', { type: 'post', id: post.id }, { from: iso(now + DAY) });
      const rules = await Promise.all(
        Array.from({ length: 500 }, () => server.does('impose-restriction', body)),
      );
      await clockReaches(now + DAY);
      expect(await cameAbout(rules)).toHaveLength(500);
    });

    it('brings about what became due while it was stopped', async () => {
      const earlier = await starts({ env: { TEST: '1' } });
      earlier.clock.set(Date.now() - 3 * DAY);
      const { asha } = await people(earlier.address, { asha: 'reader' });
      const { id } = await asha.posts('Withheld while nobody looked');
      const from = iso(Date.now() - DAY);
      const body = restrictionBody('withhold', { type: 'post', id }, { from });
      const rule = await earlier.does('impose-restriction', body);
      expect(await cameAbout([rule], earlier)).toEqual([]);
      await earlier.close();
      const later = await starts({ place: earlier.place });
      await later.app.get(ScheduleKeeper).catchUp();
      expect(await cameAbout([rule], later)).toEqual(['restriction.started']);
    });

    it('is one of several: each thing comes about once', async () => {
      const one = await starts({ env: { TEST: '1' } });
      const other = await starts({ env: { TEST: '1' }, place: one.place });
      const { asha } = await people(one.address, { asha: 'reader' });
      const { id } = await asha.posts('Withheld by several');
      const at = Date.now() + DAY;
      const body = restrictionBody('withhold', { type: 'post', id }, { from: iso(at), until: iso(at + DAY) });
      const rules = await Promise.all(Array.from({ length: 5 }, () => one.does('impose-restriction', body)));
      for (const instant of [at, at + DAY])
        await Promise.all(
          [one, other].map(({ address }) =>
            new Reader(address).sends('POST', '/api/v1/test/clock', { now: iso(instant) }),
          ),
        );
      expect((await cameAbout(rules, other)).sort()).toEqual([
        ...rules.map(() => 'restriction.expired'),
        ...rules.map(() => 'restriction.started'),
      ]);
    });

    it('goes on where a database was away', async () => {
      let away = false;
      const here = await starts({
        env: { TEST: '1' },
        wrap: (database) => whileItIsThere(database, () => !away),
      });
      const { asha } = await people(here.address, { asha: 'reader' });
      const { id } = await asha.posts('Withheld during an outage');
      const at = Date.now() + DAY;
      const body = restrictionBody('withhold', { type: 'post', id }, { from: iso(at) });
      await here.does('impose-restriction', body);
      const listener = await listens('IN', here);
      away = true;
      here.clock.set(at);
      await expect(here.app.get(ScheduleKeeper).catchUp()).rejects.toThrow('away');
      away = false;
      await listener.until('the notice', () => listener.told().length === 2);
      expect(listener.told()).toEqual([`status.update ${id} (tombstone)`, `withheld ${id} [IN]`]);
    });

    it('has, rebuilt, the same rows', async () => {
      await cast.moderator.imposes({ status_id: post.id, from: iso(now + DAY), until: iso(now + 2 * DAY) });
      await clockReaches(now + DAY);
      const platform = new Platform(server.database);
      const before = await platform.projections();
      expect(before['schedule']?.length).toBeGreaterThan(0);
      await rebuild(server.database);
      expect(await platform.projections()).toEqual(before);
    });
  });
});

/** A database whose reader fails while it is away. */
function whileItIsThere(database: Database, there: () => boolean): Database {
  const reader: Sql = {
    dialect: database.dialect,
    query: (...statement) =>
      there() ? database.reader.query(...statement) : Promise.reject(new Error('The database is away')),
  };
  return new Proxy(database, {
    get(target, name: keyof Database) {
      if (name === 'reader') return reader;
      const member: unknown = target[name];
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
}
