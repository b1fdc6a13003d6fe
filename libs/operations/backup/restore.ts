import type { DatabaseLocation } from '#config';
import {
  DatabaseUnusable,
  FileOwnership,
  openDatabase,
  type Database,
  type Migrations,
  type SqlValue,
  type Transaction,
} from '#database';
import { verify } from '#log';
import { refoldIfOutdated } from '#projections';
import { error, line, type Lines } from '../lines.js';
import { BackupUnusable, LOG_COLUMNS, readBackup, type Header, type Rows } from './backup-file.js';

/** Tables that hold rows in a new database: its head, a salt of its own, and its versions. */
const IN_AN_EMPTY_ONE: readonly string[] = ['log_head', 'retired_handle_salt', 'migrations', 'projected'];

/**
 * Puts a backup into an empty database, brings it up to date, folds the projections, and verifies the chain. The
 * file is read to its end and verified before anything is written; what is written is one transaction.
 *
 * @param migrations all of the program's, oldest first; a backup of an older version is put into a database of
 *   that version, which then is brought up to date as that version's would be
 * @returns the exit code of the command
 */
export async function* restore(
  location: DatabaseLocation,
  migrations: Migrations,
  file: string,
  signal?: AbortSignal,
): Lines {
  try {
    yield { kind: 'status', text: `Verifying ${file}` };
    let header: Header | undefined;
    const { counts, head } = await readBackup(file, { header: (read) => (header = read) }, signal);
    if (header === undefined) throw new BackupUnusable(`${file} is empty: it is no backup.`);
    const before = thoseOf(header, migrations);
    const release = own(location);
    try {
      yield { kind: 'status', text: 'Restoring' };
      await fill(location, before, file, header, head, signal);
      const database = await openDatabase(location, migrations);
      try {
        yield { kind: 'status', text: 'Folding the log' };
        await database.alone(async () => {
          await refoldIfOutdated(database);
        });
        const result = await verify(database.reader, signal === undefined ? {} : { signal });
        if (!result.whole || result.head !== head) {
          yield error('What was restored does not verify. Begin again, with an empty database.');
          return 1;
        }
      } finally {
        await database.close();
      }
    } finally {
      release();
    }
    yield line(
      `Restored ${(counts['log'] ?? 0).toLocaleString('en')} events, and the private state beside them,`,
    );
    yield line(`as of ${header.made_at}. The chain is whole.`);
    yield line(`Head: ${head}`);
    return 0;
  } catch (failure) {
    if (!(failure instanceof BackupUnusable)) throw failure;
    yield error(failure.message);
    return 1;
  }
}

/** The migrations that the backup's database had. */
function thoseOf(header: Header, migrations: Migrations): Migrations {
  const named = (one: Migrations[number]): string => one.name;
  const known = migrations.filter((one) => header.migrations.includes(named(one)));
  const newer = header.migrations.filter((name) => !known.some((one) => named(one) === name));
  if (newer.length > 0)
    throw new BackupUnusable(
      `The backup is of a newer version (${header.program}, which has ${newer.join(', ')}). Restore it with that one.`,
    );
  return known;
}

/** Keeps other processes off a SQLite file meanwhile. @returns what lets go of it */
function own(location: DatabaseLocation): () => void {
  if (location.kind !== 'sqlite') return () => undefined;
  const taken = FileOwnership.take(location.path);
  if (taken.taken) return () => taken.ownership.release();
  throw new DatabaseUnusable(
    `The database ${location.path} is in use by ${taken.by === null ? 'another process' : `process ${taken.by.pid}`}. Stop it, or set DATABASE_URL to one that is not there yet.`,
  );
}

async function fill(
  location: DatabaseLocation,
  migrations: Migrations,
  file: string,
  header: Header,
  head: string,
  signal?: AbortSignal,
): Promise<void> {
  const database = await openDatabase(location, migrations);
  try {
    await requireEmpty(database);
    const columns = await database.snapshot((sql) => sql.columns());
    for (const [table, own] of Object.entries(header.tables)) {
      const there = columns[table];
      // They become part of statements: none but what the database itself has.
      if (there === undefined || !own.every((column) => there.includes(column)))
        throw new BackupUnusable(`The backup has a table ${JSON.stringify(table)} that its version has not.`);
    }
    const write = async (transaction: Transaction): Promise<void> => {
      for (const table of Object.keys(header.tables))
        if (table !== 'log_head') await transaction.query(`DELETE FROM ${table}`);
      // Whatever it was folded to, it is folded again.
      if ('projected' in columns) await transaction.query('DELETE FROM projected');
      const rows = async (chunk: Rows): Promise<void> => insert(transaction, chunk, header);
      const again = await readBackup(file, { rows }, signal);
      if (again.head !== head) throw new BackupUnusable(`${file} was changed while it was read.`);
    };
    await database.write(write, { patient: true });
  } finally {
    await database.close();
  }
}

async function requireEmpty(database: Database): Promise<void> {
  const { reader } = database;
  const columns = await database.snapshot((sql) => sql.columns());
  for (const table of Object.keys(columns)) {
    if (IN_AN_EMPTY_ONE.includes(table)) continue;
    const [row] = await reader.query(`SELECT 1 AS there FROM ${table} LIMIT 1`);
    if (row !== undefined)
      throw new BackupUnusable(
        `The database is not empty: ${table} has rows. Set DATABASE_URL to one that is not there yet; nothing was changed.`,
      );
  }
}

async function insert(transaction: Transaction, { table, rows }: Rows, header: Header): Promise<void> {
  if (table === 'log') {
    const links = rows.map((row) => objectOf(LOG_COLUMNS, row));
    await transaction.insert(
      'log',
      links.map(({ salt: _salt, body: _body, ...link }) => link),
    );
    await transaction.insert(
      'log_body',
      links.flatMap(({ seq = null, salt = null, body = null }) =>
        body === null ? [] : [{ seq, salt, body }],
      ),
    );
    return;
  }
  const columns = header.tables[table] ?? [];
  if (table !== 'log_head') {
    await transaction.insert(
      table,
      rows.map((row) => objectOf(columns, row)),
    );
    return;
  }
  for (const row of rows) {
    const values = objectOf(columns, row);
    // The head of an empty log is there already, and only grows.
    if (values['seq'] === 0) continue;
    const set = columns.filter((column) => column !== 'id');
    await transaction.query(
      `UPDATE log_head SET ${set.map((column, n) => `"${column}" = $${n + 1}`).join(', ')} WHERE id = 1`,
      set.map((column) => values[column] ?? null),
    );
  }
}

function objectOf(columns: readonly string[], row: readonly SqlValue[]): Record<string, SqlValue> {
  return Object.fromEntries(columns.map((column, n) => [column, row[n] ?? null]));
}
