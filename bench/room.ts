/**
 * How long a control of a room takes to reach its followers, over sockets and over requests that wait: from the
 * presenter's sending it to each one's having it, the median and the slowest. Beside it, a bare `ws` server that
 * sends a message of the same size to as many. The followers are in a process of their own.
 *
 * Usage: npm run bench:room -- [followers]
 */
import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { io } from 'socket.io-client';
import { WebSocketServer } from 'ws';
import { CommandBus, loadSteps } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import type { CreatedReplay } from '#contract';
import { openDatabase, type Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { SEEDS_DIR } from '#operations';
import { compileScenario, loadScenarioFile } from '#replay';
import { createServer } from '../apps/server/create-server.js';

const SCENARIO = '2021-india-twitter-koo';
const CONTROLS = 40;
const WARM_UP = 10;
const SIZE = 420;

type Kind = 'ws' | 'socket' | 'poll';

/** Followers in a process of their own, which say when all of them have what was sent. */
class Followers {
  private constructor(private readonly child: ChildProcess) {}

  static async of(kind: Kind, address: string, room: string, count: number): Promise<Followers> {
    const script = fileURLToPath(new URL('room-followers.mjs', import.meta.url));
    const child = fork(script, [kind, address, room, String(count)], { execArgv: [] });
    await once(child, 'message');
    return new Followers(child);
  }

  /** Sends something to all. @returns ms until the median one has it, and the last one */
  async take(send: () => void | Promise<void>): Promise<{ median: number; last: number }> {
    const told = once(this.child, 'message') as Promise<[{ median: string; last: string }]>;
    const began = process.hrtime.bigint();
    await send();
    const [{ median, last }] = await told;
    const since = (time: string): number => Number(BigInt(time) - began) / 1e6;
    return { median: since(median), last: since(last) };
  }

  leave(): void {
    this.child.kill();
  }
}

function report(
  what: string,
  taken: readonly { median: number; last: number }[],
): { median: number; last: number } {
  const counted = taken.slice(WARM_UP);
  const middle = (of: 'median' | 'last'): number =>
    counted.map((one) => one[of]).sort((a, b) => a - b)[counted.length >> 1] ?? 0;
  const told = { median: middle('median'), last: middle('last') };
  const worst = Math.max(...counted.map(({ last }) => last));
  console.log(
    `${what}\tmedian follower ${told.median.toFixed(1)} ms\tlast ${told.last.toFixed(1)} ms\tworst of ${counted.length}: ${worst.toFixed(1)} ms`,
  );
  return told;
}

async function rounds(followers: Followers, send: (n: number) => void | Promise<void>) {
  const taken = [];
  for (let n = 0; n < WARM_UP + CONTROLS; n++) taken.push(await followers.take(() => send(n)));
  followers.leave();
  return taken;
}

async function bare(count: number) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const followers = await Followers.of('ws', `ws://127.0.0.1:${port}`, '', count);
  const taken = await rounds(followers, (n) => {
    const frame = `${n} `.padEnd(SIZE, 'x');
    for (const client of server.clients) client.send(frame);
  });
  server.close();
  return report(`bare ws, ${count}`, taken);
}

async function load(database: Database): Promise<void> {
  const loaded = await loadScenarioFile(SEEDS_DIR, SCENARIO);
  if (!loaded.ok) throw new Error('The scenario does not check');
  const { file, digest } = loaded;
  const steps = [...compileScenario(file, digest)];
  for await (const _ of loadSteps(new CommandBus(database), database, { id: SCENARIO, digest, steps }));
}

async function room(count: number): Promise<{ median: number; last: number }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const env = { PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: `sqlite:${path.join(folder, 'bench.db')}` };
  const read = readConfig(env, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const { config } = read;
  const database = await openDatabase(config.database, MIGRATIONS);
  await load(database);
  const server = await createServer({ config, database, ownership: null });
  const presenter = io(server.address, { transports: ['websocket'] });
  try {
    const answer = await fetch(`${server.address}/api/v1/replays`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scenario: SCENARIO, assign: 'split' }),
    });
    const { id, presenter_key } = (await answer.json()) as CreatedReplay;
    const control = async (n: number): Promise<void> => {
      const action = n % 2 === 0 ? 'play' : 'pause';
      await presenter.emitWithAck('replay:control', { id, presenter_key, action });
    };
    const began = performance.now();
    const sockets = await Followers.of('socket', server.address, id, count);
    console.log(`${count} have joined by socket, in ${(performance.now() - began).toFixed(0)} ms`);
    const told = report(`a room, ${count} sockets`, await rounds(sockets, control));
    const polling = await Followers.of('poll', server.address, id, count);
    report(`a room, ${count} polling`, await rounds(polling, control));
    return told;
  } finally {
    presenter.close();
    await server.close();
    await database.close();
    fs.rmSync(folder, { recursive: true });
  }
}

const count = Number(process.argv[2] ?? 300);
const limit = await bare(count);
const told = await room(count);
console.log(
  `ratio: median ${(told.median / limit.median).toFixed(2)}, last ${(told.last / limit.last).toFixed(2)}`,
);
