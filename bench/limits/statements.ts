/**
 * The limit of a read that no one has asked before: the statements that the program runs for it, by the driver
 * alone, again and again on a connection of its own. What comes back is dropped.
 *
 * The first message has the whole server answer once, to see what it asks the database; the rest run that.
 */
import 'reflect-metadata';
import Libsql from 'libsql';
import pg from 'pg';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { MIGRATIONS } from '#migrations';
import { createServer } from '../../apps/server/create-server.js';
import { answering } from './answering.mjs';

/** A statement as a driver was asked to run it. */
interface Asking {
  sql: string;
  parameters: unknown[];
}

/** The statements that the drivers are asked to run, while somebody counts them. */
let counted: Asking[] | null = null;

interface Prepared {
  all(...parameters: unknown[]): unknown[];
}

function countStatements(): void {
  const sqlite = Libsql.prototype as { prepare: (this: unknown, sql: string) => Prepared };
  const { prepare } = sqlite;
  sqlite.prepare = function (sql) {
    const prepared = prepare.call(this, sql);
    const all = prepared.all.bind(prepared);
    prepared.all = (...parameters) => {
      counted?.push({ sql, parameters });
      return all(...parameters);
    };
    return prepared;
  };
  const client = pg.Client.prototype as unknown as { query: (this: unknown, ...asked: unknown[]) => unknown };
  const { query } = client;
  client.query = function (...asked) {
    const [first, second] = asked as [string | { text: string; values?: unknown[] }, unknown];
    const given = typeof first === 'string' ? { text: first, values: second } : first;
    counted?.push({ sql: given.text, parameters: Array.isArray(given.values) ? given.values : [] });
    return query.apply(this, asked);
  };
}

/** What the program asks the database for one answer: the fewest of some, since its follower asks, too. */
async function statementsOf(url: string, paths: readonly string[], token?: string): Promise<Asking[]> {
  countStatements();
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const database = await openDatabase(read.config.database, MIGRATIONS);
  const server = await createServer({ config: read.config, database, ownership: null });
  let fewest: Asking[] | null = null;
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  for (const path of paths) {
    const asked: Asking[] = [];
    counted = asked;
    const answer = await fetch(`${server.address}${path}`, { headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
    counted = null;
    if (fewest === null || asked.length < fewest.length) fewest = asked;
  }
  await server.close();
  await database.close();
  return fewest ?? [];
}

async function driver(url: string, statements: readonly Asking[]): Promise<() => unknown> {
  if (url.startsWith('sqlite:')) {
    const connection = new Libsql(url.slice('sqlite:'.length));
    const prepared = statements.map(({ sql, parameters }) => [connection.prepare(sql), parameters] as const);
    return () => {
      for (const [statement, parameters] of prepared) statement.all(...parameters);
    };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // A plan for all parameters alike is far slower here than one for those that are given.
  await client.query('SET plan_cache_mode = force_custom_plan');
  return async () => {
    for (const [n, { sql, parameters }] of statements.entries())
      await client.query({ name: `bench ${n}`, text: sql, values: parameters });
  };
}

interface Message {
  find?: { url: string; paths: string[]; token?: string };
  open?: { url: string; statements: Asking[] };
  seconds?: number;
}

let run: () => unknown = () => undefined;

answering(async ({ find, open, seconds = 0 }: Message) => {
  if (find !== undefined) return { statements: await statementsOf(find.url, find.paths, find.token) };
  if (open !== undefined) {
    run = await driver(open.url, open.statements);
    return { ok: true };
  }
  const began = performance.now();
  let times = 0;
  while (performance.now() - began < seconds * 1_000) {
    await run();
    times += 1;
  }
  return { rate: times / ((performance.now() - began) / 1_000) };
});
