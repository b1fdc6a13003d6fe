/**
 * How long it takes to join a room for as many as come at once from one address, as a hall does, and then how long a
 * control takes to reach them, over sockets and over requests that wait: from the presenter's sending it to each
 * one's having it. Beside it, a bare `ws` server that sends a message of the same size to as many. The followers are
 * in a process of their own.
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
import { setTimeout as sleep } from 'node:timers/promises';
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
import { median, percentile } from './measure/statistics.js';

const SCENARIO = '2021-india-twitter-koo';
const CONTROLS = 40;
const WARM_UP = 10;
const SIZE = 420;
/** Ms between two controls that are polled for: each has everybody ask again, of which an address may 6,000 in 20 s. */
const APART_MS = 1_200;

type Kind = 'ws' | 'socket' | 'poll';

/** The address that all followers come from, by a proxy: those of this machine itself are not limited. */
const HALL = '203.0.113.9';

/** Followers in a process of their own, which say when all of them have what was sent. */
class Followers {
  private constructor(
    private readonly child: ChildProcess,
    /** Ms that each took to join, of all that came at once; none for the bare server. */
    readonly joined: readonly number[],
  ) {}

  static async of(kind: Kind, address: string, room: string, count: number): Promise<Followers> {
    const script = fileURLToPath(new URL('room-followers.mjs', import.meta.url));
    const child = fork(script, [kind, address, room, String(count), HALL], { execArgv: [] });
    const [joined] = (await once(child, 'message')) as [number[]];
    return new Followers(child, joined);
  }

  /** Sends something to all. @returns ms until each has it, ascending */
  async take(send: () => void | Promise<void>): Promise<number[]> {
    const told = once(this.child, 'message') as Promise<[string[]]>;
    const began = process.hrtime.bigint();
    await send();
    const [times] = await told;
    return times.map((time) => Number(BigInt(time) - began) / 1e6);
  }

  leave(): void {
    this.child.kill();
  }
}

const quantiles = (samples: readonly number[]): string => {
  const sorted = [...samples].sort((one, other) => one - other);
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1));
  return `p50 ${p50} ms\tp99 ${p99} ms\tslowest ${most} ms`;
};

/** Says how long it took, over all rounds and followers. @returns the median round's median and last follower, ms */
function report(what: string, taken: readonly number[][]): { median: number; last: number } {
  const counted = taken.slice(WARM_UP);
  console.log(`${what}\t${quantiles(counted.flat())}`);
  return {
    median: median(counted.map((times) => median(times))),
    last: median(counted.map((times) => times.at(-1) ?? Number.NaN)),
  };
}

async function rounds(
  followers: Followers,
  send: (n: number) => void | Promise<void>,
  apartMs = 0,
): Promise<number[][]> {
  const taken = [];
  for (let n = 0; n < WARM_UP + CONTROLS; n++) {
    taken.push(await followers.take(() => send(n)));
    await sleep(apartMs);
  }
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
  const env = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATABASE_URL: `sqlite:${path.join(folder, 'bench.db')}`,
    TRUSTED_PROXIES: '127.0.0.1',
  };
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
    const sockets = await Followers.of('socket', server.address, id, count);
    console.log(`joining at once, ${count} sockets\t${quantiles(sockets.joined)}`);
    const told = report(`a control, ${count} sockets`, await rounds(sockets, control));
    const polling = await Followers.of('poll', server.address, id, count);
    console.log(`joining at once, ${count} polling\t${quantiles(polling.joined)}`);
    report(`a control, ${count} polling`, await rounds(polling, control, APART_MS));
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
