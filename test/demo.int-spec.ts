import { afterAll, describe, expect, it } from '@jest/globals';
import type { Account } from '#contract';
import { DemoCode } from '../apps/server/demo/demo-code.js';
import { people, Reader, signsUp } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { closeRawConnections, sendRaw } from './support/raw-request.js';
import { serversPerTest } from './support/server.js';

const SIGN_IN = '/api/v1/demo/sign-in';

interface SignedIn {
  access_token: string;
  account: Account;
}

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const starts = serversPerTest(make);

  describe('demo sign-in', () => {
    it('is not there unless it is asked for', async () => {
      const guest = new Reader((await starts()).address);
      expect((await guest.sends('POST', SIGN_IN, { role: 'reader' })).status).toBe(404);
    });

    it('on this machine, gives each role: a new reader each time, the same one for the others', async () => {
      const demo = await starts({ env: { DEMO: '1' } });
      const guest = new Reader(demo.address);
      const signIn = async (role: string): Promise<SignedIn> => {
        const answer = await guest.sends<SignedIn>('POST', SIGN_IN, { role });
        expect(answer.status).toBe(200);
        return answer.body;
      };
      const [one, other] = [await signIn('reader'), await signIn('reader')];
      expect(one.account.id).not.toBe(other.account.id);
      const moderators = await Promise.all(Array.from({ length: 4 }, () => signIn('moderator')));
      expect(new Set(moderators.map(({ account }) => account.id)).size).toBe(1);
      expect(new Set(moderators.map(({ access_token }) => access_token)).size).toBe(4);
      const me = new Reader(demo.address, {}, moderators[3]?.access_token ?? '');
      expect((await me.reads<Account>('/api/v1/accounts/verify_credentials')).body).toMatchObject({
        display_name: 'Demo moderator',
      });
      expect((await guest.sends('POST', SIGN_IN, { role: 'king' })).status).toBe(422);
    });

    it('gives a role also where somebody has taken its plain name', async () => {
      const demo = await starts({ env: { DEMO: '1' } });
      const squatter = await signsUp(demo.address, 'demo_authority');
      const answer = await new Reader(demo.address).sends<SignedIn>('POST', SIGN_IN, { role: 'authority' });
      expect(answer.status).toBe(200);
      expect(answer.body.account.id).not.toBe(squatter.id);
      const again = await new Reader(demo.address).sends<SignedIn>('POST', SIGN_IN, { role: 'authority' });
      expect(again.body.account.id).toBe(answer.body.account.id);
    });

    it('never gives an account that is a person’s own', async () => {
      const demo = await starts({ env: { DEMO: '1', TEST: '1' } });
      const { meera } = await people(demo.address, { meera: 'moderator' });
      const answer = await new Reader(demo.address).sends<SignedIn>('POST', SIGN_IN, { role: 'moderator' });
      expect(answer.body.account.id).not.toBe(meera.id);
    });

    it.each([
      ['a page of this server', { origin: 'http://localhost:3000' }, 200],
      ['a page that is being built on this machine', { origin: 'http://127.0.0.1:5173' }, 200],
      ['a page of another site', { origin: 'https://evil.example' }, 403],
      ['a page without an address', { origin: 'null' }, 403],
      [
        'a page whose name was made to lead here',
        { host: 'evil.example', origin: 'http://evil.example' },
        403,
      ],
    ])('is asked for by %s: %j', async (_, headers, status) => {
      const { address } = await starts({ env: { DEMO: '1', TEST: '1' } });
      const json = { 'content-type': 'application/json', host: new URL(address).host, ...headers };
      const asks = async (path: string, body: string): Promise<number> =>
        (await sendRaw(address, { method: 'POST', path, headers: json, body })).status;
      expect(await asks(SIGN_IN, '{"role": "admin"}')).toBe(status);
      expect(await asks('/api/v1/test/reset', '{}')).toBe(status);
    });

    it('in public, asks for the code of the terminal, but of readers', async () => {
      const demo = await starts({ env: { DEMO: 'public' } });
      const guest = new Reader(demo.address);
      const signIn = async (body: object): Promise<number> =>
        (await guest.sends('POST', SIGN_IN, body)).status;
      const code = demo.app.get(DemoCode).text;
      expect(await signIn({ role: 'reader' })).toBe(200);
      expect(await signIn({ role: 'moderator' })).toBe(403);
      expect(await signIn({ role: 'moderator', code: 'AAAAAAAA' })).toBe(403);
      expect(await signIn({ role: 'moderator', code: `${code}X` })).toBe(403);
      expect(await signIn({ role: 'moderator', code: 'कखगघङचछज' })).toBe(403);
      expect(await signIn({ role: 'moderator', code: ` ${code.toLowerCase()} ` })).toBe(200);
      expect(await signIn({ role: 'admin', code })).toBe(403);
    });
  });
});
