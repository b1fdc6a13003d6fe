import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  ANSWERS_WITHIN_MS,
  onConflict,
  type Answered,
  type Database,
  type DatabaseOptions,
  type QueryOptions,
  type Snapshot,
  type SqlValue,
  type Transaction,
  type WriteOptions,
  type Topic,
  type Wake,
} from './database.js';
import { POSTGRES } from './dialect.js';
import { CHANNEL, CommitListener } from './commit-listener.js';
import { unreachable, withOptions } from './postgres-address.js';
import { PostgresReader, PostgresSnapshot } from './postgres-reading.js';
import { ReplicatedReader } from './postgres-replica.js';
import { countDown, isOutdatedPlan, PostgresSession, type TimeLeft } from './postgres-session.js';
import { bringUpToDate, type Migrations } from './schema-version.js';

const READERS = 10;
const WRITERS = 2;
/** How long one statement of a patient write may take. */
const PATIENCE_MS = 60_000;
/**
 * A page takes a few milliseconds to read; to compile its statement takes a multiple of that. And what is
 * read often is in memory: a look-up by an index costs little more than the next row of a table. A plan that is made
 * once, while a table is small, would go through it whole, and still do so when it has grown.
 */
const PLANNING = '-c jit=off -c random_page_cost=1.1 -c enable_seqscan=off';
// Serialises the start-ups of processes that share a schema; the number has no meaning but its own.
const START_UP_LOCK = 6_920_210;
const ASK_AGAIN_AFTER_MS = 50;
/** Statements of a transaction that may be under way at once: their values are held until they are answered. */
const MOST_SENT = 16;

/**
 * A PostgreSQL database, 15 or later, which any number of processes may share.
 *
 * @param location `url`: its `options` win over the time limits that are set here; `readUrl`: of a replica that
 *   reads may go to, see `ReplicatedReader`
 */
