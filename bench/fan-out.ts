/**
 * How long one event takes to be told, by how many distinct audiences listen: each of them a viewer with a
 * `user` stream of their own, or one country each that looks at two public streams. The whole server runs, on
 * a database of its own; of each socket all is real but the connection, which counts what is written to it.
 *
 * Usage: npm run bench:fan-out -- [audiences…]
 */
import 'reflect-metadata';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Server } from 'socket.io';
import { CommandBus } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase, type Database } from '#database';
import { command } from '#domain';
import { signUpTogether, type Member } from '#identity';
import { MIGRATIONS } from '#migrations';
import { createServer, type RunningServer } from '../apps/server/create-server.js';
import { LogFollower } from '../apps/server/follower/log-follower.js';
import { Sockets } from '../apps/server/live/sockets.js';

const COUNTRIES =
  'AR AT AU BD BE BR CA CH CL CN CO CZ DE DK EG ES FI FR GB GR HU ID IE IL IN IS IT JP KE KR'.split(' ');
const EVENTS = 40;
const WARM_UP = 10;

/** A connection of engine.io as the server sees it, to nowhere. */
class Connection extends EventEmitter {
  static written = 0;
  readonly protocol = 4;
  readonly readyState = 'open';
  readonly writeBuffer: never[] = [];
  readonly transport = Object.assign(new EventEmitter(), { writable: true, name: 'websocket' });
  readonly request = { headers: {}, url: '/', socket: { remoteAddress: '127.0.0.1' }, connection: {} };
  private readonly answers = new Map<string, (answer: string) => void>();
  private asked = 0;

  constructor(readonly id: string) {
    super();
  }

  write(packet: string): void {
    if (packet.startsWith('2')) Connection.written += 1;
    const id = /^(?:3\d+|0)/.exec(packet)?.[0];
    if (id !== undefined) this.answers.get(id)?.(packet);
  }

  close(): void {
    this.emit('close', 'transport close');
  }

  connect(token: string | null): Promise<string> {
    return this.sends(`0${JSON.stringify(token === null ? {} : { token })}`, '0');
  }

  subscribe(stream: string, from: string): Promise<string> {
    const id = (this.asked += 1);
    const request = JSON.stringify(['subscribe', { stream, view_from: from }]);
    return this.sends(`2${id}${request}`, `3${id}`);
  }

  private sends(packet: string, answer: string): Promise<string> {
    const answered = new Promise<string>((resolve) => this.answers.set(answer, resolve));
    this.emit('data', packet);
    return answered;
  }
}

interface Platform {
  server: RunningServer;
  database: Database;
  bus: CommandBus;
}

async function within<T>(work: (platform: Platform) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const env = { PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: `sqlite:${path.join(folder, 'bench.db')}` };
  const read = readConfig(env, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const { config } = read;
  const database = await openDatabase(config.database, MIGRATIONS);
  const server = await createServer({ config, database, ownership: null });
  try {
    return await work({ server, database, bus: server.app.get(CommandBus) });
  } finally {
    await server.close();
    await database.close();
    fs.rmSync(folder, { recursive: true });
  }
}

async function signsUp({ database, bus }: Platform, names: readonly string[]): Promise<Member[]> {
  const rest = { email: null, password: null, role: 'reader', country: null } as const;
  const newcomers = names.map((username) => ({ username, ...rest }));
  const signedUp = await signUpTogether(database, bus, newcomers, Date.now);
  if (!signedUp.ok) throw new Error(JSON.stringify(signedUp.refusal));
  return signedUp.members;
}

async function connects(
  { server }: Platform,
  token: string | null,
  n: number,
  streams: string[],
  from: string,
) {
  const connection = new Connection(`connection-${n}`);
  engineOf(server).emit('connection', connection);
  await connection.connect(token);
  for (const stream of streams) {
    const answer = await connection.subscribe(stream, from);
    if (!answer.includes('"ok":true')) throw new Error(answer);
  }
}

const engines = new WeakMap<RunningServer, EventEmitter>();
function engineOf(server: RunningServer): EventEmitter {
  const known = engines.get(server);
  if (known !== undefined) return known;
  const engine = Object.assign(new EventEmitter(), { close: () => undefined });
  (server.app.get(Sockets).server as unknown as Server).bind(engine);
  engines.set(server, engine);
  return engine;
}

/** Posts as somebody, one after the other. @returns ms from a commit until all have been told: the median; and frames per event */
async function posts({ server, bus }: Platform, author: string): Promise<{ ms: number; frames: number }> {
  const follower = server.app.get(LogFollower);
  const taken: number[] = [];
  for (let n = 0; n < WARM_UP + EVENTS; n++) {
    if (n === WARM_UP) Connection.written = 0;
    const body = {
      text: `Number ${n}: ${'some words of a post '.repeat(8)}`,
      language: null,
      spoiler_text: '',
      sensitive: false,
      visibility: 'public',
      in_reply_to: null,
      quote_of: null,
    } as const;
    const outcome = await bus.submit({
      build: ({ at, id }) => [command('publish-post', body, { at, id: id(), actor: author })],
    });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    const began = performance.now();
    await follower.reached(outcome.seq);
    taken.push(performance.now() - began);
  }
  const counted = taken.slice(WARM_UP).sort((a, b) => a - b);
  return { ms: counted[EVENTS / 2] ?? 0, frames: Connection.written / EVENTS };
}

async function measure(audiences: number): Promise<void> {
  await within(async (platform) => {
    const names = Array.from({ length: audiences + 2 }, (_, n) => `somebody_${n}`);
    const people: Member[] = [];
    for (let n = 0; n < names.length; n += 500)
      people.push(...(await signsUp(platform, names.slice(n, n + 500))));
    const [one, all, ...viewers] = people;
    if (one === undefined || all === undefined) throw new Error('Nobody signed up');
    const follow = (actor: string, account: string) =>
      platform.bus.submit({
        build: ({ at, id }) => [command('follow-account', { account }, { at, id: id(), actor })],
      });
    await follow(viewers[0]?.account ?? '', one.account);
    for (const { account } of viewers) await follow(account, all.account);
    for (const [n, { token }] of viewers.entries()) await connects(platform, token.token, n, ['user'], 'IN');
    report('user streams', audiences, 'one follows the author', await posts(platform, one.account));
    report('user streams', audiences, 'all follow the author', await posts(platform, all.account));
  });
}

async function measureCountries(countries: readonly string[]): Promise<void> {
  await within(async (platform) => {
    const [author] = await signsUp(platform, ['somebody']);
    for (const [n, from] of countries.entries())
      await connects(platform, null, n, ['public', 'venue:home'], from);
    report(
      'countries, two streams',
      countries.length,
      'each a room',
      await posts(platform, author?.account ?? ''),
    );
  });
}

function report(
  what: string,
  audiences: number,
  who: string,
  { ms, frames }: { ms: number; frames: number },
): void {
  console.log(`${what}\t${audiences}\t${who}\t${ms.toFixed(2)} ms\t${frames} frames`);
}

const sizes = process.argv.slice(2).map(Number);
for (const size of sizes.length > 0 ? sizes : [1, 100, 1_000, 5_000]) await measure(size);
await measureCountries(COUNTRIES);
