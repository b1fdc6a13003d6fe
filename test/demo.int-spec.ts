import { afterAll, describe, expect, it } from '@jest/globals';
import type { Account } from '#contract';
import { DemoCode } from '../apps/server/access/demo-code.js';
import { people, Reader, signsUp } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { closeRawConnections, sendRaw, type RawAnswer } from './support/raw-request.js';
import { serverOn, serversPerTest } from './support/server.js';

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

  describe('demo sign-in and the routes for tests', () => {
    const server = serverOn(make, {
      env: { DEMO: '1', TEST: '1', PUBLIC_URL: 'https://withheld.example' },
    });

    it.each<[string, Record<string, string>, number]>([
      ['a program', {}, 200],
      ['a page of this server', { origin: 'http://127.0.0.1:{port}' }, 200],
      ['a page of this server, says the browser', { 'sec-fetch-site': 'same-origin' }, 200],
      ['one by its other name', { host: 'localhost:{port}', origin: 'http://localhost:{port}' }, 200],
      ['one by its address of version 6', { host: '[::1]:{port}', origin: 'http://[::1]:{port}' }, 200],
      ['one through a port that leads here', { host: 'localhost:1', origin: 'http://localhost:1' }, 200],
      ['a page at the public address', { origin: 'https://withheld.example' }, 200],
      ['one that a proxy passes on', { host: 'withheld.example', origin: 'https://withheld.example' }, 200],
      ['a page on another port of this machine', { origin: 'http://127.0.0.1:5173' }, 403],
      [
        'one of the same port by another name, where another may listen',
        { origin: 'http://localhost:{port}' },
        403,
      ],
      ['a page of another port, says the browser', { 'sec-fetch-site': 'same-site' }, 403],
      ['a page of another site, says the browser', { 'sec-fetch-site': 'cross-site' }, 403],
      ['a page of another scheme', { origin: 'https://127.0.0.1:{port}' }, 403],
      ['a page of another site', { origin: 'https://evil.example' }, 403],
      ['a page without an origin', { origin: 'null' }, 403],
      [
        'a page of a name that was made to lead here',
        { host: 'evil.example', origin: 'http://evil.example' },
        403,
      ],
      ['a program by a name that was made to lead here', { host: 'evil.example' }, 403],
    ])('are asked for by %s: %j', async (_, headers, status) => {
      const { host, port } = new URL(server.address);
      const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('{port}', port)]);
      const json = { 'content-type': 'application/json', host, ...Object.fromEntries(filled) };
      const asks = (path: string, body: string): Promise<RawAnswer> =>
        sendRaw(server.address, { method: 'POST', path, headers: json, body });
      for (const [path, body] of [
        [SIGN_IN, '{"role": "admin"}'],
        ['/api/v1/test/clock', '{"advance": 1}'],
      ] as const) {
        const answer = await asks(path, body);
        expect(answer.status).toBe(status);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    });

    it.each([SIGN_IN, '//api/v1/demo/sign-in', '/API/v1/test/reset', '/internal/operations'])(
      'no page of another origin is told that it may ask: %s',
      async (path) => {
        const asked = {
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        };
        const answer = await sendRaw(server.address, { method: 'OPTIONS', path, headers: asked });
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
        const other = await sendRaw(server.address, {
          method: 'OPTIONS',
          path: '/api/v1/statuses',
          headers: asked,
        });
        expect(other.headers).toMatchObject({ 'access-control-allow-origin': '*' });
      },
    );
  });
});
