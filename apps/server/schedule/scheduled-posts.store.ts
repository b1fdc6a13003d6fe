import { Inject, Injectable } from '@nestjs/common';
import type { Database, Transaction } from '#database';
import type { StoredScheduledPost } from '#domain';
import type { PageRequest } from '#projections';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { newId } from '../private-state/new-id.js';
import { oneAtATime } from '../private-state/one-at-a-time.js';
import { selectPage } from '../private-state/select-page.js';

/** How many posts an account may have scheduled, and how many of them for one day (UTC), as with Mastodon. */
export const MOST_SCHEDULED = 300;
export const MOST_A_DAY = 25;
const DAY_MS = 86_400_000;

/** Why a post cannot be scheduled: as many are already, in all or for that day. */
export type TooMany = 'in all' | 'that day';

interface Row {
  id: string;
  account_id: string;
  due_at: number;
  body: string;
  country: string | null;
  idempotency_key: string | null;
  failed: string | null;
}

/** Posts that people have scheduled: private state of whoever wrote them. */
@Injectable()
export class ScheduledPostsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Schedules a post; what was scheduled under the same key before is given again.
   *
   * @returns `done` where something has been done under the key already
   */
  add(post: Omit<StoredScheduledPost, 'id' | 'failed'>): Promise<StoredScheduledPost | TooMany | 'done'> {
    const now = this.clock.now();
    return this.database.write(async (transaction) => {
      await oneAtATime(transaction, post.account);
      if (post.idempotencyKey !== null) {
        const before = await underKey(transaction, post.account, post.idempotencyKey);
        if (before !== undefined) return before;
        if (await isDone(transaction, post.account, post.idempotencyKey)) return 'done';
      }
      const tooMany = await refuseTooMany(transaction, post.account, post.dueAt);
      if (tooMany !== null) return tooMany;
      const added = { ...post, id: newId(now), failed: null };
      await transaction.insert('scheduled_post', [{ ...toRow(added), created_at: now }]);
      return added;
    });
  }

  /** A page of what an account has scheduled, the latest first. */
  async page(account: string, page: PageRequest): Promise<StoredScheduledPost[]> {
    const { reader } = this.database;
    const rows = await selectPage<Row>(reader, 'scheduled_post', page, ['account_id = $1'], [account]);
    return rows.map(toPost);
  }

  async one(account: string, id: string): Promise<StoredScheduledPost | undefined> {
    const [row] = await this.database.reader.query<Row>(
      'SELECT * FROM scheduled_post WHERE id = $2 AND account_id = $1',
      [account, id],
    );
    return row === undefined ? undefined : toPost(row);
  }

  /** Puts a post off, or brings it forward; one that was refused is tried again then. Undefined where there is none. */
  move(account: string, id: string, dueAt: number): Promise<StoredScheduledPost | TooMany | undefined> {
    return this.database.write(async (transaction) => {
      await oneAtATime(transaction, account);
      const tooMany = await refuseTooMany(transaction, account, dueAt, id);
      if (tooMany !== null) return tooMany;
      const [row] = await transaction.query<Row>(
        `UPDATE scheduled_post SET due_at = $3, failed = NULL WHERE id = $2 AND account_id = $1 RETURNING *`,
        [account, id, dueAt],
      );
      return row === undefined ? undefined : toPost(row);
    });
  }

  /** @returns whether there was such a post */
  async drop(account: string, id: string): Promise<boolean> {
    const gone = await this.database.write((transaction) =>
      transaction.query('DELETE FROM scheduled_post WHERE id = $2 AND account_id = $1 RETURNING id', [
        account,
        id,
      ]),
    );
    return gone.length > 0;
  }

  /** Whether an account has something scheduled under a key; nothing is, until the transaction ends. */
  async holdsKey(transaction: Transaction, account: string, key: string): Promise<boolean> {
    await oneAtATime(transaction, account);
    return (await underKey(transaction, account, key)) !== undefined;
  }

  /** The posts that are to be published next, the first of them first. */
  async next(limit: number): Promise<StoredScheduledPost[]> {
    const rows = await this.database.reader.query<Row>(
      'SELECT * FROM scheduled_post WHERE failed IS NULL ORDER BY due_at, id LIMIT $1',
      [limit],
    );
    return rows.map(toPost);
  }

  /**
   * Takes a post away, in the transaction that publishes it.
   *
   * @throws NoLongerDue where it was published, put off or dropped meanwhile: nothing is to come of the transaction
   */
  async take(transaction: Transaction, { id, dueAt }: StoredScheduledPost): Promise<void> {
    const taken = await transaction.query(
      'DELETE FROM scheduled_post WHERE id = $1 AND due_at = $2 RETURNING id',
      [id, dueAt],
    );
    if (taken.length === 0) throw new NoLongerDue();
  }

  /** Notes why a post was refused when it was due; it is not tried again by itself. */
  async fail({ id, dueAt }: StoredScheduledPost, why: string): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query('UPDATE scheduled_post SET failed = $3 WHERE id = $1 AND due_at = $2', [
        id,
        dueAt,
        why,
      ]),
    );
  }
}

/** A post that another process has published, or its author has put off or dropped, since it was read. */
export class NoLongerDue extends Error {}

async function underKey(
  transaction: Transaction,
  account: string,
  key: string,
): Promise<StoredScheduledPost | undefined> {
  const [row] = await transaction.query<Row>(
    'SELECT * FROM scheduled_post WHERE account_id = $1 AND idempotency_key = $2',
    [account, key],
  );
  return row === undefined ? undefined : toPost(row);
}

/** Whether a command has been done under a key. */
async function isDone(transaction: Transaction, account: string, key: string): Promise<boolean> {
  const done = await transaction.query('SELECT 1 FROM idempotency_key WHERE account_id = $1 AND key = $2', [
    account,
    key,
  ]);
  return done.length > 0;
}

/** Of an account that nothing else is added for meanwhile. @param but the id of one that does not count, as it is to be moved */
async function refuseTooMany(
  transaction: Transaction,
  account: string,
  dueAt: number,
  but = '',
): Promise<TooMany | null> {
  const day = dueAt - (dueAt % DAY_MS);
  const [row] = await transaction.query<{ in_all: number | string; that_day: number | string | null }>(
    `SELECT count(*) AS in_all, sum(CASE WHEN due_at >= $2 AND due_at < $3 THEN 1 ELSE 0 END) AS that_day
     FROM scheduled_post WHERE account_id = $1 AND id <> $4`,
    [account, day, day + DAY_MS, but],
  );
  if (Number(row?.in_all ?? 0) >= MOST_SCHEDULED) return 'in all';
  return Number(row?.that_day ?? 0) >= MOST_A_DAY ? 'that day' : null;
}

function toRow({ id, account, dueAt, body, country, idempotencyKey, failed }: StoredScheduledPost) {
  return {
    id,
    account_id: account,
    due_at: dueAt,
    body: JSON.stringify(body),
    country,
    idempotency_key: idempotencyKey,
    failed,
  };
}

function toPost(row: Row): StoredScheduledPost {
  return {
    id: row.id,
    account: row.account_id,
    dueAt: row.due_at,
    body: JSON.parse(row.body) as StoredScheduledPost['body'],
    country: row.country,
    idempotencyKey: row.idempotency_key,
    failed: row.failed,
  };
}
