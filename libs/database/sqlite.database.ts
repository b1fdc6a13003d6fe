import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import Asynchronous from 'libsql/promise';
import { DataSource, type QueryRunner } from 'typeorm';
import {
  ANSWERS_WITHIN_MS,
  columnsOf,
  onConflict,
  type Database,
  type DatabaseOptions,
  type Snapshot,
  type Sql,
  type SqlValue,
  type Transaction,
  type Topic,
  type Wake,
} from './database.js';
import { SQLITE } from './dialect.js';
import { DatabaseUnusable, namingUnavailable } from './errors.js';
import { Pace } from './pace.js';
import { makeFolderOf, makePrivate } from './private-files.js';
import { bringUpToDate, type Migrations } from './schema-version.js';

/** The methods of a libsql connection that are used beside TypeORM. */
interface Connection {
  exec(sql: string): void;
  prepare(sql: string): PreparedInsert;
}

/**
 * Runs statements without values on a thread of the driver's own, while others have their turns of the event loop. Nothing
 * else may use the connection meanwhile: whoever did would hold the event loop until this is done.
 */
function runApart(connection: Connection, sql: string): Promise<void> {
  // The two interfaces of the driver are of one and the same connection.
  return Asynchronous.prototype.exec.call(connection, sql) as Promise<void>;
}

interface PreparedInsert {
  run(values: SqlValue[]): unknown;
}

// FULL, as is set beside these: an acknowledged write survives the loss of power. secure_delete: what is erased is gone
// from the file, too. recursive_triggers: INSERT OR REPLACE cannot slip past the append-only ones.
// busy_timeout: SQLite would wait for another program without giving way to anything.
const WRITER_PRAGMAS =
  'PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA recursive_triggers = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;';
const READER_PRAGMAS = 'PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456;';

const ASK_AGAIN_AFTER_MS = 20;

/**
 * ms. A transaction that took longer may have written so much that its COMMIT, which empties the write-ahead log from time
 * to time, takes seconds: it is committed apart. A shorter one is at once, since going to another thread and back costs
 * more than the commit of a few rows.
 */
const LONG_MS = 50;

/** A SQLite file; only the process that owns it may open it (see `file-owner.ts`). */
export async function openSqlite(
  file: string,
  migrations: Migrations,
  { answersWithin = ANSWERS_WITHIN_MS, outlivesPowerLoss = true }: DatabaseOptions,
): Promise<Database> {
  const synchronous = `PRAGMA synchronous = ${outlivesPowerLoss ? 'FULL' : 'OFF'};`;
  const writerSource = await open(file, `${WRITER_PRAGMAS} ${synchronous}`, migrations);
  try {
    await bringUpToDate(writerSource, SQLITE);
    const readerSource = await open(file, READER_PRAGMAS, []);
    const another = (): Promise<DataSource> => open(file, READER_PRAGMAS, []);
    return new SqliteDatabase(writerSource, readerSource, another, answersWithin);
  } catch (error) {
    await writerSource.destroy();
    throw error;
  }
}

async function open(file: string, pragmas: string, migrations: Migrations): Promise<DataSource> {
  try {
    makeFolderOf(file);
    makePrivate(file);
    return await new DataSource({
      type: 'better-sqlite3',
      driver: Libsql,
      database: file,
      migrations: [...migrations],
      statementCacheSize: 200,
      prepareDatabase: (connection: Connection) => {
        connection.exec(pragmas);
      },
    }).initialize();
  } catch (error) {
    throw new DatabaseUnusable(
      `The database ${file} cannot be opened (${reasonOf(error)}). See that the folder exists and can be written, or set DATABASE_URL.`,
    );
  }
}

