import { Inject, Injectable } from '@nestjs/common';
import type { Database, SqlValue, Transaction } from '#database';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';

/** People's marks on the conversations that they are in (read, removed): private state. */
@Injectable()
export class ConversationsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that an account has read a conversation up to a post, or has not. */
  mark(account: string, talk: string, upTo: string, unread: boolean): Promise<void> {
    const said = { marked_up_to: upTo, unread: unread ? 1 : 0 };
    return this.set(account, talk, said, (transaction) =>
      transaction.notify(`talk ${account} ${talk} ${newId(this.clock.now())}`),
    );
  }

  /** Notes that an account has removed a conversation with its posts up to one. */
  remove(account: string, talk: string, upTo: string): Promise<void> {
    return this.set(account, talk, { removed_up_to: upTo });
  }

  private set(
    account: string,
    talk: string,
    said: Record<string, SqlValue>,
    then: (transaction: Transaction) => void = () => undefined,
  ): Promise<void> {
    const columns = Object.keys(said);
    const row = { account_id: account, talk, marked_up_to: '', unread: 0, removed_up_to: '', ...said };
    return this.database.write(async (transaction) => {
      await transaction.insert('talk_mark', [row], { orIgnore: true });
      await transaction.query(
        `UPDATE talk_mark SET ${columns.map((column, n) => `${column} = $${n + 3}`).join(', ')}
         WHERE account_id = $1 AND talk = $2`,
        [account, talk, ...Object.values(said)],
      );
      then(transaction);
    });
  }
}
