import fs from 'node:fs';
import type { DatabaseLocation } from '#config';
import type { Sql } from './database.js';
import { inspectPostgres } from './postgres-reading.js';
import { bytesBehind } from './postgres-replica.js';
import { inspectSqlite } from './sqlite.database.js';

/**
 * Reads a database as it is: nothing is made, brought up to date or written.
 *
 * @returns what `work` gives; null where there is no database yet
 * @throws DatabaseUnusable where it cannot be opened
 */
export async function inspectDatabase<T>(
  location: DatabaseLocation,
  work: (sql: Sql) => Promise<T>,
): Promise<T | null> {
  if (location.kind === 'postgres') return inspectPostgres(location.url, work);
  return fs.existsSync(location.path) ? inspectSqlite(location.path, work) : null;
}

/**
 * How far a replica that reads may go to is behind, in bytes of the log.
 *
 * @throws DatabaseUnusable where it does not answer, or is no replica of that database
 */
export function inspectReplica({ url, readUrl }: { url: string; readUrl: string }): Promise<number> {
  return inspectPostgres(url, (primary) =>
    inspectPostgres(readUrl, (replica) => bytesBehind(primary, replica)),
  );
}
