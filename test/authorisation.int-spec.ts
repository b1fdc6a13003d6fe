import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { documentOf, routesOf } from './support/open-api.js';
import { serverOn } from './support/server.js';

/** Each route for moderators, and the role that it is for. */
const ADMIN_ROUTES: [method: string, path: string, role: 'moderator' | 'admin'][] = [
  ['GET', 'reports', 'moderator'],
  ['GET', 'reports/:report', 'moderator'],
  ['POST', 'reports/:report/assign_to_self', 'moderator'],
  ['POST', 'reports/:report/unassign', 'moderator'],
  ['POST', 'reports/:report/resolve', 'moderator'],
  ['POST', 'reports/:report/reopen', 'moderator'],
  ['GET', 'accounts', 'moderator'],
  ['GET', 'accounts/:account', 'moderator'],
  ['POST', 'accounts/:account/action', 'moderator'],
  ['POST', 'accounts/:account/unsilence', 'moderator'],
  ['POST', 'accounts/:account/unsuspend', 'moderator'],
  ['GET', 'audit', 'admin'],
];

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'bilal' | 'ministry' | 'moderator' | 'admin', Person>;
  /** Of each test anew: who is reported, and the report. */
  let asha: Person;
  let report: Report;
  let tests = 0;

  beforeAll(async () => {
    cast = await people(server.address, {
      bilal: 'reader',
      ministry: 'authority',
      moderator: 'moderator',
      admin: 'admin',
    });
  });
  beforeEach(async () => {
    tests += 1;
    const name = `asha${tests}`;
    asha = (await people(server.address, { [name]: 'reader' }))[name]!;
    report = await cast.bilal.does('POST', '/api/v1/reports', { account_id: asha.id });
  });

  it('every route for moderators and admins is in the table, and nothing else', async () => {
    const admin = routesOf(await documentOf(server.address)).filter(({ path }) => path.includes('/admin/'));
    const named = ADMIN_ROUTES.map(
      ([method, path]) => `${method} /api/v1/admin/${path.replace(/:\w+/, '{id}')}`,
    );
    expect(admin.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(named.sort());
  });

  it.each([
    ['orders', () => cast.bilal],
    ['orders', () => cast.moderator],
    ['orders/x/items/1/decisions', () => cast.ministry],
    ['orders/x/decisions', () => cast.ministry],
    ['orders/x/notices', () => cast.moderator],
    ['orders/x/status', () => cast.bilal],
    ['restrictions', () => cast.ministry],
    ['restrictions/x/lift', () => cast.bilal],
    ['admin/accounts/x/action', () => cast.bilal],
  ] as [string, () => Person][])('of /api/v1/%s the role is asked before the form', async (path, other) => {
    const status = async (who: Reader): Promise<number> =>
      (await who.sends('POST', `/api/v1/${path}`, {})).status;
    expect([await status(new Reader(server.address)), await status(other())]).toEqual([401, 403]);
    expect(await status(cast.admin)).toBe(422);
  });

  describe.each(ADMIN_ROUTES)('%s /api/v1/admin/%s', (method, path, role) => {
    it(`is for the role ${role}, and for admins`, async () => {
      const where = `/api/v1/admin/${path.replace(':report', report.id).replace(':account', asha.id)}`;
      // Nothing that a refusal could be of, but for the role.
      const body = path.endsWith('/action') ? { type: 'silence' } : undefined;
      const status = async (who: Reader): Promise<number> => (await who.sends(method, where, body)).status;
      expect([
        await status(new Reader(server.address)),
        await status(cast.bilal),
        await status(cast.ministry),
        await status(cast.moderator.looking({ view_as: 'public' })),
        // Writing is never as the public, whoever asks.
      ]).toEqual([401, 403, 403, method === 'GET' ? 403 : 422]);
      const allowed = [200, 409];
      expect(allowed.includes(await status(cast.moderator))).toBe(role === 'moderator');
      expect(allowed).toContain(await status(cast.admin));
    });
  });

  describe('a moderator', () => {
    const acts = (who: Person, on: Person): Promise<number> =>
      who
        .sends('POST', `/api/v1/admin/accounts/${on.id}/action`, { type: 'suspend' })
        .then(({ status }) => status);
    const restricts = (who: Person, on: Person): Promise<number> =>
      who
        .sends('POST', '/api/v1/restrictions', {
          kind: 'suspend',
          account_id: on.id,
          basis: 'platform_rule',
          reason: 'A rule',
        })
        .then(({ status }) => status);

    it('decides on nobody of their own rank or above, and not on themselves', async () => {
      const { nisha } = await people(server.address, { [`nisha`]: 'moderator' });
      for (const on of [cast.admin, cast.moderator, nisha]) {
        expect([await acts(cast.moderator, on), await restricts(cast.moderator, on)]).toEqual([403, 403]);
      }
      expect(await acts(cast.admin, cast.admin)).toBe(403);
      expect(await acts(cast.moderator, asha)).toBe(200);
    });

    it('who is suspended is none any more, until that is lifted', async () => {
      const { omar } = await people(server.address, { [`omar`]: 'moderator' });
      const reads = async (): Promise<number> => (await omar.reads('/api/v1/admin/accounts')).status;
      expect(await reads()).toBe(200);
      expect(await acts(cast.admin, omar)).toBe(200);
      expect(await reads()).toBe(403);
      expect((await omar.sends('POST', `/api/v1/admin/accounts/${omar.id}/unsuspend`)).status).toBe(403);
      expect((await omar.sends('POST', '/api/v1/statuses', { status: 'Hello' })).status).toBe(403);
      await cast.admin.does('POST', `/api/v1/admin/accounts/${omar.id}/unsuspend`);
      expect(await reads()).toBe(200);
    });
  });
});