export async function openPostgres(
  { url, readUrl = null }: { url: string; readUrl?: string | null },
  migrations: Migrations,
  { answersWithin = ANSWERS_WITHIN_MS }: DatabaseOptions,
): Promise<Database> {
  // A process that stops in the middle of a transaction does not stop the others for long: they are told
  // before their time is up, and the server ends its session.
  const writing = `-c lock_timeout=${Math.floor(answersWithin * 0.8)} -c idle_in_transaction_session_timeout=10s`;
  const source = await open(withOptions(url, writing, ''), answersWithin, migrations);
  try {
    await alone(source, () => bringUpToDate(source, POSTGRES));
  } catch (error) {
    await source.destroy();
    throw error;
  }
  const poolOf = (options: string, after: string, max: number, more: pg.PoolConfig = {}): pg.Pool => {
    const pool = new pg.Pool({
      connectionString: withOptions(url, options, after),
      max,
      connectionTimeoutMillis: answersWithin,
      ...more,
    });
    // A connection that is cut while nobody listens, as between being made and being handed out, would end
    // the process. The pool itself tells of idle ones that are cut, and makes others.
    return pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  };
  const reading = `${PLANNING} -c statement_timeout=${answersWithin}`;
  const readOnly = '-c default_transaction_read_only=on';
  const replica =
    readUrl === null
      ? null
      : poolOf('', '', READERS, {
          connectionString: withOptions(readUrl, reading, readOnly),
          connectionTimeoutMillis: answersWithin / 5,
          // Each new one has the replica looked at again.
          idleTimeoutMillis: 0,
        });
  const database = new PostgresDatabase(
    url,
    source,
    {
      // A transaction sends what it writes without waiting for each answer.
      writers: poolOf(`${PLANNING} ${writing}`, '', WRITERS, { pipeline: true }),
      readers: poolOf(reading, readOnly, READERS),
      replica,
    },
    answersWithin,
  );
  try {
    await database.examineReplica();
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Runs `work` while no other process's start-up does. The lock belongs to one connection, so it is kept. */
async function alone(source: DataSource, work: () => Promise<void>): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    // Another's start-up may load a scenario, which takes longer than locks are waited for.
    for (;;) {
      const { records } = await runner.query(
        "SELECT pg_try_advisory_lock($1, hashtext(coalesce(current_schema(), ''))) AS taken",
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

/** Opens the data source that migrations run on; their statements have no time limit. */
async function open(url: string, connectWithin: number, migrations: Migrations): Promise<DataSource> {
  try {
    return await new DataSource({
      type: 'postgres',
      url,
      poolSize: 2,
      // For the whole driver: counts and instants come as numbers.
      parseInt8: true,
      extra: { connectionTimeoutMillis: connectWithin },
      migrations: [...migrations],
    }).initialize();
  } catch (error) {
    throw unreachable(url, error);
  }
}

class PostgresDatabase implements Database {
  readonly dialect = POSTGRES;
  readonly primary: PostgresReader;
  readonly reader: PostgresReader | ReplicatedReader;
  private readonly wakes = new EventEmitter<{ commit: Parameters<Wake> }>().setMaxListeners(0);
  private readonly listener: CommitListener;
  private readonly writers: pg.Pool;
  private readonly readers: pg.Pool;

  constructor(
    url: string,
    private readonly source: DataSource,
    private readonly pools: { writers: pg.Pool; readers: pg.Pool; replica: pg.Pool | null },
    readonly answersWithin: number,
  ) {
    const { writers, readers, replica } = pools;
    this.writers = writers;
    this.readers = readers;
    this.primary = new PostgresReader(readers, answersWithin);
    this.reader =
      replica === null
        ? this.primary
        : new ReplicatedReader(this.primary, new PostgresReader(replica, answersWithin), answersWithin);
    this.listener = new CommitListener(url, answersWithin, (about) => this.wakes.emit('commit', about));
  }

  get answered(): Answered | null {
    return this.reader instanceof ReplicatedReader ? this.reader.answered : null;
  }

  /** @throws DatabaseUnusable where what reads are to go to is no replica of this database */
  async examineReplica(): Promise<void> {
    if (this.reader instanceof ReplicatedReader) await this.reader.examine();
  }

  async write<T>(work: (transaction: Transaction) => Promise<T>, options: WriteOptions = {}): Promise<T> {
    try {
      return await this.transact(work, options);
    } catch (error) {
      // Nothing of it was committed.
      if (!isOutdatedPlan(error)) throw error;
      return this.transact(work, options);
    }
  }

  private async transact<T>(
    work: (transaction: Transaction) => Promise<T>,
    { patient = false }: WriteOptions,
  ): Promise<T> {
    const left = patient ? () => PATIENCE_MS : countDown(this.answersWithin);
    const session = await PostgresSession.open(this.writers, left);
    const transaction = new PostgresTransaction(session);
    try {
      await transaction.begin();
      const result = await work(transaction);
      await this.commit(session, transaction, left);
      if (transaction.notified) this.wakes.emit('commit', transaction.about);
      return result;
    } catch (error) {
      if (!(await session.rollBack())) this.end(transaction);
      throw error;
    } finally {
      session.release();
    }
  }

  async snapshot<T>(work: (sql: Snapshot) => Promise<T>): Promise<T> {
    const session = await PostgresSession.open(this.readers, () => PATIENCE_MS);
    try {
      await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await session.query(`SET LOCAL statement_timeout = ${PATIENCE_MS}`);
      const result = await work(new PostgresSnapshot(session));
      await session.query('COMMIT');
      return result;
    } catch (error) {
      await session.rollBack();
      throw error;
    } finally {
      session.release();
    }
  }

  /** Commits; where the answer is lost, finds out what came of it. */
  private async commit(
    session: PostgresSession,
    transaction: PostgresTransaction,
    left: TimeLeft,
  ): Promise<void> {
    try {
      await transaction.commit();
    } catch (error) {
      // Others that look at the same time need its place among the connections.
      if (!(await session.rollBack())) session.release();
      const outcome = await this.outcomeOf(transaction, Math.max(left(), this.answersWithin / 5)).catch(
        () => 'unknown',
      );
      if (outcome !== 'committed') throw error;
    }
  }

  /**
   * Asks for the outcome of a transaction that nothing answers for: the server may still be committing it.
   *
   * @param ms how long to wait for the outcome
   */
  private async outcomeOf({ id }: PostgresTransaction, ms: number): Promise<string | null> {
    const left = countDown(ms);
    const session = await PostgresSession.open(this.writers, left);
    try {
      for (;;) {
        const { rows } = await session.query<{ status: string | null }>(
          'SELECT pg_xact_status(CAST($1 AS xid8)) AS status',
          [id],
        );
        const status = rows[0]?.status ?? null;
        if (status !== 'in progress' || left() <= ASK_AGAIN_AFTER_MS) return status;
        await sleep(ASK_AGAIN_AFTER_MS);
      }
    } finally {
      session.release();
    }
  }

  /** Ends a transaction that was given up, so that what it has locked is free; nobody waits for that. */
  private end({ id }: PostgresTransaction): void {
    if (id === null) return;
    const ending = async (): Promise<void> => {
      const session = await PostgresSession.open(this.writers, countDown(this.answersWithin));
      try {
        await session.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_xid = CAST(CAST($1 AS xid8) AS xid)',
          [id],
        );
      } finally {
        session.release();
      }
    };
    // If this request fails as well, the server ends the transaction by its own time limits.
    ending().catch(() => undefined);
  }

  alone(work: () => Promise<void>): Promise<void> {
    return alone(this.source, work);
  }

  onCommit(wake: Wake): () => void {
    this.listener.start();
    this.wakes.on('commit', wake);
    return () => this.wakes.off('commit', wake);
  }

  scrub(): Promise<void> {
    return Promise.resolve();
  }

  async reset(): Promise<void> {
    await this.source.dropDatabase();
    await bringUpToDate(this.source, POSTGRES);
  }

  async close(): Promise<void> {
    await this.listener.stop();
    await this.pools.replica?.end();
    await this.readers.end();
    await this.writers.end();
    await this.source.destroy();
  }
}

class PostgresTransaction implements Transaction {
  readonly dialect = POSTGRES;
  notified = false;
  about: Topic | null = null;
  /** The server's id of the transaction, once it has begun. */
  id: string | null = null;
  /** Statements that were sent and are not answered yet. */
  private readonly sent = new Set<Promise<unknown>>();
  /** The error of the first of them that failed: those after it fail for that alone. */
  private failure: { error: unknown } | null = null;

  constructor(private readonly session: PostgresSession) {}

  /** Begins it, and learns its id in the same round trip. */
  async begin(): Promise<void> {
    const [, named] = severalResults<{ id: string }>(
      await this.session.query('BEGIN; SELECT CAST(pg_current_xact_id() AS text) AS id'),
    );
    this.id = named?.rows[0]?.id ?? null;
  }

  /** @throws where it is not committed, or nothing answers for it */
  async commit(): Promise<void> {
    const results = severalResults(
      await this.session.query(this.notified ? `NOTIFY ${CHANNEL}, '${this.about ?? ''}'; COMMIT` : 'COMMIT'),
    );
    await this.answered();
    // A transaction in which something failed is rolled back without an error.
    if (results.at(-1)?.command !== 'COMMIT') throw new Error('A transaction that has failed was committed');
  }

  async query<Row>(
    sql: string,
    parameters: readonly SqlValue[] = [],
    options?: QueryOptions,
  ): Promise<Row[]> {
    try {
      return (await this.session.query<Row>(sql, parameters, options)).rows;
    } catch (error) {
      await this.answered();
      throw error;
    }
  }

  async run(sql: string, parameters: readonly SqlValue[] = [], options?: QueryOptions): Promise<void> {
    if (this.sent.size >= MOST_SENT) await this.answered();
    const answer = this.session.query(sql, parameters, options).catch((error: unknown) => {
      this.failure ??= { error };
    });
    this.sent.add(answer);
    void answer.then(() => this.sent.delete(answer));
  }

  /** Waits for the answers to all that was sent. @throws the error of the first that failed */
  private async answered(): Promise<void> {
    await Promise.all(this.sent);
    if (this.failure !== null) throw this.failure.error;
  }

  async runLong(sql: string): Promise<void> {
    await this.session.query(sql);
  }

  /** One statement for all rows, which travel as one JSON parameter. */
  async insert(...[table, rows, options]: Parameters<Transaction['insert']>): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const names = columns.map((column) => `"${column}"`).join(', ');
    await this.run(
      `INSERT INTO ${table} (${names}) SELECT ${names} FROM json_populate_recordset(null::${table}, $1::json)${onConflict(columns, options)}`,
      [JSON.stringify(rows)],
      { planned: 'once' },
    );
  }

  notify(about: Topic | null = null): void {
    this.notified = true;
    this.about ??= about;
  }
}

/** The results of a text of several statements: the driver gives an array, which its types do not say. */
function severalResults<Row extends pg.QueryResultRow>(result: unknown): pg.QueryResult<Row>[] {
  return [result].flat() as pg.QueryResult<Row>[];
}
