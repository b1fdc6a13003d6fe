import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Worker } from '../../bench/measure/worker.js';
import { people, type Person } from '../support/client.js';
import { Wire } from '../support/wire.js';
import { Patience } from '../malformed/patience.js';
import type { Fault } from './fault.js';
import { inMs, megabytes, memoryOf, preloading, type Server, type Site } from './site.js';

const ON = ['SQLite'] as const;
/** ms; a machine that does something else, too, answers that late. */
const MOST_PATIENT = 3_000;

export const manySockets: Fault = {
  name: 'sockets',
  promise:
    '2,000 sockets at once: each is told each post, once, others do not wait, and what they took is given back',
  on: ON,
  async cause(site) {
    const { server, asha, before, patience } = await watched(site);
    const sockets = 2_000;
    const posts = site.either(3, 100);
    const worker = Worker.start('measure/listeners.mjs');
    site.afterwards(() => worker.stop());
    const began = performance.now();
    await worker.ask({ kind: 'connect', to: 'timeline', address: server.address, count: sockets });
    const connected = performance.now() - began;
    const held = await memoryOf(server);
    await worker.ask({ kind: 'expect', deliveries: sockets * posts });
    const told = performance.now();
    for (let n = 0; n < posts; n++) await asha.posts(`To all ${n}`);
    const { times } = await worker.ask<{ times: string[] }>({ kind: 'take' });
    const took = performance.now() - told;
    await worker.stop();
    await until(async () => (await listenersOf(server)) === 0, 'that no socket is there');
    await patience.stop();
    const after = await memoryOf(server);
    assert.equal(times.length, sockets * posts, 'Deliveries');
    assert.ok(patience.longest < MOST_PATIENT, `/health took ${patience.longest} ms`);
    assert.ok(
      after.heap < before.heap + 24 * 1_048_576,
      `${megabytes(after.heap - before.heap)} are not given back`,
    );
    return {
      sockets,
      'connected in': inMs(connected),
      deliveries: times.length,
      lost: sockets * posts - times.length,
      'delivered in': inMs(took),
      'heap of each socket': `${Math.round((held.heap - before.heap) / sockets / 1_024)} kB`,
      'heap before and after': `${megabytes(before.heap)}, ${megabytes(after.heap)}`,
      'longest pause': inMs(patience.longest),
    };
  },
};

export const halfFrames: Fault = {
  name: 'half-frames',
  promise: 'half a frame on a WebSocket, and then silence or the end: it is let go, and nobody else waits',
  on: ON,
  async cause(site) {
    const server = await site.serve();
    const patience = watching(site, server);
    const sockets = site.either(100, 2_000);
    const wires = await Promise.all(Array.from({ length: sockets }, () => upgraded(site, server)));
    // The head of a masked frame of 200 bytes of text, and three of them.
    for (const wire of wires) wire.send(Buffer.from([0x81, 0xfe, 0x00, 0xc8, 1, 2, 3, 4, 0x34, 0x32, 0x30]));
    const { asha } = await people(server.address, { asha: 'reader' });
    await asha.posts('Meanwhile');
    for (const wire of wires.slice(sockets / 2)) wire.close();
    for (const wire of wires.slice(0, sockets / 2)) wire.end();
    await Promise.all(wires.slice(0, sockets / 2).map((wire) => wire.untilEnded()));
    await until(async () => (await listenersOf(server)) === 0, 'that no socket is there');
    await patience.stop();
    assert.ok(patience.longest < MOST_PATIENT, `/health took ${patience.longest} ms`);
    await site.stops(server);
    return { sockets, left: 0, 'longest pause': inMs(patience.longest) };
  },
};

