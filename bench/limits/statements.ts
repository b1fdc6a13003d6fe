/**
 * The limit of a read that no one has asked before: the statements that the program runs for it, by the driver
 * alone, again and again on a connection of its own.
 *
 * The first message has the whole server answer some times, to see what it asks the database; the rest run that.
 */
import 'reflect-metadata';
import { PROJECT_ROOT, readConfig } from '#config';
import { openDatabase } from '#database';
import { MIGRATIONS } from '#migrations';
import { createServer } from '../../apps/server/create-server.js';
import { bareDriver, countStatements, fewestAsked, type Asking } from '../measure/asked.js';
import { answering } from './answering.mjs';

/** Statements that the program sends to the database for one answer. */
async function statementsOf(url: string, paths: readonly string[], token?: string): Promise<Asking[]> {
  countStatements();
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: url }, PROJECT_ROOT);
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const database = await openDatabase(read.config.database, MIGRATIONS);
  const server = await createServer({ config: read.config, database, ownership: null });
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  try {
    return await fewestAsked(
      paths.map((path) => async () => {
        const answer = await fetch(`${server.address}${path}`, { headers });
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        await answer.arrayBuffer();
      }),
    );
  } finally {
    await server.close();
    await database.close();
  }
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
    ({ run } = await bareDriver(open.url, open.statements));
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
