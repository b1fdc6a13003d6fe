import { amongIds, deletePaced, idsParameter, Pace, type Sql, type Transaction } from '#database';
import {
  readEvent,
  unreadable,
  versionOf,
  type EventType,
  type LogEntry,
  type LoggedEvent,
  type NewEvent,
} from '#domain';
import {
  brokenLink,
  decodeBody,
  encodeBody,
  GENESIS_HASH,
  hashBody,
  hashLink,
  parseBody,
  saltFor,
  type ChainRow,
} from './chain.js';
import { LogUnreadable } from './log-unreadable.js';

/** The tables of the log. */
export const LOG_TABLES = ['log', 'log_body', 'log_head'] as const;

/** The end of the log. */
export interface Head {
  /** 0 while the log is empty. */
  seq: number;
  hash: string;
  /** The latest story time of a person's event, ms since the epoch: theirs only grows. */
  personAt: number;
  /** The JSON that `log_head` holds: see `FirstOfEach`. */
  types: string;
}

/** The `seq` of the first event of each type and version that was ever appended, by `<type> <version>`. */
type FirstOfEach = Record<string, number>;

/** A row of the log with its body; null where that was erased. */
export interface LogRow extends ChainRow {
  recorded_at: number;
}

/** Locks the end of the log until the transaction ends, so that `seq` is gap-free and in commit order. */
export async function lockHead(transaction: Transaction): Promise<Head> {
  // On SQLite the transaction has the database's one write lock already.
  return head(transaction, transaction.dialect.name === 'postgres' ? ' FOR UPDATE' : '');
}

/** The end of the log as committed. */
export function readHead(sql: Sql): Promise<Head> {
  return head(sql, '');
}

/** Where the log as committed ends: its last `seq`, and a person's latest instant, ms since the epoch. */
export async function committedEnd(sql: Sql): Promise<Pick<Head, 'seq' | 'personAt'>> {
  const [row] = await sql.query<{ seq: number; person_at: number }>(
    'SELECT seq, person_at FROM log_head WHERE id = 1',
    [],
    { planned: 'once' },
  );
  if (row === undefined) throw new Error('The log has lost its head');
  return { seq: row.seq, personAt: row.person_at };
}

async function head(sql: Sql, lock: string): Promise<Head> {
  const [row] = await sql.query<{ seq: number; hash: string; person_at: number; types: string }>(
    `SELECT seq, hash, person_at, types FROM log_head WHERE id = 1${lock}`,
    [],
    { planned: 'once' },
  );
  if (row === undefined) throw new Error('The log has lost its head');
  return { seq: row.seq, hash: row.hash, personAt: row.person_at, types: row.types };
}

/**
 * Sees that this version of the program can read every type of event in the log, by what the head says of
 * them: without a look at the events.
 *
 * @throws LogUnreadable where it cannot
 */
export async function requireReadable(sql: Sql): Promise<void> {
  const first = JSON.parse((await readHead(sql)).types) as FirstOfEach;
  for (const [key, seq] of Object.entries(first).sort(([, one], [, other]) => one - other)) {
    const [type = '', version] = key.split(' ');
    const reason = unreadable(type, Number(version));
    if (reason !== null) throw new LogUnreadable(seq, reason);
  }
}

/**
 * Appends events, in order, after a head that this transaction has locked.
 *
 * @param recordedAt wall time, ms since the epoch
 * @returns the events with their `seq`
 */
export async function append(
  transaction: Transaction,
  after: Head,
  events: readonly NewEvent[],
  recordedAt: number,
): Promise<LoggedEvent[]> {
  if (events.length === 0) return [];
  let { seq, hash, personAt } = after;
  const first = JSON.parse(after.types) as FirstOfEach;
  const links = [];
  const bodies = [];
  const logged: LoggedEvent[] = [];
  const pace = new Pace();
  for (const event of events) {
    if (pace.isTired) await pace.rest();
    seq += 1;
    const body = encodeBody(event);
    const salt = saltFor(event);
    const bodyHash = hashBody(salt, body);
    const prevHash = hash;
    hash = hashLink(prevHash, seq, bodyHash);
    if (event.scenario === null) personAt = Math.max(personAt, event.at);
    first[`${event.type} ${versionOf(event.type)}`] ??= seq;
    links.push({ seq, body_hash: bodyHash, prev_hash: prevHash, hash, recorded_at: recordedAt });
    bodies.push({ seq, salt, body });
    logged.push({ ...event, seq, recorded_at: recordedAt });
  }
  await transaction.insert('log', links);
  await transaction.insert('log_body', bodies);
  await transaction.run(
    'UPDATE log_head SET seq = $1, hash = $2, person_at = $3, types = $4 WHERE id = 1',
    [seq, hash, personAt, JSON.stringify(first)],
    { planned: 'once' },
  );
  transaction.notify();
  return logged;
}

