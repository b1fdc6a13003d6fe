import type { DataSource, MigrationInterface } from 'typeorm';
import type { Sql } from './database.js';
import type { Dialect } from './dialect.js';
import { DatabaseUnusable } from './errors.js';

/** The triggers that keep the tables of the log append-only; on PostgreSQL, each against TRUNCATE too. */
const GUARDS = {
  log: ['log_append', 'log_update', 'log_delete'],
  log_body: ['log_body_append', 'log_body_update'],
  log_head: ['log_head_update', 'log_head_delete'],
};

/** All migrations of the program, oldest first. */
export type Migrations = readonly (new () => MigrationInterface)[];

/**
 * Runs the migrations that a database lacks; migrations only go forward.
 *
 * @throws DatabaseUnusable when the database knows a migration that this program does not, or
 *   lacks its triggers
 */
export async function bringUpToDate(source: DataSource, dialect: Dialect): Promise<void> {
  const known = new Set(source.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const query: Query = (text) => source.query(text);
  const run = await appliedMigrations(query, dialect);
  const newer = run.filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new DatabaseUnusable(
      `This database is newer than this program (it has ${newer.join(', ')}). Run the newer version, or set DATABASE_URL to another database.`,
    );
  }
  if (run.length < known.size) await source.runMigrations({ transaction: 'all' });
  await requireTriggers(query, dialect);
}

/** The migrations that a database has had, oldest first, and the tables of its log that lack triggers. */
export async function schemaOf(sql: Sql): Promise<{ applied: string[]; bare: string[] }> {
  const query: Query = (text) => sql.query(text);
  const applied = await appliedMigrations(query, sql.dialect);
  return { applied, bare: applied.length === 0 ? [] : await bareTables(query, sql.dialect) };
}

type Query = (sql: string) => Promise<{ name: string }[]>;

async function appliedMigrations(query: Query, dialect: Dialect): Promise<string[]> {
  const [table] = await query(
    dialect.name === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'migrations'`
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'migrations'`,
  );
  if (table === undefined) return [];
  return (await query('SELECT name FROM migrations ORDER BY id')).map((row) => row.name);
}

async function requireTriggers(query: Query, dialect: Dialect): Promise<void> {
  const bare = await bareTables(query, dialect);
  if (bare.length > 0) {
    throw new DatabaseUnusable(
      `This database lacks the triggers that keep ${bare.join(', ')} append-only, so it cannot be trusted. Restore it from a backup.`,
    );
  }
}

async function bareTables(query: Query, dialect: Dialect): Promise<string[]> {
  const postgres = dialect.name === 'postgres';
  const rows = await query(
    postgres
      ? `SELECT t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
         WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled IN ('O', 'A')`
      : `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
  );
  const standing = new Set(rows.map((row) => row.name));
  return Object.entries(GUARDS)
    .filter(
      ([table, guards]) =>
        ![...guards, ...(postgres ? [`${table}_truncate`] : [])].every((one) => standing.has(one)),
    )
    .map(([table]) => table);
}
