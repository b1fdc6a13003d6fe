import { Inject, Injectable } from '@nestjs/common';
import type { Database, Transaction } from '#database';
import type { ListedAccount, PageRequest } from '#projections';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { selectPage } from '../../private-state/select-page.js';

/** Whom people block and mute, and their notes on others: private state, of which nobody else is told. */
@Injectable()
export class RelationsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that an account blocks another, in the transaction in which it no longer follows it. */
  async block(transaction: Transaction, account: string, target: string): Promise<void> {
    await transaction.insert('kept_apart', [this.row(account, target, 'block', true)], { orIgnore: true });
  }

  /** @param notifications whether it is told of nothing that the other does, either */
  mute(account: string, target: string, notifications: boolean): Promise<void> {
    return this.database.write(async (transaction) => {
      const muted = await transaction.query(
        `UPDATE kept_apart SET notifications = $3
         WHERE account_id = $1 AND target_id = $2 AND how = 'mute' RETURNING id`,
        [account, target, notifications ? 1 : 0],
      );
      if (muted.length > 0) return;
      const row = this.row(account, target, 'mute', notifications);
      await transaction.insert('kept_apart', [row], { orIgnore: true });
    });
  }

  /** An account blocks or mutes another no longer, if it did. */
  async end(account: string, target: string, how: 'block' | 'mute'): Promise<void> {
    await this.database.write((transaction) =>
      transaction.query('DELETE FROM kept_apart WHERE account_id = $1 AND target_id = $2 AND how = $3', [
        account,
        target,
        how,
      ]),
    );
  }

  /** @param text empty: there is none any more */
  async note(account: string, target: string, text: string): Promise<void> {
    await this.database.write(async (transaction) => {
      await transaction.query('DELETE FROM account_note WHERE account_id = $1 AND target_id = $2', [
        account,
        target,
      ]);
      if (text === '') return;
      const row = { account_id: account, target_id: target, text };
      await transaction.insert('account_note', [row], { orIgnore: true });
    });
  }

  /** A page of those whom an account blocks or mutes, the latest first. */
  async page(account: string, how: 'block' | 'mute', page: PageRequest): Promise<ListedAccount[]> {
    const where = ['account_id = $1', 'how = $2'];
    const { reader } = this.database;
    const rows = await selectPage<{ id: string; target_id: string }>(reader, 'kept_apart', page, where, [
      account,
      how,
    ]);
    return rows.map(({ id, target_id }) => ({ id, account: target_id }));
  }

  private row(account: string, target: string, how: 'block' | 'mute', notifications: boolean) {
    const now = this.clock.now();
    return {
      id: newId(now),
      account_id: account,
      target_id: target,
      how,
      notifications: notifications ? 1 : 0,
      created_at: now,
    };
  }
}