/**
 * Events after a cursor, in `seq` order; those whose body was erased are left out.
 *
 * @param after a `seq`; 0 for the beginning
 * @param limit how many rows of the log to look at
 * @returns the events, and the cursor to go on from: the last `seq` looked at
 * @throws LogUnreadable where one of them is none that this version of the program knows
 */
export async function read(
  sql: Sql,
  after: number,
  limit: number,
): Promise<{ events: LoggedEvent[]; cursor: number }> {
  const rows = await sql.query<Pick<LogRow, 'seq' | 'recorded_at' | 'body'>>(
    `SELECT l.seq, l.recorded_at, b.body FROM log l ${bodyOf(sql)}
     WHERE l.seq > $1 ORDER BY l.seq LIMIT $2`,
    [after, limit],
    { planned: 'once' },
  );
  const events = rows.flatMap((row) =>
    row.body === null ? [] : decodeBody(row.body, row.seq, row.recorded_at),
  );
  return { events, cursor: rows.at(-1)?.seq ?? after };
}

/**
 * Rows of the log after a cursor, in `seq` order, with all that it takes to verify them.
 *
 * @param after a `seq`; 0 for the beginning
 * @param limit how many, at most
 */
export async function readChain(sql: Sql, after: number, limit: number): Promise<LogEntry[]> {
  const rows = await chainRows(sql, after, limit);
  return rows.map(({ body, recorded_at, ...link }) => {
    const stored = body === null ? null : (parseBody(body) ?? null);
    const read = readEvent(stored);
    const event = read.ok ? { ...read.event, seq: link.seq, recorded_at } : null;
    return { ...link, stored, event };
  });
}

/** The SQL that joins the body of each row `l` of the log, as `b`. */
function bodyOf({ dialect }: Sql): string {
  return dialect.lookUp('log_body', 'b', 'b.seq = l.seq', { orNone: true });
}

/**
 * Rows of the log after a cursor, in `seq` order, as they are stored, whether their events can be read or not.
 *
 * @param after a `seq`; 0 for the beginning
 * @param limit how many, at most
 */
export function storedRows(sql: Sql, after: number, limit: number): Promise<LogRow[]> {
  return chainRows(sql, after, limit);
}

function chainRows(sql: Sql, after: number, limit: number): Promise<LogRow[]> {
  return sql.query<LogRow>(
    `SELECT l.seq, l.body_hash, l.prev_hash, l.hash, l.recorded_at, b.salt, b.body
     FROM log l ${bodyOf(sql)} WHERE l.seq > $1 ORDER BY l.seq LIMIT $2`,
    [after, limit],
  );
}

/** Events of some types about some things, by the things' ids, without their words; oldest first. */
export async function headsAbout(
  sql: Sql,
  subjects: readonly string[],
  types: readonly EventType[],
): Promise<{ seq: number; id: string; type: string; at: number; subject: string }[]> {
  const { dialect } = sql;
  const subject = dialect.jsonField('b.body', 'subject');
  const rows = await sql.query<{ seq: number; id: string; type: string; at: string; subject: string }>(
    `SELECT b.seq, ${dialect.jsonField('b.body', 'id')} AS id, ${dialect.jsonField('b.body', 'type')} AS type,
       ${dialect.jsonField('b.body', 'at')} AS at, ${subject} AS subject
     FROM log_body b WHERE ${amongIds(dialect, subject, '$1')} AND ${amongIds(dialect, dialect.jsonField('b.body', 'type'), '$2')}
     ORDER BY b.seq`,
    [idsParameter(new Set(subjects)), idsParameter(types)],
  );
  return rows.map((row) => ({ ...row, at: Date.parse(row.at) }));
}

/**
 * Who made things that are named by the event that made them, by the things' ids. What the platform or a story
 * made is not in it, nor what was erased.
 */
