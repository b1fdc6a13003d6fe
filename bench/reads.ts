/**
 * How many reads a second a server answers to whoever asks without a token, beside a bare `node:http` that sends the
 * same bytes: a page of 20 of the public timeline, one status by id, and `/health`, by 16 connections at once.
 *
 *     npm run bench:reads
 *     npm run bench:reads -- --profile /tmp/profiles    a CPU profile of each server
 *
 * The server, the bare one and who asks are a process each. Rounds take turns, so that other work on the machine
 * meets both alike: what counts is the ratio, the median of the rounds'. A database that does not answer is left
 * out (`TEST_POSTGRES_URL`).
 */
import 'reflect-metadata';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { CommandBus } from '#commands';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { command } from '#domain';
import { MIGRATIONS } from '#migrations';
import { createServer } from '../apps/server/create-server.js';

const CONNECTIONS = 16;
const ROUNDS = 5;
const ROUND_MS = 1_500;
const WARM_UP_MS = 2_500;
const PEOPLE = 50;
const POSTS = 20_000;
const TOGETHER = 1_000;

/** Posts by many people, each with a mention and a hashtag. @returns the id of the last */
async function write(bus: CommandBus): Promise<string> {
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
    const names = { handle: `person_${n}`, display_name: `Person ${n}`, note: 'Somebody' };
    return command(
      'open-account',
      { venue: 'home', ...names, verified: false, kind: 'person' },
      { id: account, at, actor: account },
    );
  });
  let last: string | undefined;
  for (let made = 0; made < POSTS; made += TOGETHER) {
    const posts = await submit(TOGETHER, (n, { id, at }) =>
      command(
        'publish-post',
        {
          text: `Words ${n} of #bench, for @person_${n % PEOPLE}: ${'some words of a post '.repeat(4)}`,
          language: 'en',
          spoiler_text: '',
          sensitive: false,
          visibility: 'public',
          in_reply_to: null,
          quote_of: null,
        },
        { id: id(), at, actor: people[n % PEOPLE] ?? '' },
      ),
    );
    last = posts.at(-1);
  }
  return last ?? '';
}

type Build = Parameters<CommandBus['submit']>[0]['build'];
type Make = (n: number, stamp: Parameters<Build>[0]) => ReturnType<Build>[number];

/** Serves a database with posts, and tells where, and what to ask. */
async function serves(url: string): Promise<void> {
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const { config } = read;
  const database = await openDatabase(config.database, MIGRATIONS);
  const server = await createServer({ config, database, ownership: null });
  const { address } = server;
  const post = await write(server.app.get(CommandBus));
  process.send?.({
    address,
    paths: {
      'page of 20': '/api/v1/timelines/public?limit=20&view_from=IN',
      'one status': `/api/v1/statuses/${post}`,
      '/health': '/health',
    },
  });
  await once(process, 'message');
  await server.close();
  await database.close();
  process.disconnect();
}

/** Sends the same bytes for each path, and nothing else. */
async function sends(bodies: Readonly<Record<string, string>>): Promise<void> {
  const bytes = new Map(Object.entries(bodies).map(([name, body]) => [name, Buffer.from(body)]));
  const server = http.createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(bytes.get(url));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(process, 'message');
  server.close();
  server.closeAllConnections();
  process.disconnect();
}

/** Asks on some connections, one request after the other on each. @returns how many a second were answered */
async function asks({
  address,
  path: asked,
  ms,
}: {
  address: string;
  path: string;
  ms: number;
}): Promise<number> {
  const { hostname, port, host } = new URL(address);
  const request = `GET ${asked} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const until = performance.now() + ms;
  let answered = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const socket = net.connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.setNoDelay(true);
      await new Promise<void>((resolve, reject) => {
        let left = 0;
        let head = '';
        socket.on('error', reject);
        socket.on('data', (chunk: Buffer) => {
          if (left === 0) {
            head += chunk.toString('latin1');
            const end = head.indexOf('\r\n\r\n');
            if (end === -1) return;
            if (!head.startsWith('HTTP/1.1 200')) return reject(new Error(head));
            const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
            left = Number(length) - (head.length - end - 4);
            head = '';
          } else left -= chunk.length;
          if (left > 0) return;
          answered += 1;
          if (performance.now() < until) socket.write(request);
          else resolve(void socket.destroy());
        });
        socket.write(request);
      });
    }),
  );
  return (answered / (performance.now() - began)) * 1_000;
}

/** A process of this file in one of its parts. */
function play(
  part: 'serves' | 'sends' | 'asks',
  given: unknown,
  execArgv: readonly string[] = [],
): ChildProcess {
  const child = fork(import.meta.filename, [`--part=${part}`], {
    execArgv: [...process.execArgv, ...execArgv],
  });
  child.send(given as object);
  return child;
}

async function told<T>(child: ChildProcess): Promise<T> {
  return ((await once(child, 'message')) as [T])[0];
}

const median = (list: readonly number[]): number =>
  list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)] ?? 0;

async function compare(name: string, url: string, profiles: string | undefined): Promise<void> {
  const server = play(
    'serves',
    { url },
    profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profiles, name)}`],
  );
  const client = play('asks', {});
  const { address, paths } = await told<{ address: string; paths: Record<string, string> }>(server);
  const bodies: Record<string, string> = {};
  for (const asked of Object.values(paths)) bodies[asked] = await (await fetch(address + asked)).text();
  const bare = play('sends', { bodies });
  const bareAddress = await told<string>(bare);
  const rate = async (at: string, asked: string, ms: number): Promise<number> => {
    client.send({ address: at, path: asked, ms });
    return told<number>(client);
  };
  const table: Record<string, object> = {};
  for (const [what, asked] of Object.entries(paths)) {
    for (const at of [address, bareAddress]) await rate(at, asked, WARM_UP_MS);
    const rounds = [];
    for (let n = 0; n < ROUNDS; n += 1)
      rounds.push([await rate(address, asked, ROUND_MS), await rate(bareAddress, asked, ROUND_MS)] as const);
    table[what] = {
      bytes: Buffer.byteLength(bodies[asked] ?? ''),
      'per second': Math.round(median(rounds.map(([one]) => one))),
      'bare, per second': Math.round(median(rounds.map(([, least]) => least))),
      ratio: Math.round(median(rounds.map(([one, least]) => one / least)) * 1_000) / 1_000,
    };
  }
  console.log(name);
  console.table(table);
  for (const child of [server, bare]) child.send('end');
  await Promise.all([once(server, 'exit'), once(bare, 'exit')]);
  client.disconnect();
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

const { values } = parseArgs({
  options: { part: { type: 'string' }, profile: { type: 'string' }, only: { type: 'string' } },
});
if (values.part === 'asks') {
  process.on('message', (message) => {
    const given = message as Partial<Parameters<typeof asks>[0]>;
    if (given.address !== undefined)
      void asks(given as Parameters<typeof asks>[0]).then((answered) => process.send?.(answered));
  });
} else if (values.part !== undefined) {
  const [given] = (await once(process, 'message')) as [{ url: string; bodies: Record<string, string> }];
  await (values.part === 'serves' ? serves(given.url) : sends(given.bodies));
} else {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
  try {
    if (values.only !== 'postgres')
      await compare('SQLite', `sqlite:${path.join(folder, 'bench.db')}`, values.profile);
    if (values.only !== 'sqlite') await onPostgres((url) => compare('PostgreSQL', url, values.profile));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
