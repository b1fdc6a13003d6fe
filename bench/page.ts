/**
 * Measures a page of 20 of the public timeline: statements, bytes of heap, and time; on SQLite
 * and on PostgreSQL, beside the least that it could cost: a bare HTTP server that runs the same statements by
 * the same driver, and makes JSON of the same answer. Who asks is a process of its own, one request after the
 * other.
 *
 *     npm run bench:page
 *     npm run bench:page -- --against v0.1.0    an older revision, too, with the packages of this one
 *
 * Statements are counted where the drivers are asked. Bytes are what the heap grows by while nothing is
 * collected. Of times, the least of the rounds: other work on the machine adds to the rest. On PostgreSQL the
 * processor's time is this process's alone. A database that does not answer is left out
 * (`TEST_POSTGRES_URL`).
 */
import 'reflect-metadata';
import { execFileSync, fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runInNewContext } from 'node:vm';
import v8 from 'node:v8';
import pg from 'pg';
import { CommandBus } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { command } from '#domain';
import { MIGRATIONS } from '#migrations';
import { createServer } from '../apps/server/create-server.js';
import { bareDriver, countStatements, fewestAsked, type Asking } from './measure/asked.js';

/** Looked at as the public, which is not kept: a page that is made for whoever asks. */
const PATH = '/api/v1/timelines/public?limit=20&view_from=IN&view_as=public';
const PEOPLE = 50;
const POSTS = 5_000;
const TOGETHER = 1_000;
const ROUNDS = 12;
const PAGES_A_ROUND = 100;
const WARM_UP = 500;
const LOOKS = 5;

/** Asks for an address, on one connection, as often as it is told. @returns how long each took, in µs, and the last answer */
async function asks(address: string, times: number): Promise<Asked> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  let body = '';
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    const [answer] = (await once(http.get(address, { agent }), 'response')) as [http.IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    took.push((performance.now() - began) * 1_000);
    body = Buffer.concat(chunks).toString();
    if (answer.statusCode !== 200) throw new Error(`${address}: ${answer.statusCode} ${body}`);
  }
  agent.destroy();
  return { took, body };
}

interface Asked {
  took: number[];
  body: string;
}

/** Posts by many people, each with a mention and a hashtag; every other one is liked. */
async function write(bus: CommandBus): Promise<void> {
  const submit = async (weight: number, make: Make): Promise<string[]> => {
    const outcome = await bus.submit({
      build: (stamp) => Array.from({ length: weight }, (_, n) => make(n, stamp)),
      weight,
      patient: true,
    });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    return outcome.subjects;
  };
  const people = await submit(PEOPLE, (n, { id, at }) => {
    const account = id();
    const body = {
      venue: 'home',
      handle: `person_${n}`,
      display_name: `Person ${n}`,
      note: 'Somebody',
    } as const;
    return command(
      'open-account',
      { ...body, verified: false, kind: 'person' },
      { id: account, at, actor: account },
    );
  });
  const by = (n: number): string => people[n % PEOPLE] ?? '';
  for (let made = 0; made < POSTS; made += TOGETHER) {
    const posts = await submit(TOGETHER, (n, { id, at }) => {
      const text = `Words ${n} of #bench, for @person_${n % PEOPLE}: ${'some words of a post '.repeat(4)}`;
      const body = {
        text,
        language: 'en',
        spoiler_text: '',
        sensitive: false,
        visibility: 'public',
      } as const;
      return command(
        'publish-post',
        { ...body, in_reply_to: null, quote_of: null },
        { id: id(), at, actor: by(n) },
      );
    });
    await submit(TOGETHER / 2, (n, { id, at }) =>
      command('like-post', { post: posts[n * 2] ?? '' }, { id: id(), at, actor: by(n * 7) }),
    );
  }
}

type Build = Parameters<CommandBus['submit']>[0]['build'];
type Make = (n: number, stamp: Parameters<Build>[0]) => ReturnType<Build>[number];

v8.setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let collections = 0;
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ['gc'] });

interface Figures {
  statements: Asking[];
  /** Bytes of heap that one answer allocates. */
  bytes: number;
  /** The processor's time, µs. */
  cpu: number;
  /** Until who asked had it all, µs: the median. */
  wall: number;
  body: string;
}

