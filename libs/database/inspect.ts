import fs from 'node:fs';
import type { DatabaseLocation } from '#config';
import type { Sql } from './database.js';
import { inspectPostgres } from './postgres-reading.js';
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
