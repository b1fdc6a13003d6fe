import canonicalize from 'canonicalize';
import type { SqlValue, Transaction } from '#database';
import { isForSome, type LoggedEvent, type Provenance, type Visibility } from '#domain';
import { ACCOUNT_COUNTS, CountFold, POST_COUNTS } from './counts.js';
import { IntervalFold } from './intervals.js';
import { NotificationFold } from './notification-fold.js';
import { ScheduleFold } from './schedule.projection.js';
import { TalkFold } from './talk-fold.js';

type Row = Record<string, SqlValue>;

/**
 * Gathers in memory the changes that a run of events makes, and writes them set-wise: a fixed number
 * of statements, however many events.
 */
export class Fold {
  readonly postCounts = new CountFold(POST_COUNTS);
  readonly accountCounts = new CountFold(ACCOUNT_COUNTS);
  readonly likes = new IntervalFold('post_like', ['actor', 'subject']);
  readonly follows = new IntervalFold('follow', ['actor', 'subject']);
  readonly followRequests = new IntervalFold('follow_request', ['actor', 'subject']);
  readonly decisions = new IntervalFold('item_decision', ['order_id', 'n']);
  readonly orderStatuses = new IntervalFold('order_status', ['order_id']);
  readonly schedule = new ScheduleFold();
  readonly told = new NotificationFold();
  readonly talks = new TalkFold();
  /** Posts that were deleted, by id, with when. */
  readonly deletions = new Map<string, number>();
  /** Posts that were edited, by id, with when they last were. */
  readonly edits = new Map<string, number>();
  /** Accounts that describe themselves anew, by id, with when they last did. */
  readonly updates = new Map<string, number>();
  /** Restrictions that began later than they were imposed, by id, with the id of the notification of it. */
  readonly starts = new Map<string, string>();
  /** Restrictions that ended, by id, with when, and the id of the notification of it. */
  readonly ends = new Map<string, { at: number; ended_id: string }>();
  /** Restrictions whose end was changed, by id, with the new one; null: until they are lifted. */
  readonly changedEnds = new Map<string, number | null>();
  readonly erasures: LoggedEvent<'account.erased'>[] = [];
  private readonly inserts = new Map<string, Row[]>();

  insert(table: string, row: Row): void {
    const rows = this.inserts.get(table);
    if (rows === undefined) this.inserts.set(table, [row]);
    else rows.push(row);
  }

  /** The rows that this fold inserts into a table. */
  inserted(table: string): Row[] {
    return this.inserts.get(table) ?? [];
  }

  async flush(transaction: Transaction): Promise<void> {
    for (const [table, rows] of this.inserts) {
      await transaction.insert(table, rows, { orIgnore: table === 'scenario_step' || table === 'post_tag' });
    }
    const { likes, follows, followRequests, decisions, orderStatuses } = this;
    for (const intervals of [likes, follows, followRequests, decisions, orderStatuses])
      await intervals.flush(transaction);
    await flushChanges(transaction, 'post', 'edited_at', this.edits);
    await flushChanges(transaction, 'account', 'updated_at', this.updates);
    await this.flushDeletions(transaction);
    await this.flushStarts(transaction);
    // One that is changed has not ended, and does so after it.
    await this.flushChangedEnds(transaction);
    await this.flushEnds(transaction);
    await this.told.flush(transaction);
    await this.talks.flush(transaction, [...this.deletions.keys()]);
    await this.schedule.flush(transaction);
    await this.postCounts.flush(transaction);
    await this.accountCounts.flush(transaction);
  }