async function measure(client: ChildProcess, address: string): Promise<Figures> {
  const asking = async (times: number): Promise<Asked> => {
    client.send({ address, times });
    return ((await once(client, 'message')) as [Asked])[0];
  };
  await asking(WARM_UP);
  let body = '';
  const look = async (): Promise<void> => {
    ({ body } = await asking(1));
  };
  const statements = await fewestAsked(Array.from({ length: LOOKS }, () => look));
  const [cpu, wall, bytes]: number[][] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    collectGarbage();
    await sleep(10);
    const [heap, collected, used] = [process.memoryUsage().heapUsed, collections, process.cpuUsage()];
    const { took } = await asking(PAGES_A_ROUND);
    const { user, system } = process.cpuUsage(used);
    const grown = process.memoryUsage().heapUsed - heap;
    await sleep(10);
    cpu?.push((user + system) / PAGES_A_ROUND);
    wall?.push(took.sort((one, other) => one - other)[PAGES_A_ROUND / 2] ?? 0);
    if (collections === collected) bytes?.push(grown / PAGES_A_ROUND);
  }
  const least = (rounds: number[] = []): number => Math.min(...rounds);
  return { statements, bytes: least(bytes), cpu: least(cpu), wall: least(wall), body };
}

/** A bare server: the statements, run one after the other by the driver, and the text of the answer. */
function bareServer(run: () => unknown, body: string): Promise<Server> {
  const answer: unknown = JSON.parse(body);
  const server = http.createServer((_, response) => {
    void (async () => {
      await run();
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer));
    })();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function compare(name: string, url: string): Promise<void> {
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const { config } = read;
  const database = await openDatabase(config.database, MIGRATIONS);
  const server = await createServer({ config, database, ownership: null });
  const client = fork(import.meta.filename, ['--asks'], { execArgv: process.execArgv });
  try {
    await write(server.app.get(CommandBus));
    const served = await measure(client, `${server.address}${PATH}`);
    const driver = await bareDriver(url, served.statements);
    const bare = await bareServer(() => driver.run(), served.body);
    const least = await measure(client, `http://127.0.0.1:${(bare.address() as AddressInfo).port}`);
    bare.close();
    await driver.close();
    const row = ({ bytes, cpu, wall }: Figures) => ({
      statements: served.statements.length,
      'heap, kB': Math.round(bytes / 100) / 10,
      'processor, µs': Math.round(cpu),
      'until it is there, µs': Math.round(wall),
    });
    const times = (one: number, other: number): number => Math.round((one / other) * 10) / 10;
    console.log(
      `${name}: ${(JSON.parse(served.body) as unknown[]).length} posts, ${(Buffer.byteLength(served.body) / 1_000).toFixed(1)} kB`,
    );
    console.table({
      'the page': row(served),
      'its limit': row(least),
      'times the limit': {
        'heap, kB': times(served.bytes, least.bytes),
        'processor, µs': times(served.cpu, least.cpu),
        'until it is there, µs': times(served.wall, least.wall),
      },
    });
  } finally {
    client.disconnect();
    await server.close();
    await database.close();
  }
}

async function onPostgres(work: (url: string) => Promise<void>): Promise<void> {
  const url = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';
  const schema = `withheld_bench_${process.pid}`;
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
  } catch {
    console.log('PostgreSQL does not answer: left out');
    return;
  }
  try {
    await client.query(`CREATE SCHEMA ${schema}`);
    await work(`${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`);
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await client.end();
  }
}

/** Runs this file on an older revision, checked out beside, with the packages that are installed here. */
function onRevision(revision: string, folder: string): void {
  const place = path.join(folder, 'revision');
  const git = (...words: string[]) => execFileSync('git', words, { cwd: PROJECT_ROOT, stdio: 'inherit' });
  git('worktree', 'add', '--quiet', '--detach', place, revision);
  try {
    fs.symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(place, 'node_modules'));
    fs.mkdirSync(path.join(place, 'bench/measure'), { recursive: true });
    for (const name of ['page.ts', 'typescript.mjs', 'measure/asked.ts']) {
      fs.copyFileSync(path.join(import.meta.dirname, name), path.join(place, 'bench', name));
    }
    console.log(`\nAs of ${revision}`);
    const { status } = spawnSync(process.execPath, [...process.execArgv, 'bench/page.ts'], {
      cwd: place,
      stdio: 'inherit',
    });
    if (status !== 0)
      console.log('It does not run there: what it calls was made since, or the packages are others');
  } finally {
    git('worktree', 'remove', '--force', place);
  }
}

const { values } = parseArgs({ options: { asks: { type: 'boolean' }, against: { type: 'string' } } });
if (values.asks === true) {
  process.on('message', (message) => {
    const { address, times } = message as { address: string; times: number };
    void asks(address, times).then((asked) => process.send?.(asked));
  });
} else {
  countStatements();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
  try {
    await compare('SQLite', `sqlite:${path.join(folder, 'bench.db')}`);
    await onPostgres((url) => compare('PostgreSQL', url));
    if (values.against !== undefined) onRevision(values.against, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
