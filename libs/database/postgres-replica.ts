import { performance } from 'node:perf_hooks';
import { DatabaseUnusable } from './errors.js';
import type { Answered, QueryOptions, Sql, SqlValue } from './database.js';
import { POSTGRES } from './dialect.js';
import { countDown, type TimeLeft } from './postgres-session.js';

export interface TimedOptions extends QueryOptions {
  /** How much time there is for it; unset: as long as the database has to answer. */
  left?: TimeLeft;
}

/** Reads of one server, each within a time of its own. */
export interface TimedSql {
  query<Row>(sql: string, parameters: readonly SqlValue[], options: TimedOptions): Promise<Row[]>;
}

/** Reads of a replica, each over whichever connection is free. */
export interface ReplicaSql extends TimedSql {
  /** How many connections to it have been made so far. */
  readonly made: number;
}

/** How long a replica that did not answer is left alone, ms. */
const LEFT_ALONE_MS = 1_000;

/** Up to where the primary has written its log, and on which timeline: a failover begins another. */
const WRITTEN = `SELECT CAST(lsn AS text) AS lsn, CAST(('x' || left(pg_walfile_name(lsn), 8)) AS bit(32))::int AS timeline
  FROM (SELECT pg_current_wal_insert_lsn() AS lsn) AS now`;

/** Up to where the replica has replayed that log; null where it is none. */
const REPLAYED =
  'SELECT CASE WHEN pg_is_in_recovery() THEN CAST(pg_last_wal_replay_lsn() AS text) END AS lsn';

/** Which database of which cluster a server answers for, as of which timeline. */
const WHICH = `SELECT CAST(s.system_identifier AS text) AS cluster, current_database() AS name,
    pg_is_in_recovery() AS replays, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline
  FROM pg_control_system() s`;

interface Which {
  cluster: string;
  name: string;
  replays: boolean;
  timeline: number;
}

/**
 * Reads from a replica whatever it has, and the rest from the primary. Each statement sees all that was committed
 * before it was asked for, by whichever process: the primary is asked up to where its log is written, by a
 * statement that begins after the read came (one for all who wait), and the replica is read where it has replayed
 * as far. So a read sees no less than on the primary alone, one after another never go back, and nobody has to know
 * who wrote what. Where the replica lags, does not answer, refuses a statement or is another's, the primary answers.
 */
export class ReplicatedReader {
  readonly dialect = POSTGRES;
  readonly answered: Answered = { replica: 0, primary: 0 };
  /**
   * Up to where the replica was found to have replayed, as a number, and how many connections to it had been made
   * before it was asked. A replica that starts again may be behind where it was; whatever connection then leads to
   * it is a new one.
   */
  private found = { replayed: -1n, made: -1 };
  /** The timeline on which it was seen to follow the primary; null: not seen yet. */
  private timeline: number | null = null;
  private leftAloneUntil = 0;
  private underWay: Promise<boolean> = Promise.resolve(false);
  private queued: Promise<boolean> | null = null;

  constructor(
    private readonly primary: TimedSql,
    private readonly replica: ReplicaSql,
    private readonly answersWithin: number,
  ) {}

  async query<Row>(
    sql: string,
    parameters: readonly SqlValue[] = [],
    options: QueryOptions = {},
  ): Promise<Row[]> {
    const left = countDown(this.answersWithin);
    if (await this.isLevel()) {
      const { made } = this.found;
      try {
        const rows = await this.replica.query<Row>(sql, parameters, {
          ...options,
          left: countDown(this.share),
        });
        if (this.replica.made === made) {
          this.answered.replica += 1;
          return rows;
        }
      } catch {
        // Whatever it is: where the statement is at fault, the primary says so, too.
        this.leaveAlone();
      }
    }
    this.answered.primary += 1;
    return this.primary.query<Row>(sql, parameters, { ...options, left });
  }

  /**
   * Sees that a replica, if it answers, is one of this very database.
   *
   * @throws DatabaseUnusable where it is not
   */
  async examine(): Promise<void> {
    const left = countDown(this.answersWithin);
    const [[ours], [theirs]] = await Promise.all([
      this.primary.query<Which>(WHICH, [], { left }),
      this.replica.query<Which>(WHICH, [], { left }).catch(() => []),
    ]);
    if (ours !== undefined && theirs !== undefined) requireReplica(ours, theirs);
  }

