import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { amongIds, idsParameter, type Database, type Sql, type Transaction } from '#database';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { databaseNow } from './database-clock.js';
import { clockRow, toReplay, type ReplayRow, type StoredReplay } from './replay-rows.js';
import type { RoomClock } from '#replay';

/** For statements of a control, which find rows by their keys: planning one takes longer than running it. */
const ONCE = { planned: 'once' } as const;
/** How long a room is kept after its last control, and how long its code then says that it is over; ms. */
const KEPT_MS = 24 * 3_600_000;
const OVER_MS = 7 * 24 * 3_600_000;
export const MOST_PARTICIPANTS = 2_000;
/** Presence that was not said again for this long is no longer; a process says it every 5 s. */
const PRESENT_MS = 15_000;
/** Stands for the presenter among the places of those who are in. */
export const PRESENTER = '*';

/** How many chose what, by where they look from; null where they look from nowhere that the room knows. */
export interface AnswerCount {
  place: string | null;
  choice: number;
  count: number;
}

/** How many are in, over all processes: by place, `''` for none, `PRESENTER` for the presenter. */
export interface PresenceCount {
  replay: string;
  place: string;
  people: number;
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Rooms and who is in them: private state, in no log. Participants are known by the hash of their token. */
@Injectable()
export class ReplaysStore {
  /** This process, among those that count who is in. */
  private readonly process = randomUUID();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  now(): Promise<number> {
    return databaseNow(this.database.primary, this.clock);
  }

  /** Makes a room. @returns null where its code is taken */
  async create(
    room: Pick<
      StoredReplay,
      'id' | 'code' | 'keyHash' | 'scenario' | 'cut' | 'assign' | 'places' | 'revision'
    >,
    clockAt: (now: number) => RoomClock,
  ): Promise<StoredReplay | null> {
    const { keyHash, places, ...rest } = room;
    return this.database.write(async (transaction) => {
      const now = await databaseNow(transaction, this.clock);
      const [taken] = await transaction.query('SELECT 1 FROM replay WHERE code = $1', [room.code]);
      if (taken !== undefined) return null;
      const row: ReplayRow = {
        ...rest,
        ...clockRow(clockAt(now)),
        key_hash: keyHash,
        places: JSON.stringify(places),
        version: 1,
        controlled_at: now,
        expires_at: now + KEPT_MS,
      };
      await transaction.insert('replay', [{ ...row, joined: 0, emptied: 0 }]);
      return toReplay(row, now);
    });
  }

  /** A room by its id or its code, over or not. */
  async find(by: { id: string } | { code: string }): Promise<StoredReplay | undefined> {
    const [column, value] = 'id' in by ? ['id', by.id] : ['code', by.code];
    const [[row], now] = await Promise.all([
      this.database.reader.query<ReplayRow>(`SELECT * FROM replay WHERE ${column} = $1`, [value], ONCE),
      this.now(),
    ]);
    return row && toReplay(row, now);
  }

  /** Those of some rooms that are at another version than is known. */
  async changed(known: ReadonlyMap<string, number>): Promise<StoredReplay[]> {
    const { reader } = this.database;
    const versions = await reader.query<{ id: string; version: number }>(
      `SELECT id, version FROM replay WHERE ${amongIds(reader.dialect, 'id', '$1')}`,
      [idsParameter(known.keys())],
    );
    const ids = versions.filter(({ id, version }) => version !== known.get(id)).map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = await reader.query<ReplayRow>(
      `SELECT * FROM replay WHERE ${amongIds(reader.dialect, 'id', '$1')}`,
      [idsParameter(ids)],
    );
    const now = await this.now();
    return rows.map((row) => toReplay(row, now));
  }

