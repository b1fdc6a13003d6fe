import { beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable, type Database } from '#database';
import { Draining } from '../apps/server/platform/draining.js';
import { signsUp, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';

interface Readiness {
  status: string;
  error?: string;
  checks: Record<string, string>;
}

/** A database that stops answering when it is told to. */
function thatGoesAway(database: Database): { database: Database; goes: (away: boolean) => void } {
  let away = false;
  const reader: Database['reader'] = {
    dialect: database.dialect,
    query: (sql, parameters) =>
      away ? Promise.reject(new DatabaseUnavailable('Gone')) : database.reader.query(sql, parameters),
  };
  return {
    database: new Proxy(database, {
      get: (of, name) => {
        const value: unknown = name === 'reader' ? reader : Reflect.get(of, name);
        return typeof value === 'function' ? (value.bind(of) as unknown) : value;
      },
    }),
    goes: (to) => (away = to),
  };
}

onEachDatabase((make) => {
  let goes: (away: boolean) => void;
  const server = serverOn(make, {
    wrap: (database) => {
      const wrapped = thatGoesAway(database);
      ({ goes } = wrapped);
      return wrapped.database;
    },
  });
  const figures = async (headers: Record<string, string> = {}): Promise<{ status: number; text: string }> =>
    sendRaw(server.address, { method: 'GET', path: '/metrics', headers });
  const figure = async (row: string): Promise<number> => {
    const { text } = await figures();
    const line = text.split('\n').find((one) => one.startsWith(`${row} `));
    return Number(line?.slice(row.length + 1) ?? NaN);
  };

  describe('/ready', () => {
    const asked = async (): Promise<{ status: number; body: Readiness }> => {
      const answer = await sendRaw(server.address, { method: 'GET', path: '/ready' });
      return { status: answer.status, body: JSON.parse(answer.text) as Readiness };
    };

    it('says that the server is to be handed requests', async () => {
      expect(await asked()).toEqual({
        status: 200,
        body: {
          status: 'ready',
          checks: { database: 'ok', migrations: 'ok', follower: 'ok', draining: 'ok' },
        },
      });
    });

    it('is asked without a token, whatever token comes along', async () => {
      const answer = await sendRaw(server.address, {
        method: 'GET',
        path: '/ready',
        headers: { authorization: 'Bearer of-another-service' },
      });
      expect(answer.status).toBe(200);
    });

    it('names what is not ready: a database that does not answer', async () => {
      goes(true);
      const { status, body } = await asked();
      expect(status).toBe(503);
      expect(body).toMatchObject({
        status: 'not_ready',
        error: expect.stringMatching(/^Not ready: database: it does not answer/),
      });
      // It lives all the same.
      expect((await sendRaw(server.address, { method: 'GET', path: '/health' })).status).toBe(200);
      goes(false);
      expect((await asked()).status).toBe(200);
    });

    it('names a database that a newer program has brought up to date, and one that an older one has', async () => {
      const tell = (sql: string): Promise<unknown> =>
        server.database.write((transaction) => transaction.query(sql));
      await tell(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'OfTheNextRelease')`);
      expect(await asked()).toMatchObject({
        status: 503,
        body: { checks: { migrations: 'the database is newer than this program' } },
      });
      await tell(`UPDATE migrations SET name = 'Kept' WHERE name = 'Foundation1770000000000'`);
      expect((await asked()).body.checks).toMatchObject({
        migrations: 'the database lacks migrations of this program',
      });
      await tell(`UPDATE migrations SET name = 'Foundation1770000000000' WHERE name = 'Kept'`);
      await tell(`DELETE FROM migrations WHERE name = 'OfTheNextRelease'`);
      expect((await asked()).status).toBe(200);
    });
  });

  describe('/metrics', () => {
    let asha: Person;
    beforeAll(async () => {
      asha = await signsUp(server.address, 'asha');
    });

    it('counts requests by their routes’ patterns, and never by their addresses', async () => {
      const row = 'withheld_http_requests_total{method="GET",route="/api/v1/accounts/:id",status="200"}';
      const before = (await figure(row)) || 0;
      const reader = new Reader(server.address);
      await reader.reads(`/api/v1/accounts/${asha.id}`);
      await reader.reads('/api/v1/accounts/lookup?acct=asha');
      await reader.reads('/nowhere/canary-in-a-path');
      expect(await figure(row)).toBe(before + 1);
      expect(
        await figure(
          'withheld_http_request_duration_seconds_count{method="GET",route="/api/v1/accounts/:id"}',
        ),
      ).toBe(before + 1);
      const { text } = await figures();
      for (const told of [asha.id, 'asha', 'canary']) expect(text).not.toContain(told);
    });

    it('counts who listens, by medium', async () => {
      const listener = await Listener.connect(server.address);
      expect(await figure('withheld_listeners{medium="socket.io"}')).toBe(1);
      expect(await figure('withheld_listeners{medium="websocket"}')).toBe(0);
      listener.close();
    });

    it('counts batches of commands, and where the log and its follower are', async () => {
      const batches = await figure('withheld_command_batch_duration_seconds_count');
      const head = await figure('withheld_log_head');
      await asha.posts('A walk by the river');
      expect(await figure('withheld_command_batch_duration_seconds_count')).toBe(batches + 1);
      expect(await figure('withheld_log_head')).toBe(head + 1);
      expect(await figure('withheld_log_lag')).toBeLessThanOrEqual(1);
      expect(await figure('withheld_webhooks_pending')).toBe(0);
    });

    it('tells of the process: its event loop, its heap', async () => {
      expect(await figure('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
      expect(await figure('nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
    });

    it('leaves out what the database alone knows, while it does not answer', async () => {
      goes(true);
      const { status, text } = await figures();
      goes(false);
      expect(status).toBe(200);
      expect(text).toContain('withheld_listeners');
      expect(text).not.toMatch(/^withheld_log_head \d/m);
    });

    it('is for who asks this machine directly, and for no page of another', async () => {
      expect((await figures()).status).toBe(200);
      for (const header of ['x-forwarded-for', 'forwarded', 'via'])
        expect((await figures({ [header]: '203.0.113.7' })).status).toBe(404);
      expect((await figures({ origin: 'https://example.org' })).status).toBe(403);
      expect((await figures({ host: 'rebound.example.org' })).status).toBe(403);
    });
  });

  describe('a request', () => {
    const idOf = async (headers: Record<string, string>): Promise<unknown> =>
      (await sendRaw(server.address, { method: 'GET', path: '/health', headers })).headers['x-request-id'];

    it('has an id, which its answer names: its own if that is sane', async () => {
      expect(await idOf({ 'x-request-id': 'proxy-00012.a_b' })).toBe('proxy-00012.a_b');
      for (const odd of ['short', 'with a space', 'a"quote-in-it', 'x'.repeat(65), 'नमस्ते-नमस्ते'])
        expect(await idOf({ 'x-request-id': Buffer.from(odd).toString('latin1') })).toMatch(
          /^[0-9a-f-]{36}$/,
        );
      expect(await idOf({})).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  // The last, since nothing goes back from there.
  describe('a server that is told to stop', () => {
    it('says at once that it is not ready, and still answers', async () => {
      server.app.get(Draining).begin();
      const answer = await sendRaw(server.address, { method: 'GET', path: '/ready' });
      expect(answer.status).toBe(503);
      expect(answer.text).toContain('"error":"Not ready: draining: this server is stopping"');
      expect((await sendRaw(server.address, { method: 'GET', path: '/health' })).status).toBe(200);
    });
  });
});
