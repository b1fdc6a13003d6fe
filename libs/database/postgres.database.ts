import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { onConflict, type Database, type Sql, type SqlValue, type Transaction } from './database.js';
import { POSTGRES } from './dialect.js';
import { DatabaseUnusable } from './errors.js';
import { bringUpToDate, type Migrations } from './schema-version.js';

const CHANNEL = 'withheld_log';
/** A notice can be lost with its connection, so the head is looked at this often all the same. */
const LOOK_EVERY_MS = 1_000;
const READERS = 10;
/** A connection that is not made, or a statement that is not answered, by then is given up, in ms. */
const CONNECT_WITHIN_MS = 5_000;
const ANSWER_WITHIN_MS = 60_000;
/** A process that stops in the middle of a transaction does not stop the others for long. */
const WRITER_OPTIONS = '-c lock_timeout=5s -c idle_in_transaction_session_timeout=10s';
/** A page takes a few milliseconds to read; to compile its statement takes a multiple of that. */
const READER_OPTIONS = '-c jit=off';
// Serialises the start-ups of processes that share a database; the number has no meaning but its own.
const START_UP_LOCK = 6_920_210;
const ASK_AGAIN_AFTER_MS = 50;

/**
 * A PostgreSQL database, 15 or later, which any number of processes may share.
 *
 * @param url its `options` win over the time limits that are set here
 */
export async function openPostgres(url: string, migrations: Migrations): Promise<Database> {
  const writerSource = await open(withOptions(url, WRITER_OPTIONS, ''), 2, migrations);
  try {
    await alone(writerSource, () => bringUpToDate(writerSource, POSTGRES));
    const readerSource = await open(
      withOptions(url, READER_OPTIONS, '-c default_transaction_read_only=on'),
      READERS,
      [],
    );
    return new PostgresDatabase(url, writerSource, readerSource);
  } catch (error) {
    await writerSource.destroy();
    throw error;
  }
}

/** Runs `work` while no other process's start-up does. The lock belongs to one connection, so it is kept. */
async function alone(source: DataSource, work: () => Promise<void>): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    // Another's start-up may load a scenario, which takes longer than locks are waited for.
    for (;;) {
      const { records } = await runner.query(
        'SELECT pg_try_advisory_lock($1) AS taken',
        [START_UP_LOCK],
        true,
      );
      if ((records as { taken: boolean }[])[0]?.taken === true) break;
      await sleep(ASK_AGAIN_AFTER_MS);
    }
    await work();
  } finally {
    // A connection that died has let go of it already.
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release();
  }
}

async function open(url: string, poolSize: number, migrations: Migrations): Promise<DataSource> {
  try {
    return await new DataSource({
      type: 'postgres',
      url,
      poolSize,
      parseInt8: true,
      extra: { connectionTimeoutMillis: CONNECT_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS },
      migrations: [...migrations],
    }).initialize();
  } catch (error) {
    const { host } = new URL(url);
    const reason = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    throw new DatabaseUnusable(
      `PostgreSQL at ${host} cannot be reached (${reason}). See that it runs, and DATABASE_URL.`,
    );
  }
}

/** Options before and after those that the address has: of one that is given twice, the later wins. */
function withOptions(url: string, before: string, after: string): string {
  const address = new URL(url);
  const given = address.searchParams.get('options') ?? '';
  address.searchParams.set('options', `${before} ${given} ${after}`.trim());
  return address.href;
}

class PostgresDatabase implements Database {
  readonly dialect = POSTGRES;
  readonly reader: Sql;
  private readonly wakes = new EventEmitter().setMaxListeners(0);
  private readonly listener: CommitListener;

  constructor(
    url: string,
    private readonly writerSource: DataSource,
    private readonly readerSource: DataSource,
  ) {
    this.reader = new PostgresReader(readerSource);
    this.listener = new CommitListener(url, () => this.wakes.emit('commit'));
  }

  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.writerSource.createQueryRunner();
    try {
      await runner.query('BEGIN');
      const transaction = new PostgresTransaction(runner);
      try {
        const result = await work(transaction);
        if (transaction.notified) await runner.query(`NOTIFY ${CHANNEL}`);
        await runner.query('COMMIT');
        if (transaction.notified) this.wakes.emit('commit');
        return result;
      } catch (error) {
        // The connection may be what failed; then the server has rolled back already.
        await runner.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  alone(work: () => Promise<void>): Promise<void> {
    return alone(this.writerSource, work);
  }

  onCommit(wake: () => void): () => void {
    this.listener.start();
    this.wakes.on('commit', wake);
    return () => this.wakes.off('commit', wake);
  }

  scrub(): Promise<void> {
    return Promise.resolve();
  }

  async reset(): Promise<void> {
    await this.writerSource.dropDatabase();
    await bringUpToDate(this.writerSource, POSTGRES);
  }

  async close(): Promise<void> {
    await this.listener.stop();
    await this.readerSource.destroy();
    await this.writerSource.destroy();
  }
}

/** Hears of other processes' commits; connects again by itself. */
class CommitListener {
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly wake: () => void,
  ) {}

  start(): void {
    if (this.timer !== null || this.stopped) return;
    this.timer = setInterval(() => {
      if (this.client === null) this.listen();
      this.wake();
    }, LOOK_EVERY_MS);
    this.timer.unref();
    this.listen();
  }

  private listen(): void {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    this.client = client;
    const lost = (): void => {
      if (this.client === client) this.client = null;
      client.removeAllListeners();
      client.on('error', () => undefined);
      client.end().catch(() => undefined);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', this.wake);
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .catch(lost);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    const client = this.client;
    this.client = null;
    client?.removeAllListeners();
    client?.on('error', () => undefined);
    await client?.end().catch(() => undefined);
  }
}

class PostgresReader implements Sql {
  readonly dialect = POSTGRES;

  constructor(private readonly source: DataSource) {}

  query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return this.source.query<Row[]>(sql, [...parameters]);
  }
}

class PostgresTransaction implements Transaction {
  readonly dialect = POSTGRES;
  notified = false;

  constructor(private readonly runner: QueryRunner) {}

  async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    // Structured, since TypeORM's plain result of an UPDATE … RETURNING is not its rows.
    const result = await this.runner.query(sql, [...parameters], true);
    return result.records as Row[];
  }

  /** One statement for all rows, which travel as one JSON parameter. */
  async insert(...[table, rows, options]: Parameters<Transaction['insert']>): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const names = columns.map((column) => `"${column}"`).join(', ');
    await this.query(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(null::${table}, $1::json)${onConflict(columns, options)}`,
      [JSON.stringify(rows)],
    );
  }

  notify(): void {
    this.notified = true;
  }
}
