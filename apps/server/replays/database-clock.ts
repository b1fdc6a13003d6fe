import type { Sql } from '#database';
import type { Clock } from '../platform/clock.js';

/**
 * The database's clock, ms since the epoch: the one that all processes share. SQLite has no other than that of
 * the process that owns the file; a clock that a test has stopped stands for all.
 */
export async function databaseNow(sql: Sql, clock: Clock): Promise<number> {
  if (sql.dialect.name === 'sqlite' || clock.stands) return clock.now();
  const [row] = await sql.query<{ now: number }>(
    'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now',
  );
  if (row === undefined) throw new Error('The database has no clock');
  return row.now;
}