/** Reads a file that is there, and that nobody else owns. */
export async function inspectSqlite<T>(file: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const source = await open(file, READER_PRAGMAS, []);
  try {
    return await work(new RunnerSql(source.createQueryRunner()));
  } catch (error) {
    throw new DatabaseUnusable(`${file} cannot be read (${reasonOf(error)}). Restore it from a backup.`);
  } finally {
    await source.destroy();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class SqliteDatabase implements Database {
  readonly dialect = SQLITE;
  readonly reader: Sql;
  readonly primary: Sql;
  readonly answered = null;
  private readonly writer: SqliteTransaction;
  private readonly wakes = new Set<Wake>();
  private rolledBack = true;
  /** Transactions share the one writing connection, so each waits for the one before. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly writerSource: DataSource,
    private readonly readerSource: DataSource,
    /** Opens one more connection that reads. */
    private readonly another: () => Promise<DataSource>,
    readonly answersWithin: number,
  ) {
    this.reader = new RunnerSql(readerSource.createQueryRunner());
    this.primary = this.reader;
    this.writer = new SqliteTransaction(writerSource.createQueryRunner());
  }

  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const turn = this.last
      .then(() => this.transact(work))
      .catch((error: unknown) => {
        throw namingUnavailable(error);
      });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // exec alone: a prepared statement that meets SQLITE_BUSY would leave this libsql connection on
    // a stale snapshot for good.
    const connection = (await this.writer.runner.connect()) as Connection;
    // One that could not be rolled back, as the disk failed, is in the way of the next.
    if (!this.rolledBack) this.rolledBack = await rollBack(connection);
    await this.begin(connection);
    this.writer.notified = false;
    this.writer.about = null;
    const began = performance.now();
    try {
      const result = await work(this.writer);
      if (performance.now() - began > LONG_MS) await runApart(connection, 'COMMIT');
      else connection.exec('COMMIT');
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- `work` may have set it
      if (this.writer.notified) for (const wake of this.wakes) wake(this.writer.about);
      return result;
    } catch (error) {
      this.rolledBack = await rollBack(connection);
      throw error;
    }
  }

  /** Takes the write lock; another program, such as one that makes a backup, may hold it for a while. */
  private async begin(connection: Connection): Promise<void> {
    const giveUp = performance.now() + this.answersWithin;
    for (;;) {
      try {
        connection.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY' || performance.now() > giveUp) throw error;
        await sleep(ASK_AGAIN_AFTER_MS);
      }
    }
  }

  async snapshot<T>(work: (sql: Snapshot) => Promise<T>): Promise<T> {
    const source = await this.another();
    try {
      const runner = source.createQueryRunner();
      ((await runner.connect()) as Connection).exec('BEGIN');
      return await work(new SqliteSnapshot(runner));
    } finally {
      // Its transaction ends with it. Until then the write-ahead log could not be emptied of what was erased.
      await source.destroy();
      await this.scrub();
    }
  }

  onCommit(wake: Wake): () => void {
    this.wakes.add(wake);
    return () => this.wakes.delete(wake);
  }

  /** One process owns the file, so it is alone. */
  alone(work: () => Promise<void>): Promise<void> {
    return work();
  }

  scrub(): Promise<void> {
    const turn = this.last.then(() => this.truncateLog());
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** The write-ahead log holds pages as they were before they were written over. */
  private async truncateLog(): Promise<void> {
    const connection = (await this.writer.runner.connect()) as Connection;
    await runApart(connection, 'PRAGMA wal_checkpoint(TRUNCATE)');
  }

  reset(): Promise<void> {
    const turn = this.last.then(async () => {
      this.writer.forget();
      // With a virtual table go the tables that it keeps its rows in, which nothing else may drop.
      const virtual = await this.writer.query<{ name: string }>(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`,
      );
      for (const { name } of virtual) await this.writer.query(`DROP TABLE "${name}"`);
      await this.writerSource.dropDatabase();
      await bringUpToDate(this.writerSource, SQLITE);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.last;
    await this.readerSource.destroy();
    // Where a transaction is cut short, the write-ahead log stays as it is; the next start takes it up.
    await this.truncateLog().catch(() => undefined);
    await this.writerSource.destroy();
  }
}

/**
 * Whether there is no transaction any more: after some failures, a full disk among them, SQLite has rolled
 * back by itself, and says that there is none.
 */
async function rollBack(connection: Connection): Promise<boolean> {
  try {
    await runApart(connection, 'ROLLBACK');
    return true;
  } catch (error) {
    return reasonOf(error).includes('no transaction is active');
  }
}

class RunnerSql implements Sql {
  readonly dialect = SQLITE;
  private readonly translated = new Map<string, string>();

  constructor(readonly runner: QueryRunner) {}

  async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    let text = this.translated.get(sql);
    if (text === undefined) {
      text = SQLITE.parameters(sql);
      if (this.translated.size < 500) this.translated.set(sql, text);
    }
    const result: unknown = await this.runner.query(text, [...parameters]).catch((error: unknown) => {
      throw namingUnavailable(error);
    });
    return Array.isArray(result) ? (result as Row[]) : [];
  }
}

class SqliteSnapshot extends RunnerSql implements Snapshot {
  async columns(): Promise<Record<string, string[]>> {
    const rows = await this.query<{ table: string; column: string }>(
      // An index of words has tables of its own, which follow from what it is an index of.
      `SELECT t.name AS "table", c.name AS "column" FROM pragma_table_list t CROSS JOIN pragma_table_info(t.name) c
       WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, c.cid`,
    );
    return columnsOf(rows);
  }

  async *pages(table: string, size: number): AsyncGenerator<Record<string, SqlValue>[]> {
    for (let after = 0; ;) {
      const rows = await this.query<Record<string, SqlValue> & { row_n: number }>(
        `SELECT rowid AS row_n, * FROM ${table} WHERE rowid > $1 ORDER BY rowid LIMIT ${size}`,
        [after],
      );
      if (rows.length === 0) return;
      after = rows.at(-1)?.row_n ?? after;
      yield rows;
    }
  }
}

class SqliteTransaction extends RunnerSql implements Transaction {
  notified = false;
  about: Topic | null = null;
  private readonly inserts = new Map<string, PreparedInsert>();

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<void> {
    await this.query(sql, parameters);
  }

  /** Row by row, with one prepared statement: within this process that is quicker than one JSON for all. */
  async insert(...[table, rows, options]: Parameters<Transaction['insert']>): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const insert = await this.prepare(`INSERT INTO ${table} ${insertSuffix(columns, options)}`);
    // The transaction is this connection's own, and whoever else would write waits for it to end.
    const pace = new Pace();
    for (const row of rows) {
      insert.run(columns.map((column) => row[column] ?? null));
      if (pace.isTired) await pace.rest();
    }
  }

  async runLong(sql: string): Promise<void> {
    await runApart((await this.runner.connect()) as Connection, sql).catch((error: unknown) => {
      throw namingUnavailable(error);
    });
  }

  private async prepare(sql: string): Promise<PreparedInsert> {
    const known = this.inserts.get(sql);
    if (known !== undefined) return known;
    const connection = (await this.runner.connect()) as Connection;
    const prepared = connection.prepare(sql);
    this.inserts.set(sql, prepared);
    return prepared;
  }

  /** Statements are of one schema; after a reset there is another. */
  forget(): void {
    this.inserts.clear();
  }

  notify(about: Topic | null = null): void {
    this.notified = true;
    this.about ??= about;
  }
}

function insertSuffix(columns: readonly string[], options: Parameters<Transaction['insert']>[2]): string {
  const values = columns.map(() => '?').join(', ');
  return `(${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${values})${onConflict(columns, options)}`;
}
