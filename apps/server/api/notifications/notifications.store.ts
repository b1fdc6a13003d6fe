import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { latestIdAt } from '#projections';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';

/** Notifications that people have dismissed: private state. */
@Injectable()
export class NotificationsStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that an account has dismissed some notifications, whether they are its own or not: nobody else is told. */
  async dismiss(account: string, ids: readonly string[]): Promise<void> {
    const rows = ids.map((id) => ({ account_id: account, notification_id: id }));
    await this.database.write((transaction) =>
      transaction.insert('notification_dismissed', rows, { orIgnore: true }),
    );
  }

  /** Notes that an account has dismissed all that it has been told by now. */
  async clear(account: string): Promise<void> {
    const up_to = latestIdAt(this.clock.now());
    await this.database.write(async (transaction) => {
      await transaction.insert('notification_cleared', [{ account_id: account, up_to }], {
        orUpdate: { key: ['account_id'] },
      });
      await transaction.query(
        'DELETE FROM notification_dismissed WHERE account_id = $1 AND notification_id <= $2',
        [account, up_to],
      );
    });
  }

  /** The last of its notifications that an account says it has read; null where it has said nothing. */
  async lastRead(account: string): Promise<string | null> {
    const [row] = await this.database.reader.query<{ last_read_id: string }>(
      `SELECT last_read_id FROM marker WHERE account_id = $1 AND timeline = 'notifications'`,
      [account],
    );
    return row?.last_read_id ?? null;
  }
}
