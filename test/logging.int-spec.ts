import net from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
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

  describe('what goes wrong', () => {
    it('with a request is in the log, once and with where', async () => {
      const { server, log } = await broken('error');
      expect(await asks(server)).toBe(500);
      expect(log.filter((line) => line.includes('access_token'))).toHaveLength(1);
      expect(log.join('')).toMatch(/\n\s+at /);
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