  /** A deleted post counts no more from then on: not for its author, not for what it answered or passed on. */
  private async flushDeletions(transaction: Transaction): Promise<void> {
    if (this.deletions.size === 0) return;
    const rows = [...this.deletions].map(([id, at]) => ({ id, at }));
    const deletions = transaction.dialect.rowsOf('$1', 'd', { id: 'text', at: 'int' });
    const posts = await transaction.query<{
      account_id: string;
      at: number;
      in_reply_to: string | null;
      repost_of: string | null;
      visibility: Visibility;
    }>(
      `WITH d AS MATERIALIZED (SELECT * FROM ${deletions})
       UPDATE post SET deleted_at = d.at FROM d
       WHERE post.id = d.id AND ${transaction.dialect.among('post.id', 'SELECT d.id FROM d')}
       RETURNING post.account_id, post.deleted_at AS at, post.in_reply_to, post.repost_of,
         post.visibility`,
      [JSON.stringify(rows)],
    );
    for (const post of posts) {
      if (isForSome(post.visibility)) continue;
      this.accountCounts.add(post.account_id, post.at, 'statuses', -1);
      if (post.in_reply_to !== null) this.postCounts.add(post.in_reply_to, post.at, 'replies', -1);
      if (post.repost_of !== null) this.postCounts.add(post.repost_of, post.at, 'reposts', -1);
    }
  }

  private async flushStarts(transaction: Transaction): Promise<void> {
    if (this.starts.size === 0) return;
    const rows = [...this.starts].map(([id, began_id]) => ({ id, began_id }));
    const starts = transaction.dialect.rowsOf('$1', 's', { id: 'text', began_id: 'text' });
    await transaction.run(
      `WITH s AS MATERIALIZED (SELECT * FROM ${starts})
       UPDATE restriction SET began_id = s.began_id FROM s
       WHERE restriction.id = s.id AND ${transaction.dialect.among('restriction.id', 'SELECT s.id FROM s')}`,
      [JSON.stringify(rows)],
    );
  }

  private async flushChangedEnds(transaction: Transaction): Promise<void> {
    if (this.changedEnds.size === 0) return;
    const rows = [...this.changedEnds].map(([id, until_at]) => ({ id, until_at }));
    const changed = transaction.dialect.rowsOf('$1', 'c', { id: 'text', until_at: 'int' });
    await transaction.run(
      `WITH c AS MATERIALIZED (SELECT * FROM ${changed})
       UPDATE restriction SET until_at = c.until_at FROM c
       WHERE restriction.id = c.id AND ${transaction.dialect.among('restriction.id', 'SELECT c.id FROM c')}`,
      [JSON.stringify(rows)],
    );
  }

  private async flushEnds(transaction: Transaction): Promise<void> {
    if (this.ends.size === 0) return;
    const rows = [...this.ends].map(([id, end]) => ({ id, ...end }));
    const ends = transaction.dialect.rowsOf('$1', 'e', { id: 'text', at: 'int', ended_id: 'text' });
    await transaction.run(
      `WITH e AS MATERIALIZED (SELECT * FROM ${ends})
       UPDATE restriction SET ended_id = e.ended_id,
         until_at = CASE WHEN restriction.until_at <= e.at THEN restriction.until_at ELSE e.at END
       FROM e WHERE restriction.id = e.id AND ${transaction.dialect.among('restriction.id', 'SELECT e.id FROM e')}`,
      [JSON.stringify(rows)],
    );
  }
}

/** Provenance as a projection stores it. */
export function provenanceText(provenance: Provenance | null): string | null {
  return provenance === null ? null : jsonText(provenance);
}

/** JSON as the log has it (RFC 8785): a rebuild, which reads from there, writes the same text. */
export function jsonText(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('An object has a JSON text');
  return text;
}

/** Notes when some rows last changed, by their ids. */
async function flushChanges(
  transaction: Transaction,
  table: 'post' | 'account',
  column: string,
  changes: ReadonlyMap<string, number>,
): Promise<void> {
  if (changes.size === 0) return;
  const rows = [...changes].map(([id, at]) => ({ id, at }));
  const changed = transaction.dialect.rowsOf('$1', 'd', { id: 'text', at: 'int' });
  await transaction.run(
    `WITH d AS MATERIALIZED (SELECT * FROM ${changed})
     UPDATE ${table} SET ${column} = d.at FROM d
     WHERE ${table}.id = d.id AND ${transaction.dialect.among(`${table}.id`, 'SELECT d.id FROM d')}`,
    [JSON.stringify(rows)],
  );
}
