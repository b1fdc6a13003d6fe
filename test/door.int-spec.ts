import { afterEach, describe, expect, it } from '@jest/globals';
import type { Bounds } from '../apps/server/http/door/bounds.js';
import { people } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { closeRawConnections, sendRaw } from './support/raw-request.js';
import { serverOn, serversPerTest, type TestServer } from './support/server.js';
import { Wire } from './support/wire.js';

const STATUSES = '/api/v1/statuses';
const JSON_TYPE = 'Content-Type: application/json';
const MIB = 1_048_576;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  closeRawConnections();
});
// Servers close after that: they wait for whoever is still there.
const start = serversPerTest(sqliteDatabase);

const startedWith = (bounds: Partial<Bounds>, env: Record<string, string> = {}): Promise<TestServer> =>
  start({ bounds, env });
const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });

async function wireTo({ address }: TestServer): Promise<Wire> {
  const wire = await Wire.open(address);
  closing.push(() => wire.close());
  return wire;
}

/** A body that is about half sent: it is on its way, and stays so. */
async function unfinished(server: TestServer, bytes = 100_000, headers: string[] = []): Promise<Wire> {
  const wire = await wireTo(server);
  wire.head('POST /api/v1/accounts HTTP/1.1', JSON_TYPE, `Content-Length: ${2 * bytes}`, ...headers);
  return wire.send('x'.repeat(bytes));
}

async function health(server: TestServer, headers: Record<string, string> = {}): Promise<number> {
  return (await sendRaw(server.address, { method: 'GET', path: '/health', headers })).status;
}

describe('who may not ask', () => {
  const WRITES: [string, string, number][] = [
    ['a route for whoever has signed in', `POST ${STATUSES}`, 401],
    ['a route for a role', 'POST /api/v1/orders', 401],
    ['a route for the operator', 'POST /internal/operations', 404],
    ['no route', 'POST /nothing', 404],
  ];

  it.each(WRITES)('is told so before a body has come: %s', async (_, line, status) => {
    const wire = await wireTo(server);
    wire.head(`${line} HTTP/1.1`, JSON_TYPE, 'Content-Length: 1000000');
    const answer = await wire.until(/\{"error":"[^"]+"\}/);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/connection: close/i);
  });

  it('has sent a large body in vain, and still gets the answer', async () => {
    const { address } = server;
    const answer = await sendRaw(address, {
      method: 'POST',
      path: STATUSES,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'x'.repeat(1.5 * MIB) }),
    });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":"This method requires an authenticated user"}');
  });

  it('keeps the connection where what is left of the body is small', async () => {
    const wire = await wireTo(server);
    wire.head(`POST ${STATUSES} HTTP/1.1`, JSON_TYPE, 'Content-Length: 20');
    await wire.until(/^HTTP\/1.1 401 /);
    wire.send('x'.repeat(20)).head('GET /health HTTP/1.1');
    await wire.until(/HTTP\/1.1 200 OK[^]*"ok"/);
  });

  it('is not asked to go on with a body that waits for 100 Continue', async () => {
    const wire = await wireTo(server);
    wire.head(`POST ${STATUSES} HTTP/1.1`, JSON_TYPE, 'Content-Length: 20', 'Expect: 100-continue');
    expect(await wire.untilEnded()).toMatch(/^HTTP\/1.1 401 /);
  });

  it('is not; who may, is', async () => {
    const { asha } = await people(server.address, { asha: 'reader' });
    const wire = await wireTo(server);
    const body = '{"status": "Good morning"}';
    const head = [JSON_TYPE, `Content-Length: ${body.length}`, `Authorization: Bearer ${asha.token}`];
    wire.head(`POST ${STATUSES} HTTP/1.1`, ...head, 'Expect: 100-continue');
    await wire.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    wire.send(body);
    await wire.until(/HTTP\/1.1 200 OK[^]*Good morning/);
  });
});

