import { afterAll, describe, expect, it } from '@jest/globals';
import type { Account, TestUser } from '#contract';
import { verify } from '#log';
import { people, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { documentOf, routesOf } from './support/open-api.js';
import { closeRawConnections } from './support/raw-request.js';
import { serverOn, serversPerTest } from './support/server.js';

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);

  describe('the routes for tests', () => {
    it('are there with TEST=1 alone, and nowhere in the documentation else', async () => {
      const plain = await starts();
      const guest = new Reader(plain.address);
      for (const path of ['reset', 'clock', 'users'])
        expect((await guest.sends('POST', `/api/v1/test/${path}`, { users: [] })).status).toBe(404);
      const named = async (address: string): Promise<string[]> =>
        routesOf(await documentOf(address))
          .map(({ path }) => path)
          .filter((path) => path.includes('/test/'));
      expect(await named(plain.address)).toEqual([]);
      expect(await named(server.address)).toHaveLength(3);
    });

    it('set the clock, which never goes back beyond what people did', async () => {
      const own = await starts({ env: { TEST: '1' } });
      const clock = async (body: object): Promise<string> =>
        (await new Reader(own.address).sends<{ now: string }>('POST', '/api/v1/test/clock', body)).body.now;
      expect(await clock({ now: '2030-01-01T00:00:00+05:30' })).toBe('2029-12-31T18:30:00.000Z');
      const { asha } = await people(own.address, { asha: 'reader' });
      expect((await asha.posts('Later')).created_at).toBe('2029-12-31T18:30:00.000Z');
      expect(await clock({ advance: 60_000 })).toBe('2029-12-31T18:31:00.000Z');
      expect((await asha.posts('Later still')).created_at).toBe('2029-12-31T18:31:00.000Z');
      expect(await clock({ now: '2029-01-01T00:00:00Z' })).toBe('2029-12-31T18:31:00.000Z');
      expect((await asha.posts('No earlier')).created_at).toBe('2029-12-31T18:31:00.000Z');
    });

    it.each([
      [{}],
      [{ now: 'tomorrow' }],
      [{ now: '2030-01-01T00:00:00' }],
      [{ now: '2026-W01-1T00:00:00Z' }],
      [{ now: '1969-01-01T00:00:00Z' }],
      [{ advance: -1 }],
      [{ advance: 1.5 }],
    ])('a clock cannot be set to %j', async (body) => {
      const answer = await new Reader(server.address).sends('POST', '/api/v1/test/clock', body);
      expect(answer.status).toBe(422);
    });

    it('make people together, or nobody', async () => {
      const { address } = await starts({ env: { TEST: '1' } });
      const visitor = new Reader(address);
      await people(address, { asha: 'reader' });
      const users = ['bilal', 'asha'].map((username) => ({ username }));
      expect((await visitor.sends('POST', '/api/v1/test/users', { users })).status).toBe(409);
      expect((await visitor.reads('/api/v1/accounts/lookup', { acct: 'bilal' })).status).toBe(404);
    });

    it('make people who look from somewhere, and have a name', async () => {
      const { address } = await starts({ env: { TEST: '1' } });
      const visitor = new Reader(address);
      const users = [
        { username: 'asha', role: 'moderator', country: 'in', display_name: 'Asha Rao' },
        { username: 'bilal', role: null, country: null, display_name: null },
      ];
      const made = await visitor.sends<{ users: TestUser[] }>('POST', '/api/v1/test/users', { users });
      const seen = await Promise.all(
        made.body.users.map(async ({ access_token }) => {
          const reader = new Reader(address, {}, access_token);
          const { headers, body } = await reader.reads<Account>('/api/v1/accounts/verify_credentials');
          return [body.display_name, headers.get('withheld-viewpoint')];
        }),
      );
      expect(seen).toEqual([
        ['Asha Rao', 'from=IN; basis=account; at=live'],
        ['bilal', 'from=unknown; basis=unknown; at=live'],
      ]);
    });

    it.each([
      [{ country: 'Atlantis' }, /country/],
      [{ country: 'XX' }, /country "XX" is not a country/],
      [{ country: 91 }, /country/],
      [{ display_name: 'x'.repeat(31) }, /display_name must be at most 30/],
      [{ display_name: ['Asha'] }, /display_name/],
    ])('make nobody with %j', async (wrong, error) => {
      const visitor = new Reader(server.address);
      const users = [{ username: 'chitra' }, { username: 'dev', ...wrong }];
      const answer = await visitor.sends('POST', '/api/v1/test/users', { users });
      expect([answer.status, answer.body.error]).toEqual([422, expect.stringMatching(error)]);
      expect((await visitor.reads('/api/v1/accounts/lookup', { acct: 'chitra' })).status).toBe(404);
    });

    it('reset to an empty database, that can be used at once', async () => {
      const own = await starts({ env: { TEST: '1' } });
      const visitor = new Reader(own.address);
      const { asha } = await people(own.address, { asha: 'reader' });
      await asha.posts('Soon gone');
      expect((await visitor.sends('POST', '/api/v1/test/reset')).status).toBe(200);
      expect((await visitor.reads('/api/v1/timelines/public')).text).toBe('[]');
      expect((await asha.reads('/api/v1/accounts/verify_credentials')).status).toBe(401);
      const { asha: again } = await people(own.address, { asha: 'reader' });
      await again.posts('A new beginning');
      expect(await verify(own.database.reader)).toMatchObject({ whole: true, events: 2 });
    });
  });
});
