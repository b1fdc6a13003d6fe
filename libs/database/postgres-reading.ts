import pg from 'pg';
import { ANSWERS_WITHIN_MS, columnsOf, type Snapshot, type Sql, type SqlValue } from './database.js';
import { POSTGRES } from './dialect.js';
import { DatabaseUnusable } from './errors.js';
import { unreachable, withOptions } from './postgres-address.js';
import type { TimedOptions } from './postgres-replica.js';
import { countDown, isOutdatedPlan, PostgresSession } from './postgres-session.js';

/** Reads a database as it is, over one connection. */
export async function inspectPostgres<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({
    connectionString: withOptions(url, '', '-c default_transaction_read_only=on'),
    max: 1,
    connectionTimeoutMillis: ANSWERS_WITHIN_MS,
    // As the server reads them: counts and instants come as numbers.
    types: {
      getTypeParser: (oid, format) =>
        (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as (
          text: string,
        ) => unknown,
    },
  }).on('error', () => undefined);
  try {
    return await work(new PostgresReader(pool, ANSWERS_WITHIN_MS));
  } catch (error) {
    throw error instanceof DatabaseUnusable ? error : unreachable(url, error);
  } finally {
    await pool.end();
  }
}

type Asked = [sql: string, parameters?: readonly SqlValue[], options?: TimedOptions];

/** Reads, each over whichever connection is free. */
export class PostgresReader implements Sql {
  readonly dialect = POSTGRES;
  /** How many connections have been made so far. */
  made = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly answersWithin: number,
  ) {
    pool.on('connect', () => {
      this.made += 1;
    });
  }

  async query<Row>(...asked: Asked): Promise<Row[]> {
    try {
      return await this.ask(...asked);
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      return this.ask(...asked);
    }
  }

  private async ask<Row>(...[sql, parameters = [], options = {}]: Asked): Promise<Row[]> {
    const { left = countDown(this.answersWithin), ...rest } = options;
    const session = await PostgresSession.open(this.pool, left);
    try {
      return (await session.query<Row>(sql, parameters, rest)).rows;
    } finally {
      session.release();
    }
  }
}

/** Reads that all see what the transaction of a session sees. */
export class PostgresSnapshot implements Snapshot {
  readonly dialect = POSTGRES;

  constructor(private readonly session: PostgresSession) {}

  async query<Row>(sql: string, parameters: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.session.query<Row>(sql, parameters)).rows;
  }

  async columns(): Promise<Record<string, string[]>> {
    return columnsOf(
      await this.query<{ table: string; column: string }>(
        `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
         JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
         WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
         ORDER BY c.table_name, c.ordinal_position`,
      ),
    );
  }

  async *pages(table: string, size: number): AsyncGenerator<Record<string, SqlValue>[]> {
    const cursor = `pages_of_${table}`;
    await this.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT * FROM ${table}`);
    for (;;) {
      const rows = await this.query<Record<string, SqlValue>>(`FETCH ${size} FROM ${cursor}`);
      if (rows.length === 0) break;
      yield rows;
    }
    await this.query(`CLOSE ${cursor}`);
  }
}