export async function actorsOf(
  sql: Sql,
  ids: readonly string[],
  types: readonly EventType[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { dialect } = sql;
  const rows = await sql.query<{ id: string; actor: string | null }>(
    `SELECT ${dialect.jsonField('b.body', 'id')} AS id, ${dialect.jsonField('b.body', 'actor')} AS actor
     FROM log_body b WHERE ${amongIds(dialect, dialect.jsonField('b.body', 'subject'), '$1')}
       AND ${amongIds(dialect, dialect.jsonField('b.body', 'type'), '$2')}`,
    [idsParameter(new Set(ids)), idsParameter(types)],
  );
  return new Map(rows.flatMap(({ id, actor }) => (actor === null ? [] : [[id, actor] as const])));
}

/** Events of some types about some things, by the things' ids, as far as they were not erased; oldest first. */
export async function eventsAbout(
  sql: Sql,
  subjects: readonly string[],
  types: readonly EventType[],
): Promise<LoggedEvent[]> {
  const { dialect } = sql;
  const rows = await sql.query<{ seq: number; recorded_at: number; body: string }>(
    `SELECT b.seq, l.recorded_at, b.body FROM log_body b ${dialect.lookUp('log', 'l', 'l.seq = b.seq')}
     WHERE ${amongIds(dialect, dialect.jsonField('b.body', 'subject'), '$1')}
       AND ${amongIds(dialect, dialect.jsonField('b.body', 'type'), '$2')}
     ORDER BY b.seq`,
    [idsParameter(new Set(subjects)), idsParameter(types)],
  );
  return rows.flatMap(({ seq, recorded_at, body }) => decodeBody(body, seq, recorded_at));
}

/** The whole log, in chunks; between them others have their turn. */
export async function* readAll(sql: Sql, chunk = 250, pace = new Pace()): AsyncGenerator<LoggedEvent[]> {
  for (let cursor = 0; ;) {
    const page = await read(sql, cursor, chunk);
    if (page.cursor === cursor) return;
    cursor = page.cursor;
    yield page.events;
    await pace.rest();
  }
}

/**
 * Erases the bodies of events, whole; their links stay, so the chain still verifies.
 *
 * @param about ids of the actors, or of the subjects, whose events lose their bodies
 * @param except types of event that keep theirs
 * @returns how many bodies were erased
 */
export function eraseBodies(
  transaction: Transaction,
  about: { actors: readonly string[] } | { subjects: readonly string[] },
  except: readonly string[],
  pace = new Pace(),
): Promise<number> {
  const { dialect } = transaction;
  const [field, ids] =
    'actors' in about ? (['actor', about.actors] as const) : (['subject', about.subjects] as const);
  return deletePaced(
    transaction,
    'log_body',
    {
      column: dialect.jsonField('body', field),
      ids,
      except: { column: dialect.jsonField('body', 'type'), values: except },
    },
    pace,
  );
}

/** The result of verifying the log: it is whole, or the first event that is not, and why. */
export type Verification =
  | { whole: true; events: number; erased: number; head: string }
  | { whole: false; seq: number; reason: string };

/**
 * Verifies that the log has no gap, that each row follows from the one before, and each body from its hash
 * as it was stored; and that each is an event that this version of the program can read.
 *
 * Others have their turn meanwhile, and may append: it ends where the log ends by then.
 *
 * @param signal ends it
 * @throws LogUnreadable where one is not, though the chain is whole until there
 * @throws the signal's reason once it is aborted
 */
export async function verify(
  sql: Sql,
  { chunk = 250, signal }: { chunk?: number; signal?: AbortSignal } = {},
): Promise<Verification> {
  const pace = new Pace(signal);
  let seq = 0;
  let erased = 0;
  let hash = GENESIS_HASH;
  for (;;) {
    const rows = await chainRows(sql, seq, chunk);
    if (rows.length === 0) {
      const end = await readEnd(sql);
      // Rows appended since the last page are verified like all before them.
      if (end.last > seq) continue;
      // The log has no gap, so a body without a place in it is before its beginning or after its end.
      if (end.orphan !== null)
        return { whole: false, seq: end.orphan, reason: 'it has a body and no place in the log' };
      if (end.seq !== seq || end.hash !== hash)
        return { whole: false, seq: end.seq, reason: `the head says ${end.seq}, the log ends at ${seq}` };
      return { whole: true, events: seq, erased, head: hash };
    }
    for (const row of rows) {
      if (pace.isTired) await pace.rest();
      const broken = brokenLink(row, seq + 1, hash);
      if (broken !== null) return { whole: false, seq: row.seq, reason: broken };
      if (row.body === null) erased += 1;
      else decodeBody(row.body, row.seq, row.recorded_at);
      seq = row.seq;
      hash = row.hash;
    }
    await pace.rest();
  }
}

/**
 * The end of the log as the head has it, as its rows have it (`last`), and the first body that has no place
 * in it. One statement reads all, so that nothing is appended between them.
 */
async function readEnd(
  sql: Sql,
): Promise<{ seq: number; hash: string; last: number; orphan: number | null }> {
  const [end] = await sql.query<{ seq: number; hash: string; last: number; orphan: number | null }>(
    `SELECT h.seq, h.hash, l.last, coalesce(
       (SELECT min(b.seq) FROM log_body b WHERE b.seq < 1),
       (SELECT min(b.seq) FROM log_body b WHERE b.seq > l.last)) AS orphan
     FROM log_head h CROSS JOIN (SELECT coalesce(max(seq), 0) AS last FROM log) l WHERE h.id = 1`,
  );
  if (end === undefined) throw new Error('The log has lost its head');
  return end;
}
