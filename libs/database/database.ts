import type { Dialect } from './dialect.js';

export type SqlValue = string | number | null;

export interface QueryOptions {
  /**
   * `once`: PostgreSQL may plan the statement once for a connection, whatever its values, which for one that finds
   * rows by their keys takes longer than running it. Else it is planned for the values of each time, which matters
   * where these say how many rows there are to go through.
   */
  planned?: 'once';
}

/** Something that runs statements with `$1` parameters. */
export interface Sql {
  readonly dialect: Dialect;
  query<Row>(sql: string, parameters?: readonly SqlValue[], options?: QueryOptions): Promise<Row[]>;
}

/** Reads that all see the database as it was at one instant. */
export interface Snapshot extends Sql {
  /** The columns of each table that there is. */
  columns(): Promise<Record<string, string[]>>;
  /** All rows of a table, so many at a time; in no order. */
  pages(table: string, size: number): AsyncGenerator<Record<string, SqlValue>[]>;
}

/**
 * The subjects of commits beside the log, of which no event tells: `desk`, what waits for moderators; and what an
 * account, by its id, has marked of a conversation, by its id; with an id of its own, since PostgreSQL tells a process
 * of its own commits, too.
 */
export type Topic = 'desk' | `talk ${string} ${string} ${string}`;

/** What a commit said that it was about; null of other text. */
export function topicOf(text: string | undefined): Topic | null {
  return text === 'desk' || /^talk \w+ \w+ \w+$/.test(text ?? '') ? (text as Topic) : null;
}

/** Is called after a commit that notified. @param about null where it was about the log, or a room, alone */
export type Wake = (about: Topic | null) => void;

/** The one kind of connection that may write: a transaction under way. */
export interface Transaction extends Sql {
  /**
   * Runs a statement whose rows nobody needs, before whatever is asked next. On PostgreSQL nothing waits for its
   * answer: where it fails, what is asked next fails with its error, or the commit does.
   */
  run(sql: string, parameters?: readonly SqlValue[], options?: QueryOptions): Promise<void>;
  /** Inserts rows, all with the columns of the first, as `run` does. */
  insert(
    table: string,
    rows: readonly Readonly<Record<string, SqlValue>>[],
    options?: { orUpdate?: { key: readonly string[] }; orIgnore?: boolean },
  ): Promise<void>;
  /** Runs a statement without values that may take long, while others have their turns of the event loop. */
  runLong(sql: string): Promise<void>;
  /** After the commit, wakes whoever follows the log, in this process and in others, and says what it was about. */
  notify(about?: Topic): void;
}

export interface WriteOptions {
  patient?: boolean;
}

/** Options for opening a database. */
export interface DatabaseOptions {
  /** See `Database.answersWithin`. */
  answersWithin?: number;
  /**
   * Whether a write that was acknowledged on SQLite outlives the loss of power, which makes each wait for the
   * disk; it does unless said. The end of the process it outlives in any case.
   */
  outlivesPowerLoss?: boolean;
}

/** How long the database has to answer, ms: whoever asked is told that it did not within 5 s. */
export const ANSWERS_WITHIN_MS = 4_500;

/**
 * A database with its reader and its writer apart: reads never see what is not committed, and a
 * write is always a whole transaction.
 */
export interface Database {
  readonly dialect: Dialect;
  /** How long, in ms, the database has to answer: a read, or a write as a whole, is given up then. */
  readonly answersWithin: number;
  /**
   * Reads: each statement sees all that was committed before it, also where a replica answers.
   *
   * @throws DatabaseUnavailable where the database does not answer
   */
  readonly reader: Sql;
  /** Who answered the reads of `reader` since it was opened; null where there is no replica that may. */
  readonly answered: Readonly<Answered> | null;
  /** Reads of the database that is written to, whose clock is the one that all processes share. */
  readonly primary: Sql;
  /**
   * Runs one write transaction after the other. It commits when `work` resolves, and rolls back
   * when it rejects.
   *
   * @param options `patient`: it may take long (a minute for each statement), as nobody holds a request for it
   * @throws DatabaseUnavailable where the database does not answer or has no room; it is then not known
   *   whether the transaction was committed. Any other error: it was not.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>, options?: WriteOptions): Promise<T>;
  /**
   * Reads the database as it is now, however long that takes and whatever is written meanwhile.
   *
   * @throws DatabaseUnavailable where the database does not answer
   */
  snapshot<T>(work: (sql: Snapshot) => Promise<T>): Promise<T>;
  /**
   * Calls back after each commit that notified, here or elsewhere, until the returned function is called. It may
   * call without one, too: where it does not know what was told meanwhile, about every topic.
   */
  onCommit(wake: Wake): () => void;
  /**
   * Writes over what was erased in the files beside the database, too. On PostgreSQL that is for
   * its own vacuum and archive settings to do.
   */
  scrub(): Promise<void>;
  /** Runs `work` while no other process that shares the database runs its own: what a start-up does once. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Empties the database: for tests alone, since nothing of the log is left. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** How many reads were answered by whom, where a replica may answer. */
export interface Answered {
  replica: number;
  /** Since the replica lagged, was away, or refused the statement. */
  primary: number;
}

/** The columns of each table, of rows that name one of each. */
export function columnsOf(rows: readonly { table: string; column: string }[]): Record<string, string[]> {
  const tables: Record<string, string[]> = {};
  for (const { table, column } of rows) (tables[table] ??= []).push(column);
  return tables;
}

/** The `ON CONFLICT` clause of an insert, for rows that are there already; empty where none is wanted. */
export function onConflict(
  columns: readonly string[],
  options: Parameters<Transaction['insert']>[2] = {},
): string {
  if (options.orIgnore === true) return ' ON CONFLICT DO NOTHING';
  if (options.orUpdate === undefined) return '';
  const { key } = options.orUpdate;
  const set = columns
    .filter((column) => !key.includes(column))
    .map((column) => `"${column}" = excluded."${column}"`);
  return ` ON CONFLICT (${key.map((column) => `"${column}"`).join(', ')}) DO UPDATE SET ${set.join(', ')}`;
}