describe('a body', () => {
  const KINDS: [string, string, string, RegExp][] = [
    [
      '100,000 fields',
      'application/json',
      JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [`k${n}`, 1]))),
      /more than 100 fields/,
    ],
    [
      'a form of 100,000 fields',
      'application/x-www-form-urlencoded',
      Array.from({ length: 100_000 }, (_, n) => `k${n}=1`).join('&'),
      /at most 1000 fields/,
    ],
    [
      'an object of 200 fields, deep inside',
      'application/json',
      JSON.stringify({ a: [{ b: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${n}`, 1])) }] }),
      /more than 100 fields/,
    ],
    ['300,000 lists', 'application/json', `[${'[],'.repeat(300_000)}[]]`, /more than 50000 values/],
    [
      '500,000 levels',
      'application/json',
      '['.repeat(500_000) + ']'.repeat(500_000),
      /nested more than 16 deep/,
    ],
    [
      'a text of a million characters',
      'application/json',
      JSON.stringify({ email: 'x'.repeat(1_000_000) }),
      /longer than 100000/,
    ],
    ['bytes that are no text', 'application/json', '{"email": "\xff"}', /UTF-8/],
  ];

  it.each(KINDS)(
    'is refused for what it is, before anything looks at it: %s',
    async (_, type, body, error) => {
      const { address } = server;
      const began = performance.now();
      const answer = await sendRaw(address, {
        method: 'POST',
        path: '/api/v1/accounts',
        headers: { 'content-type': type },
        body: Buffer.from(body, 'latin1'),
      });
      expect([400, 422]).toContain(answer.status);
      expect(JSON.parse(answer.text)).toEqual({ error: expect.stringMatching(error) });
      // Once it took 8 s.
      expect(performance.now() - began).toBeLessThan(2_000);
    },
  );

  it('that is encoded further is a 415', async () => {
    const { address } = server;
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await sendRaw(address, { method: 'POST', path: '/api/v1/accounts', headers, body: '{}' });
    expect(answer.status).toBe(415);
  });

  it('in many small chunks is read as one', async () => {
    const wire = await wireTo(server);
    wire.head('POST /api/v1/accounts HTTP/1.1', JSON_TYPE, 'Transfer-Encoding: chunked');
    const body = `{"username": "${'x'.repeat(9_000)}"}`;
    for (const letter of body) wire.send(`1\r\n${letter}\r\n`);
    wire.send('0\r\n\r\n');
    expect(await wire.until(/\}$/)).toMatch(/^HTTP\/1.1 422 [^]*username must be 1 to 30/);
  });

  it('in chunks without end is cut at a mebibyte', async () => {
    const wire = await wireTo(server);
    wire.head('POST /api/v1/accounts HTTP/1.1', JSON_TYPE, 'Transfer-Encoding: chunked');
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    for (let n = 0; n < 17; n += 1) wire.send(chunk);
    expect(await wire.until(/\}$/)).toMatch(/^HTTP\/1.1 413 [^]*at most 1048576 bytes/);
  });
});

describe('what never comes whole', () => {
  const QUICK = { headMs: 100, requestMs: 300, lookEveryMs: 50 };

  it('is given up: a body', async () => {
    const server = await startedWith(QUICK);
    const wire = await unfinished(server);
    expect(await wire.untilEnded()).toMatch(
      /^HTTP\/1.1 408 Request Timeout[^]*\{"error":"The request took too long"\}$/,
    );
    expect(await health(server)).toBe(200);
  });

  it('is given up: a head', async () => {
    const wire = await wireTo(await startedWith(QUICK));
    wire.send('GET /health HTTP/1.1\r\nHost: local');
    expect(await wire.untilEnded()).toMatch(/^HTTP\/1.1 408 /);
  });

  it('is given up: anything at all', async () => {
    const wire = await wireTo(await startedWith(QUICK));
    expect(await wire.untilEnded()).toMatch(/^HTTP\/1.1 408 /);
  });

  it('makes room, the one that has taken longest first, for what comes now', async () => {
    // Given room for three bodies of this size, of which the server has received all that it holds,
    const server = await startedWith({ allBodiesBytes: 400_000 });
    const [first, ...others] = [await unfinished(server), await unfinished(server), await unfinished(server)];
    // when a fourth comes,
    const last = await unfinished(server);
    // then the first is told so, and the others are not.
    expect(await first.until(/\}$/)).toMatch(/^HTTP\/1.1 408 [^]*The body took too long: others wait/);
    const small = await sendRaw(server.address, {
      method: 'POST',
      path: '/api/v1/accounts',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(small.status).toBe(422);
    for (const wire of [...others, last]) expect(wire.received).toBe('');
  });
});

describe('a request that asks for another protocol', () => {
  const ASKS: [string, string][] = [
    ['h2c, as curl does', 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk'],
    ['TLS', 'Connection: Upgrade\r\nUpgrade: TLS/1.0'],
    ['a WebSocket where there is none', 'Connection: Upgrade\r\nUpgrade: websocket'],
  ];

  it.each(ASKS)('is answered as if it had not: %s', async (_, headers) => {
    const wire = await wireTo(server);
    wire.head('GET /health HTTP/1.1', headers);
    await wire.until(/^HTTP\/1.1 200 OK[^]*\{"status":"ok"\}$/);
    wire.head('GET /nothing HTTP/1.1', headers);
    await wire.until(/HTTP\/1.1 404 /);
  });

  it.each(ASKS)('has its body read: %s', async (_, headers) => {
    const wire = await wireTo(server);
    const body = '{"username": "!"}';
    wire.head('POST /api/v1/accounts HTTP/1.1', JSON_TYPE, `Content-Length: ${body.length}`, headers);
    wire.send(body);
    await wire.until(/^HTTP\/1.1 422 [^]*username must be/);
  });

  it('is given a socket at the sockets’ own path', async () => {
    const { address } = server;
    const listener = await Listener.connect(address);
    closing.push(() => listener.close());
    expect(await listener.ask('subscribe', { stream: 'public' })).toMatchObject({ ok: true });
  });
});

describe('connections', () => {
  const PROXIED = { TRUSTED_PROXIES: '127.0.0.1' };
  const from = (address: string) => ({ 'X-Forwarded-For': address });
  const REFUSED = /^HTTP\/1.1 503 [^]*retry-after: \d+[^]*\{"error":"Too many connections are open/i;

  const tooMany = async (server: TestServer): Promise<void> => {
    const wire = await wireTo(server);
    wire.head('GET /health HTTP/1.1');
    expect(await wire.untilEnded()).toMatch(REFUSED);
  };
  const welcome = async (server: TestServer): Promise<Wire> => {
    const wire = await wireTo(server);
    wire.head('GET /health HTTP/1.1');
    await wire.until(/^HTTP\/1.1 200 OK/);
    return wire;
  };

  it('beyond the most are told so, and are let in once another has gone', async () => {
    const server = await startedWith({ connections: 2 });
    const one = await welcome(server);
    await welcome(server);
    await tooMany(server);
    one.close();
    expect(await until(async () => (await health(server)) === 200)).toBe(true);
  });

  it('beyond the most get no socket', async () => {
    const server = await startedWith({ connections: 1 });
    const listener = await Listener.connect(server.address);
    closing.push(() => listener.close());
    await tooMany(server);
    await expect(Listener.connect(server.address)).rejects.toThrow();
  });

  it('of a trusted proxy are those of whom it speaks for: what each has under way', async () => {
    const server = await startedWith({ connectionsPerAddress: 2 }, PROXIED);
    // Given that one address has two bodies on their way,
    const asha = ['X-Forwarded-For: 203.0.113.7'];
    const one = await unfinished(server, 1_000, asha);
    await unfinished(server, 1_000, asha);
    await until(async () => (await health(server, from('203.0.113.7'))) === 503);
    // then another address is let in, however it is reached, and so is the first, once it has fewer.
    expect(await health(server, from('203.0.113.8'))).toBe(200);
    one.close();
    expect(await until(async () => (await health(server, from('203.0.113.7'))) === 200)).toBe(true);
  });

  it('of a trusted proxy count sockets, too, and an IPv6 network as one address', async () => {
    const server = await startedWith({ connectionsPerAddress: 1 }, PROXIED);
    const listener = await Listener.connect(server.address, {}, from('2001:db8:1:2::3'));
    closing.push(() => listener.close());
    expect(await health(server, from('2001:db8:1:2:ffff::4'))).toBe(503);
    expect(await health(server, from('2001:db8:1:3::3'))).toBe(200);
    await expect(Listener.connect(server.address, {}, from('2001:db8:1:2::5'))).rejects.toThrow();
  });
});

/** Asks until it is so. @returns false where it does not come to be */
async function until(so: () => Promise<boolean>): Promise<boolean> {
  const giveUp = Date.now() + 10_000;
  while (Date.now() < giveUp) if (await so()) return true;
  return false;
}