  /** How much of the time for a read may go on the replica, ms, and how much on finding out about it. */
  private get share(): number {
    return this.answersWithin / 5;
  }

  /** Whether the replica has all that the primary had when this is called. */
  private isLevel(): Promise<boolean> {
    if (performance.now() < this.leftAloneUntil) return Promise.resolve(false);
    this.queued ??= this.underWay.then(() => {
      // Whoever asks from here on may ask for what this look does not see.
      this.queued = null;
      return this.look();
    });
    return (this.underWay = this.queued);
  }

  private async look(): Promise<boolean> {
    if (performance.now() < this.leftAloneUntil) return false;
    const left = countDown(this.share);
    try {
      const [written] = await this.primary.query<{ lsn: string; timeline: number }>(WRITTEN, [], { left });
      if (written === undefined) return false;
      const needed = position(written.lsn);
      if (this.timeline !== written.timeline && !(await this.follows(written.timeline, left))) {
        this.leaveAlone();
        return false;
      }
      const { made } = this.replica;
      if (this.found.replayed < needed || this.found.made !== made) {
        const [there] = await this.replica.query<{ lsn: string | null }>(REPLAYED, [], { left });
        if (there === undefined || there.lsn === null) {
          this.leaveAlone();
          return false;
        }
        this.found = { replayed: position(there.lsn), made };
      }
      return this.found.replayed >= needed;
    } catch {
      this.leaveAlone();
      return false;
    }
  }

  /**
   * Whether the replica is of this cluster and database, and on the primary's timeline: what is replayed on another
   * may be further and yet not the same. A replica says so at its next restart point after a failover.
   */
  private async follows(timeline: number, left: TimeLeft): Promise<boolean> {
    const [[ours], [theirs]] = await Promise.all([
      this.primary.query<Which>(WHICH, [], { left }),
      this.replica.query<Which>(WHICH, [], { left }),
    ]);
    const isSame =
      theirs?.replays === true &&
      theirs.cluster === ours?.cluster &&
      theirs.name === ours.name &&
      theirs.timeline === timeline;
    this.timeline = isSame ? timeline : null;
    return isSame;
  }

  /** Asks the replica nothing for a while; then it is looked at anew, as it may be another by then. */
  private leaveAlone(): void {
    this.leftAloneUntil = performance.now() + LEFT_ALONE_MS;
    this.timeline = null;
    this.found = { replayed: -1n, made: -1 };
  }
}

/** @throws DatabaseUnusable where one server is no replica of the other's database */
function requireReplica(ours: Which, theirs: Which): void {
  if (!theirs.replays)
    throw new DatabaseUnusable(
      'DATABASE_READ_URL names a server that is no replica. Name a standby of the one at DATABASE_URL.',
    );
  if (theirs.cluster !== ours.cluster || theirs.name !== ours.name)
    throw new DatabaseUnusable(
      'DATABASE_READ_URL names a replica of another database than that of DATABASE_URL.',
    );
}

/**
 * How far a replica is behind its primary, in bytes of the log, as both stand.
 *
 * @throws DatabaseUnusable where it is no replica of that database; what the servers throw where they do not answer
 */
export async function bytesBehind(primary: Sql, replica: Sql): Promise<number> {
  const [ours] = await primary.query<Which>(WHICH);
  const [theirs] = await replica.query<Which>(WHICH);
  if (ours === undefined || theirs === undefined) throw new Error('A server did not say which one it is');
  requireReplica(ours, theirs);
  const [written] = await primary.query<{ lsn: string }>(WRITTEN);
  const [replayed] = await replica.query<{ lsn: string | null }>(REPLAYED);
  const behind = position(written?.lsn ?? '') - position(replayed?.lsn ?? '');
  return Number(behind > 0n ? behind : 0n);
}

/** A position in the log, `hi/lo` in hexadecimal, as a number. */
function position(lsn: string): bigint {
  const [high = '', low = ''] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
