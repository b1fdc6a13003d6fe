import net from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Reader, signsUp } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { sendRaw } from './support/raw-request.js';
import { serversPerTest, type TestServer } from './support/server.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Asks several times over one connection, and is gone before the first answer. */
function hangsUp(address: string, path: string): Promise<void> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`.repeat(10), () =>
        socket.resetAndDestroy().on('close', () => resolve()),
      );
    });
    socket.on('error', reject);
  });
}

onEachDatabase((make) => {
  const starts = serversPerTest(make);

  /** A server that has lost a table, and what it writes to its log. */
  const broken = async (LOG_LEVEL: string): Promise<{ server: TestServer; log: string[] }> => {
    const server = await starts({ env: { LOG_LEVEL } });
    await server.database.write((transaction) => transaction.query('DROP TABLE access_token'));
    const log: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((line) => log.push(String(line)) > 0);
    return { server, log };
  };
  const asks = (server: TestServer): Promise<number> =>
    new Reader(server.address, {}, 'a-token').reads('/api/v1/timelines/public').then(({ status }) => status);

  describe('whoever hangs up before they are answered', () => {
    it('leaves no trace in the log', async () => {
      const server = await starts({ env: { LOG_LEVEL: 'warn', TRUSTED_PROXIES: '127.0.0.1' } });
      const log: string[] = [];
      jest.spyOn(process.stderr, 'write').mockImplementation((line) => log.push(String(line)) > 0);
      const path = '/api/v1/timelines/public';
      await Promise.all(Array.from({ length: 20 }, () => hangsUp(server.address, path)));
      // Answered after whoever came before.
      expect((await new Reader(server.address).reads(path)).status).toBe(200);
      expect(log).toEqual([]);
    });
  });

  describe('a line of a request', () => {
    it('names its id, its route and what became of it, and nothing that somebody said', async () => {
      const server = await starts({ env: { LOG_LEVEL: 'silent' } });
      const asha = await signsUp(server.address, 'asha_logged');
      const log: string[] = [];
      jest.spyOn(process.stderr, 'write').mockImplementation((line) => log.push(String(line)) > 0);
      const { address } = await starts({ env: { LOG_LEVEL: 'trace' }, place: server.place });
      const id = 'request-00001';
      const asks = (method: string, path: string, body?: unknown): Promise<unknown> =>
        sendRaw(address, {
          method,
          path,
          headers: {
            'x-request-id': id,
            authorization: `Bearer ${asha.token}`,
            'x-forwarded-for': '203.0.113.7',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          body: body === undefined ? null : JSON.stringify(body),
        });
      await asks('GET', '/api/v1/accounts/search?q=canary-in-a-query');
      await asks('POST', '/api/v1/statuses', { status: 'canary-in-a-post' });
      await asks('GET', `/@asha_logged`);
      await asks('GET', `/api/v1/accounts/${asha.id}?view_from=canary-in-a-query`);
      await asks('GET', '/canary-in-a-path');
      await server.database.write((transaction) => transaction.query('DROP TABLE post_tag'));
      await asks('POST', '/api/v1/statuses', { status: 'canary-in-a-post about #canary' });
      const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
      const answered = { level: 'debug', method: 'POST', route: '/api/v1/statuses' };
      expect(lines.filter(({ request }) => request === id)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ...answered, status: 200 }),
          expect.objectContaining({ ...answered, status: 500 }),
          expect.objectContaining({
            level: 'error',
            part: 'Errors',
            msg: expect.stringContaining('post_tag'),
          }),
        ]),
      );
      for (const told of ['canary', 'asha', asha.token, asha.id, '203.0.113.7'])
        expect(log.join('')).not.toContain(told);
    });
  });

  describe('what goes wrong', () => {
    it('with a request is in the log, once and with where', async () => {
      const { server, log } = await broken('error');
      expect(await asks(server)).toBe(500);
      expect(log.filter((line) => line.includes('access_token'))).toHaveLength(1);
      expect(log.join('')).toMatch(/\\n\s+at /);
    });

    it('with a socket is, too', async () => {
      const { server, log } = await broken('error');
      await expect(Listener.connect(server.address, { token: 'a-token' })).rejects.toThrow(/our side/);
      expect(log.filter((line) => line.includes('access_token'))).toHaveLength(1);
    });

    it('is in no log that is silent', async () => {
      const { server, log } = await broken('silent');
      expect(await asks(server)).toBe(500);
      expect(log).toEqual([]);
    });
  });
});