  /**
   * Changes a room's clock, and tells all processes.
   *
   * @param change given the room as it is, and no other control comes between; throws where it refuses
   */
  async control(id: string, change: (room: StoredReplay) => RoomClock): Promise<StoredReplay | undefined> {
    return this.database.write(async (transaction) => {
      const row = await locked(transaction, id);
      if (row === undefined) return undefined;
      const now = await databaseNow(transaction, this.clock);
      const clock = clockRow(change(toReplay(row, now)));
      const next: ReplayRow = {
        ...row,
        ...clock,
        version: row.version + 1,
        controlled_at: now,
        expires_at: now + KEPT_MS,
      };
      const columns = [
        ...Object.keys(clock),
        'version',
        'controlled_at',
        'expires_at',
      ] as (keyof ReplayRow)[];
      await transaction.query(
        `UPDATE replay SET ${columns.map((column, n) => `${column} = $${n + 2}`).join(', ')} WHERE id = $1`,
        [id, ...columns.map((column) => next[column])],
        ONCE,
      );
      transaction.notify();
      return toReplay(next, now);
    });
  }

  /** Where a participant looks from; undefined where the room does not know the token. */
  async participant(replay: string, participant: string): Promise<{ place: string | null } | undefined> {
    const [row] = await this.database.reader.query<{ place: string | null }>(
      'SELECT place FROM replay_participant WHERE replay_id = $1 AND participant = $2',
      [replay, participant],
    );
    return row;
  }

  /**
   * Lets one more in.
   *
   * @param placeOf gives their place by how many were let in before
   * @returns null where the room is full
   */
  async join(
    replay: string,
    participant: string,
    placeOf: (before: number) => string | null,
  ): Promise<{ place: string | null } | null> {
    return this.database.write(async (transaction) => {
      const [joined] = await transaction.query<{ joined: number }>(
        'UPDATE replay SET joined = joined + 1 WHERE id = $1 AND joined < $2 RETURNING joined',
        [replay, MOST_PARTICIPANTS],
      );
      if (joined === undefined) return null;
      const place = placeOf(joined.joined - 1);
      await transaction.insert('replay_participant', [{ replay_id: replay, participant, place }]);
      return { place };
    });
  }

