import { VERSION } from '#config';
import { Pace, type Database, type Snapshot, type SqlValue } from '#database';
import { storedRows } from '#log';
import { PROJECTED_TABLES } from '#projections';
import { LOG_COLUMNS, writeBackup, type Rows, type Summary } from './backup-file.js';

/** Rows that are read and written at once: what bounds the memory that it takes. */
const AT_ONCE = 200;

/** Tables that are not in a backup as they are: the log is joined, projections are folded from it, the rest is bookkeeping. */
const NOT_KEPT: readonly string[] = ['log', 'log_body', 'migrations', 'projected', ...PROJECTED_TABLES];

/**
 * Writes the log and the private state to a file, all as of one instant, while others read and write. Projections
 * are not in it: they are folded from the log. Nor is anything that was erased before.
 *
 * @param file an absolute path; nothing may be there
 * @param now wall time, ms since the epoch
 * @throws BackupUnusable where something is there already
 */
export async function backUp(
  database: Database,
  file: string,
  now: number,
  signal?: AbortSignal,
): Promise<Summary> {
  return database.snapshot(async (sql) => {
    const tables = Object.fromEntries(
      Object.entries(await sql.columns()).filter(([table]) => !NOT_KEPT.includes(table)),
    );
    const migrations = await sql.query<{ name: string }>('SELECT name FROM migrations ORDER BY timestamp');
    const header = {
      made_at: new Date(now).toISOString(),
      program: VERSION,
      migrations: migrations.map(({ name }) => name),
      tables,
    };
    return writeBackup(file, header, rowsOf(sql, tables, new Pace(signal)), signal);
  });
}

async function* rowsOf(
  sql: Snapshot,
  tables: Readonly<Record<string, string[]>>,
  pace: Pace,
): AsyncGenerator<Rows> {
  for (let after = 0; ;) {
    const rows = await storedRows(sql, after, AT_ONCE);
    if (rows.length === 0) break;
    yield { table: 'log', rows: rows.map((row) => LOG_COLUMNS.map((column) => row[column])) };
    after = rows.at(-1)?.seq ?? after;
    await pace.rest();
  }
  for (const [table, columns] of Object.entries(tables)) {
    for await (const rows of sql.pages(table, AT_ONCE)) {
      yield { table, rows: rows.map((row) => columns.map((column): SqlValue => row[column] ?? null)) };
      await pace.rest();
    }
  }
}
