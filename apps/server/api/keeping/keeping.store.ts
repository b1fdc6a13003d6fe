import { Inject, Injectable } from '@nestjs/common';
import type { Marker, Markers } from '#contract';
import type { Database, Transaction } from '#database';
import { newestFirst, pageSql, threadAbove, type PageRequest } from '#projections';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { oneAtATime } from '../../private-state/one-at-a-time.js';

export const TIMELINES = ['home', 'notifications'] as const;
export type Timeline = (typeof TIMELINES)[number];

interface MarkerRow {
  timeline: Timeline;
  last_read_id: string;
  version: number;
  updated_at: number;
}

/** Bookmarks, pins, muted threads and markers of how far one has read: private state. */
@Injectable()
export class KeepingStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps a post, once.
   *
   * @param most how many an account may keep so
   * @returns false where it keeps as many already
   */
  keep(account: string, post: string, how: 'bookmark' | 'pin', most = Infinity): Promise<boolean> {
    return this.database.write(async (transaction) => {
      if (most !== Infinity && !(await isFree(transaction, account, post, how, most))) return false;
      const row = { id: newId(this.clock.now()), account_id: account, post_id: post, how };
      await transaction.insert('kept_post', [row], { orIgnore: true });
      return true;
    });
  }

  /** Keeps a post no longer, if it did. */
  async drop(account: string, post: string, how: 'bookmark' | 'pin'): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query('DELETE FROM kept_post WHERE account_id = $1 AND post_id = $2 AND how = $3', [
        account,
        post,
        how,
      ]),
    );
  }

  /** Mutes the thread of a post, from where it begins as far as the account may know of it. */
  async mute(account: string, post: string): Promise<void> {
    await this.database.write(async (transaction) => {
      const above = threadAbove(transaction.dialect, '$2', '$1');
      const [root] = await transaction.query<{ id: string }>(
        `${above} SELECT up.id FROM up ORDER BY up.depth DESC LIMIT 1`,
        [account, post],
      );
      if (root === undefined) return;
      const row = { id: newId(this.clock.now()), account_id: account, post_id: root.id, how: 'mute' };
      await transaction.insert('kept_post', [row], { orIgnore: true });
    });
  }

  /** Mutes the thread of a post no longer, wherever above it was muted. */
  async unmute(account: string, post: string): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query(
        `${threadAbove(transaction.dialect, '$2', '$1')}
         DELETE FROM kept_post WHERE account_id = $1 AND how = 'mute' AND post_id IN (SELECT up.id FROM up)`,
        [account, post],
      ),
    );
  }

  /** A page of what an account keeps so, the latest first. */
  async page(
    account: string,
    how: 'bookmark' | 'pin',
    page: PageRequest,
  ): Promise<{ id: string; post: string }[]> {
    const parameters: (string | number | null)[] = [account, how];
    const { where, tail } = pageSql(page, 'k.id', (value) => `$${parameters.push(value)}`);
    const conditions = ['k.account_id = $1', 'k.how = $2', ...where];
    const rows = await this.database.reader.query<{ id: string; post: string }>(
      `SELECT k.id, k.post_id AS post FROM kept_post k WHERE ${conditions.join(' AND ')} ${tail}`,
      parameters,
    );
    return rows.sort(newestFirst);
  }

  /** How far an account has read some timelines, of those where it has said so. */
  async markers(account: string, timelines: readonly Timeline[]): Promise<Markers> {
    const rows = await this.database.reader.query<MarkerRow>(
      'SELECT timeline, last_read_id, version, updated_at FROM marker WHERE account_id = $1',
      [account],
    );
    return toMarkers(rows.filter(({ timeline }) => timelines.includes(timeline)));
  }

  /** Notes how far an account has read. @returns what was noted */
  mark(account: string, read: Partial<Record<Timeline, string>>): Promise<Markers> {
    return this.database.write(async (transaction) => {
      await oneAtATime(transaction, account);
      const before = await transaction.query<MarkerRow>(
        'SELECT timeline, last_read_id, version, updated_at FROM marker WHERE account_id = $1',
        [account],
      );
      const rows = TIMELINES.flatMap((timeline): MarkerRow[] => {
        const last_read_id = read[timeline];
        if (last_read_id === undefined) return [];
        const version = (before.find((one) => one.timeline === timeline)?.version ?? -1) + 1;
        return [{ timeline, last_read_id, version, updated_at: this.clock.now() }];
      });
      const stored = rows.map((row) => ({ account_id: account, ...row }));
      await transaction.insert('marker', stored, { orUpdate: { key: ['account_id', 'timeline'] } });
      return toMarkers(rows);
    });
  }
}

async function isFree(
  transaction: Transaction,
  account: string,
  post: string,
  how: string,
  most: number,
): Promise<boolean> {
  await oneAtATime(transaction, account);
  const kept = await transaction.query<{ post_id: string }>(
    'SELECT post_id FROM kept_post WHERE account_id = $1 AND how = $2',
    [account, how],
  );
  return kept.length < most || kept.some(({ post_id }) => post_id === post);
}

function toMarkers(rows: readonly MarkerRow[]): Markers {
  return Object.fromEntries(
    rows.map(({ timeline, last_read_id, version, updated_at }): [Timeline, Marker] => [
      timeline,
      { last_read_id, version, updated_at: new Date(updated_at).toISOString() },
    ]),
  );
}
