import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEntry, Status } from '#contract';
import { DatabaseUnavailable, type Database } from '#database';
import { eraseAccount } from '#identity';
import { latestIdAt, rebuild } from '#projections';
import { restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const AUDIT = '/api/v1/admin/audit';
const WORDS = 'Words that India withholds';

onEachDatabase((make) => {
  /** Says what goes wrong with every write, while something does. */
  let writesFail: Error | null = null;
  const server = serverOn(make, {
    env: { TEST: '1' },
    wrap: (database) => failing(database, () => writesFail),
  });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'ministry' | 'admin', Person>;
  /** A new one for each test, so that each has an audit of its own. */
  let moderator: Person;
  /** Withheld in India, and suspended. */
  let withheld: Status;
  let suspended: Status;
  let harmless: Status;
  let tests = 0;

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      ministry: 'authority',
      admin: 'admin',
    });
    withheld = await cast.asha.posts(WORDS);
    suspended = await cast.asha.posts('Words that are suspended');
    harmless = await cast.bilal.posts('Good morning');
    await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: withheld.id }));
    await server.does('impose-restriction', restrictionBody('suspend', { type: 'post', id: suspended.id }));
  });
  beforeEach(async () => {
    tests += 1;
    const name = `moderator${tests}`;
    moderator = (await people(server.address, { [name]: 'moderator' }))[name]!;
  });

  /** The audit's entries about a moderator, newest first. */
  const audit = async (of: Person = moderator, query: Record<string, string> = {}): Promise<AuditEntry[]> =>
    (await cast.admin.reads<AuditEntry[]>(AUDIT, { account_id: of.id, ...query })).body;
  /** The same in few words. */
  const told = async (of?: Person): Promise<[string, string[]][]> =>
    (await audit(of)).map(({ route, subjects }) => [route, subjects]);

  describe('what a moderator is let see', () => {
    it('is written down with when, who, by which route, from where, and what', async () => {
      const before = Date.now();
      const answer = await moderator.in('IN').reads<Status>(`/api/v1/statuses/${withheld.id}`);
      expect(answer.text).toContain(WORDS);
      const [entry, ...more] = await audit();
      expect(more).toEqual([]);
      expect(entry).toEqual({
        id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        account_id: moderator.id,
        route: 'GET /api/v1/statuses/:id',
        view: { at: expect.stringMatching(/^\d{4}-.*Z$/), live: true, from: 'IN' },
        subjects: [withheld.id],
      });
      expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(before);
    });

    it('is written down as of the instant that was looked at', async () => {
      const at = new Date().toISOString();
      await moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}`, { view_at: at });
      expect((await audit())[0]?.view).toEqual({ at, live: false, from: 'IN' });
    });

    it('of a list is all of it that others are not shown', async () => {
      const { body } = await moderator.in('IN').reads<Status[]>(`/api/v1/accounts/${cast.asha.id}/statuses`);
      expect(body.map(({ id }) => id).sort()).toEqual([withheld.id, suspended.id].sort());
      expect(await told()).toEqual([
        ['GET /api/v1/accounts/:id/statuses', [withheld.id, suspended.id].sort()],
      ]);
    });

    it('names the post and the account, where it is the account that is withheld', async () => {
      const post = await cast.chitra.posts('Words of somebody withheld');
      const quote = await cast.bilal.posts('Look', { quoted_status_id: post.id });
      const id = await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'account', id: cast.chitra.id }),
      );
      await moderator.in('IN').reads(`/api/v1/statuses/${quote.id}`);
      await server.does('lift-restriction', { restriction: id, reason: 'Over' });
      expect(await told()).toEqual([
        ['GET /api/v1/statuses/:id', [quote.id, post.id, cast.chitra.id].sort()],
      ]);
    });

    it('is written down where it is answered to a write, too', async () => {
      expect((await moderator.in('IN').likes(withheld.id)).content).toContain(WORDS);
      expect(await told()).toEqual([['POST /api/v1/statuses/:id/favourite', [withheld.id]]]);
    });

    it('of a confidential order is written down, and so is what it holds', async () => {
      const order = await cast.ministry.files([{ status_id: harmless.id }], { confidential: true });
      expect((await moderator.reads('/api/v1/orders')).status).toBe(200);
      expect((await moderator.reads(`/api/v1/orders/${order.id}/items`)).status).toBe(200);
      const decision = { label: 'Disputed', reason: 'A reason nobody is told' };
      await moderator.decides(order, 1, 'labelled', decision);
      const listed = await moderator.reads('/api/v1/restrictions', { subject: harmless.id });
      expect(listed.text).toContain('A reason nobody is told');
      const routes = (await told()).map(([route, subjects]) => [route, subjects.includes(order.id)]);
      expect(routes).toEqual([
        ['GET /api/v1/restrictions', false],
        ['POST /api/v1/orders/:id/items/:n/decisions', true],
        ['GET /api/v1/orders/:id/items', true],
        ['GET /api/v1/orders', true],
      ]);
      // Its own authority may read it, and is no moderator.
      await cast.ministry.reads(`/api/v1/orders/${order.id}`);
      expect(await told(cast.ministry)).toEqual([]);
    });

    it.each<[string, () => Promise<unknown>]>([
      [
        'nobody keeps it from others there',
        () => moderator.in('US').reads(`/api/v1/statuses/${withheld.id}`),
      ],
      [
        'they look as the public',
        () => moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}`, { view_as: 'public' }),
      ],
      [
        'there is nothing restricted in it',
        () => moderator.in('IN').reads(`/api/v1/statuses/${harmless.id}`),
      ],
      [
        'it was not withheld yet',
        () => moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}`, { view_at: withheld.created_at }),
      ],
      [
        'they are told that it is not there',
        () => moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}0`),
      ],
    ])('is not written down where %s', async (_, reads) => {
      await reads();
      expect(await told()).toEqual([]);
    });

    it('is not what readers and authors see', async () => {
      expect((await cast.bilal.in('IN').reads(`/api/v1/statuses/${withheld.id}`)).status).toBe(451);
      expect((await cast.asha.in('IN').reads(`/api/v1/statuses/${withheld.id}`)).status).toBe(200);
      expect([...(await told(cast.bilal)), ...(await told(cast.asha))]).toEqual([]);
    });

    it('of an admin is written down as well', async () => {
      await cast.admin.in('IN').reads(`/api/v1/statuses/${withheld.id}`);
      expect(await told(cast.admin)).toContainEqual(['GET /api/v1/statuses/:id', [withheld.id]]);
    });
  });

  describe('where it cannot be written down', () => {
    const gone = new DatabaseUnavailable('Gone');
    it.each<[string, Error, number]>([
      ['since the database is gone', gone, 503],
      ['for whatever else', new Error(WORDS), 500],
    ])('nothing leaves: %s', async (_, reason, status) => {
      const india = moderator.in('IN');
      writesFail = reason;
      try {
        for (const path of [`/api/v1/statuses/${withheld.id}`, '/api/v1/timelines/public']) {
          const answer = await india.reads(path);
          expect([answer.status, answer.text.includes(WORDS)]).toEqual([status, false]);
        }
        // A moderator goes on seeing what others see as well.
        expect((await india.reads(`/api/v1/statuses/${harmless.id}`)).status).toBe(200);
        const listener = await Listener.connect(server.address, { token: moderator.token });
        expect(await listener.ask('subscribe', { stream: 'public', since: 0 })).toMatchObject({ ok: false });
        expect(await listener.ask('subscribe', { stream: 'public', view_as: 'public' })).toMatchObject({
          ok: true,
        });
        expect(JSON.stringify(listener.frames)).not.toContain(WORDS);
        listener.close();
      } finally {
        writesFail = null;
      }
      expect((await india.reads(`/api/v1/statuses/${withheld.id}`)).status).toBe(200);
    });
  });

  describe('a moderator’s subscription', () => {
    it('is written down once, with its stream and its viewpoint, and again where that moves', async () => {
      const listener = await Listener.connect(server.address, { token: moderator.token });
      await listener.subscribe('public', { since: 0, view_from: 'IN' });
      await listener.subscribe('hashtag:rivers', { view_from: 'IN', view_as: 'public' });
      expect(JSON.stringify(listener.frames)).toContain(WORDS);
      await listener.ask('view:from', { country: 'US' });
      listener.close();
      const entries = await audit();
      expect(entries.map(({ route, view, subjects }) => [route, view.live, view.from, subjects])).toEqual([
        ['subscribe public', true, 'US', []],
        ['subscribe public', true, 'IN', []],
      ]);
    });

    it('of others is not', async () => {
      const listener = await Listener.connect(server.address, { token: cast.bilal.token });
      await listener.subscribe('public', { view_from: 'IN' });
      listener.close();
      expect(await told(cast.bilal)).toEqual([]);
    });
  });

  describe('the audit', () => {
    beforeEach(async () => {
      for (const path of [
        `/api/v1/statuses/${withheld.id}`,
        '/api/v1/timelines/public',
        `/api/v1/accounts/${cast.asha.id}/statuses`,
      ])
        await moderator.in('IN').reads(path);
    });

    it('is told newest first, page by page', async () => {
      const all = await audit();
      expect(all.map(({ route }) => route)).toEqual([
        'GET /api/v1/accounts/:id/statuses',
        'GET /api/v1/timelines/public',
        'GET /api/v1/statuses/:id',
      ]);
      const first = await cast.admin.reads<AuditEntry[]>(AUDIT, { account_id: moderator.id, limit: '1' });
      const second = await cast.admin.reads<AuditEntry[]>(first.links['next']!);
      expect([...first.body, ...second.body]).toEqual(all.slice(0, 2));
      const newer = await cast.admin.reads<AuditEntry[]>(second.links['prev']!);
      expect(newer.body).toEqual(first.body);
    });

    it('is told as it is now alone', async () => {
      expect((await cast.admin.reads(AUDIT, { view_at: '2026-01-05T09:00:00Z' })).status).toBe(422);
      expect((await cast.admin.reads(AUDIT, { account_id: 'x' })).status).toBe(422);
    });

    it('stays, whatever is folded again or erased', async () => {
      const before = await audit();
      await rebuild(server.database);
      expect(await eraseAccount(server.database, server.bus, moderator.id)).toBeNull();
      expect(await audit()).toEqual(before);
      expect(before.length).toBeGreaterThan(0);
    });

    it('is kept for 400 days: what is older goes as more is written, a hundred at a time', async () => {
      const days = 86_400_000;
      const now = server.clock.now();
      const entry = {
        account_id: 'somebody',
        route: 'GET /',
        view_at: 0,
        view_from: null,
        live: 1,
        subjects: '[]',
      };
      const aged = (age: number, n: number) => {
        const at = now - age * days;
        return { ...entry, id: latestIdAt(at - n), at };
      };
      const rows = [...Array.from({ length: 150 }, (_, n) => aged(401, n)), aged(399, 0)];
      await server.database.write((transaction) => transaction.insert('audit', rows));
      const left = async () =>
        (await server.database.reader.query("SELECT 1 AS one FROM audit WHERE account_id = 'somebody'"))
          .length;
      await moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}`);
      expect(await left()).toBe(51);
      await moderator.in('IN').reads(`/api/v1/statuses/${withheld.id}`);
      expect(await left()).toBe(1);
    });

    it('has no words in it', async () => {
      const rows = await server.database.reader.query<object>('SELECT * FROM audit');
      expect(JSON.stringify(rows)).not.toContain(WORDS);
      expect(rows.length).toBeGreaterThan(0);
    });
  });
});

/** A database whose writes fail while there is a reason for it. */
function failing(database: Database, why: () => Error | null): Database {
  return new Proxy(database, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'write' && why() !== null) return () => Promise.reject(why()!);
      return (value as (...parameters: unknown[]) => unknown).bind(target);
    },
  });
}
