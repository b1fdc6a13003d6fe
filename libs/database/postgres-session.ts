import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { QueryOptions, SqlValue } from './database.js';
import { namingUnavailable } from './errors.js';

/** Tells how much time is left, in ms; never 0, which the driver takes for no limit. */
export type TimeLeft = () => number;

/** Counts down from now. */
export function countDown(ms: number): TimeLeft {
  const end = performance.now() + ms;
  return () => Math.max(1, end - performance.now());
}

/** The names under which statements are planned once, the same on every connection. */
class Plans {
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** Texts are few: none is put together from values. */
  nameOf(text: string): string {
    let name = this.names.get(text);
    if (name === undefined) {
      const digest = createHash('sha256').update(text).digest('base64url');
      // A longer name than 63 bytes is cut.
      name = `${this.generation} ${digest}`;
      this.names.set(text, name);
    }
    return name;
  }

  /** Has every statement planned anew, under another name. */
  forget(): void {
    this.names.clear();
    this.generation += 1;
  }
}

const PLANS = new Plans();

/**
 * Whether a statement that was planned once gives other columns now, as after another process's migration
 * (`feature_not_supported`: "cached plan must not change result type"). It is planned anew when it is tried again.
 */
export function isOutdatedPlan(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && error.message.includes('cached plan');
}

/** A connection of a pool, held for some statements one after the other, each of which is answered in time or given up. */
export class PostgresSession {
  /** Whether the server answered the last request; one that was given up or cut off it may still be doing. */
  private answers = true;
  private released = false;

  private constructor(
    private readonly client: pg.PoolClient,
    private readonly left: TimeLeft,
  ) {
    // A connection that is cut while nothing is asked says so by an event, which would end the process.
    client.on('error', this.onLoss);
  }

  static async open(pool: pg.Pool, left: TimeLeft): Promise<PostgresSession> {
    try {
      return new PostgresSession(await pool.connect(), left);
    } catch (error) {
      throw namingUnavailable(error);
    }
  }

  private readonly onLoss = (): void => {
    this.answers = false;
  };

  /**
   * Runs a statement, or several in one text where there are no values.
   *
   * @throws DatabaseUnavailable where it is not answered in time
   */
  async query<Row>(
    text: string,
    values?: readonly SqlValue[],
    { planned }: QueryOptions = {},
  ): Promise<pg.QueryResult<Row & pg.QueryResultRow>> {
    const query: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: this.left() };
    if (values !== undefined) query.values = [...values];
    if (planned === 'once') query.name = PLANS.nameOf(text);
    try {
      return await this.client.query<Row & pg.QueryResultRow>(query);
    } catch (error) {
      if (isOutdatedPlan(error)) PLANS.forget();
      // The server's own error is an answer; whatever else is said is the driver's.
      if (!(error instanceof pg.DatabaseError)) this.answers = false;
      throw namingUnavailable(error);
    }
  }

  /** Ends the transaction under way without a trace. @returns whether the server has said that it did */
  async rollBack(): Promise<boolean> {
    if (!this.answers) return false;
    return this.query('ROLLBACK').then(
      () => true,
      () => false,
    );
  }

  /** Gives the connection back, once; one that is not answered for is closed. */
  release(): void {
    if (this.released) return;
    this.released = true;
    this.client.off('error', this.onLoss);
    this.client.release(!this.answers);
  }
}