  async move(replay: string, participant: string, place: string): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query(
        'UPDATE replay_participant SET place = $3 WHERE replay_id = $1 AND participant = $2',
        [replay, participant, place],
      ),
    );
  }

  /**
   * Takes an answer; one that the participant gave before is replaced.
   *
   * @param check given the room as it is; throws where the question is not open there
   */
  async answer(
    replay: string,
    participant: string,
    { question, choice }: { question: string; choice: number },
    check: (room: StoredReplay) => void,
  ): Promise<void> {
    await this.database.write(async (transaction) => {
      // Locked, so that none slips in while the answers are being shown.
      const row = await locked(transaction, replay);
      if (row === undefined) return;
      check(toReplay(row, await databaseNow(transaction, this.clock)));
      await transaction.insert('replay_answer', [{ replay_id: replay, question, participant, choice }], {
        orUpdate: { key: ['replay_id', 'question', 'participant'] },
      });
    });
  }

  /** A participant's choices, by question. */
  async answersOf(replay: string, participant: string): Promise<Record<string, number>> {
    const rows = await this.database.reader.query<{ question: string; choice: number }>(
      'SELECT question, choice FROM replay_answer WHERE replay_id = $1 AND participant = $2',
      [replay, participant],
    );
    return Object.fromEntries(rows.map(({ question, choice }) => [question, choice]));
  }

  /** The answers to a question. */
  answers(replay: string, question: string): Promise<AnswerCount[]> {
    const { reader } = this.database;
    return reader.query<AnswerCount>(
      `SELECT p.place, a.choice, count(*) AS count FROM replay_answer a
       JOIN replay_participant p ON p.replay_id = a.replay_id AND p.participant = a.participant
       WHERE a.replay_id = $1 AND a.question = $2 GROUP BY p.place, a.choice`,
      [replay, question],
    );
  }

  /** Notes a participant's like of a post, or takes it back. @returns how many like it in this room */
  async like(replay: string, participant: string, status: string, liked: boolean): Promise<number> {
    return this.database.write(async (transaction) => {
      const key = [replay, status, participant];
      if (liked)
        await transaction.insert('replay_like', [{ replay_id: replay, status_id: status, participant }], {
          orIgnore: true,
        });
      else
        await transaction.query(
          'DELETE FROM replay_like WHERE replay_id = $1 AND status_id = $2 AND participant = $3',
          key,
        );
      const [row] = await transaction.query<{ likes: number }>(
        'SELECT count(*) AS likes FROM replay_like WHERE replay_id = $1 AND status_id = $2',
        [replay, status],
      );
      return row?.likes ?? 0;
    });
  }

  /** The posts that are liked most in a room. */
  likes(replay: string, limit: number): Promise<{ status_id: string; likes: number }[]> {
    return this.database.reader.query(
      `SELECT status_id, count(*) AS likes FROM replay_like WHERE replay_id = $1
       GROUP BY status_id ORDER BY likes DESC, status_id LIMIT $2`,
      [replay, limit],
    );
  }

  /** Says who is in some rooms by this process; who was said before and is not now is gone. */
  async present(rooms: ReadonlyMap<string, ReadonlyMap<string, number>>): Promise<void> {
    await this.database.write(async (transaction) => {
      const now = await databaseNow(transaction, this.clock);
      await transaction.query(
        `DELETE FROM replay_presence WHERE process = $1 AND ${amongIds(transaction.dialect, 'replay_id', '$2')}`,
        [this.process, idsParameter(rooms.keys())],
      );
      const rows = [...rooms].flatMap(([replay, places]) =>
        Array.from(places, ([place, people]) => ({
          replay_id: replay,
          process: this.process,
          place,
          people,
          seen_at: now,
        })),
      );
      await transaction.insert('replay_presence', rows);
    });
  }

  /** Who is in some rooms. @param now the database’s clock, ms: who was not said to be in of late is not */
  presence(replays: Iterable<string>, now: number): Promise<PresenceCount[]> {
    const { reader } = this.database;
    return reader.query<PresenceCount>(
      `SELECT replay_id AS replay, place, CAST(sum(people) AS INTEGER) AS people FROM replay_presence
       WHERE ${amongIds(reader.dialect, 'replay_id', '$1')} AND seen_at > $2 GROUP BY replay_id, place`,
      [idsParameter(replays), now - PRESENT_MS],
      ONCE,
    );
  }

  /** Erases who was in rooms that are over, and what they answered and liked; a week later, the rooms. */
  async sweep(): Promise<void> {
    const now = await this.now();
    const { reader } = this.database;
    const over = await reader.query<{ id: string }>(
      'SELECT id FROM replay WHERE emptied = 0 AND expires_at <= $1 LIMIT 100',
      [now],
    );
    const [old] = await reader.query('SELECT 1 FROM replay WHERE emptied = 1 AND expires_at <= $1 LIMIT 1', [
      now - OVER_MS,
    ]);
    if (over.length === 0 && old === undefined) return;
    await this.database.write((transaction) =>
      empty(
        transaction,
        over.map(({ id }) => id),
        now,
      ),
    );
  }
}

async function empty(transaction: Transaction, over: readonly string[], now: number): Promise<void> {
  for (const id of over) {
    // A control may have come meanwhile.
    const [still] = await transaction.query(
      'UPDATE replay SET emptied = 1 WHERE id = $1 AND expires_at <= $2 RETURNING id',
      [id, now],
    );
    if (still === undefined) continue;
    for (const table of ['replay_participant', 'replay_answer', 'replay_like', 'replay_presence'])
      await transaction.query(`DELETE FROM ${table} WHERE replay_id = $1`, [id]);
  }
  await transaction.query('DELETE FROM replay WHERE emptied = 1 AND expires_at <= $1', [now - OVER_MS]);
}

/** A room, which no other transaction changes until this one ends. */
async function locked(sql: Sql, id: string): Promise<ReplayRow | undefined> {
  const lock = sql.dialect.name === 'postgres' ? ' FOR UPDATE' : '';
  const [row] = await sql.query<ReplayRow>(`SELECT * FROM replay WHERE id = $1${lock}`, [id], ONCE);
  return row;
}