export const slowBodies: Fault = {
  name: 'slow-bodies',
  promise:
    'bodies that stop half-way hold nobody else up, and their connections are let go with their senders',
  on: ON,
  async cause(site) {
    const { server, asha, before, patience } = await watched(site);
    const senders = site.either(100, 1_000);
    const wires = await Promise.all(Array.from({ length: senders }, () => opened(site, server)));
    for (const wire of wires)
      wire
        .head(
          'POST /api/v1/statuses HTTP/1.1',
          `Authorization: Bearer ${asha.token}`,
          'Content-Type: application/json',
          'Content-Length: 1000000',
        )
        .send(`{"status": "${randomBytes(30_000).toString('hex')}`);
    const posts = site.either(20, 500);
    const began = performance.now();
    for (let n = 0; n < posts; n++) await asha.posts(`Beside ${n}`);
    const took = (performance.now() - began) / posts;
    for (const wire of wires) wire.close();
    await patience.stop();
    assert.ok(patience.longest < MOST_PATIENT, `/health took ${patience.longest} ms`);
    await until(
      async () => (await memoryOf(server)).heap < before.heap + 16 * 1_048_576,
      'that memory is given back',
    );
    await site.stops(server);
    return {
      senders,
      'posts beside them': posts,
      'each in': inMs(took),
      'longest pause': inMs(patience.longest),
    };
  },
};

export const slowConsumers: Fault = {
  name: 'slow-consumers',
  // Thousands of posts fill what waits for a socket.
  takesAMinute: true,
  promise:
    'sockets that read nothing are closed once too much waits for them: memory does not grow without bound',
  on: ON,
  async cause(site) {
    const server = await site.serve(preloading('memory'));
    const { asha } = await people(server.address, { asha: 'reader' });
    const sockets = site.either(5, 50);
    for (let n = 0; n < sockets; n++) await silent(site, server);
    const before = await memoryOf(server);
    let posts = 0;
    let most = 0;
    const closed = (): Promise<number> => figureOf(server, 'withheld_slow_consumers_closed_total');
    const words = 'slow '.repeat(90);
    while ((await closed()) < sockets) {
      assert.ok(posts < 40_000, `After ${posts} posts sockets that read nothing are not closed`);
      await Promise.all(Array.from({ length: 32 }, () => asha.posts(`${(posts += 1)} ${words}`)));
      most = Math.max(most, (await memoryOf(server)).resident);
    }
    const after = await memoryOf(server);
    await site.stops(server);
    return {
      sockets,
      closed: sockets,
      posts,
      'resident before, at most and after': [before.resident, most, after.resident].map(megabytes).join(', '),
    };
  },
};

/** A server that asha has posted to, with its memory of then, and somebody who asks for `/health` from then on. */
async function watched(site: Site): Promise<{
  server: Server;
  asha: Person;
  before: Awaited<ReturnType<typeof memoryOf>>;
  patience: Patience;
}> {
  const server = await site.serve(preloading('memory'));
  const { asha } = await people(server.address, { asha: 'reader' });
  await asha.posts('Before');
  return { server, asha, before: await memoryOf(server), patience: watching(site, server) };
}

/** A connection, closed afterwards. */
async function opened(site: Site, { address }: Server): Promise<Wire> {
  const wire = await Wire.open(address);
  site.afterwards(() => wire.close());
  return wire;
}

/** A WebSocket of socket.io's, byte by byte. */
async function upgraded(site: Site, server: Server): Promise<Wire> {
  const wire = await opened(site, server);
  wire.head(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  );
  await wire.until(/pingTimeout/);
  return wire;
}

/** One that is subscribed to the public timeline, and reads nothing from then on. */
async function silent(site: Site, server: Server): Promise<void> {
  const wire = await upgraded(site, server);
  wire.send(masked('40'));
  await wire.until(/40\{"sid"/);
  wire.send(masked(`420${JSON.stringify(['subscribe', { stream: 'public' }])}`));
  await wire.until(/430\[/);
  wire.pause();
}

/** A whole frame of text under 126 bytes, masked with zeros (RFC 6455, section 5.2). */
function masked(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

function watching(site: Site, { address }: Server): Patience {
  const patience = new Patience(address);
  site.afterwards(() => patience.stop().catch(() => undefined));
  return patience;
}

/** Looks again and again, until it is so. */
async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const giveUp = Date.now() + 20_000;
  while (!(await holds())) assert.ok(Date.now() < giveUp, `Waited in vain for ${what}`);
}

function listenersOf(server: Server): Promise<number> {
  return figureOf(server, 'withheld_listeners{medium="socket.io"}');
}

/** A figure of `/metrics`. */
async function figureOf({ address }: Server, name: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  assert.ok(line !== undefined, `/metrics has no ${name}`);
  return Number(line.slice(name.length));
}
