import type { Transaction } from '#database';
import { NEVER, scheduledBy, type NewEvent, type ScheduleEntry } from '#domain';

/** Folds what events schedule into the table of what is still to come by the clock. */
export class ScheduleFold {
  /** The latest version of each entry, by `what` and `subject`. */
  private readonly entries = new Map<string, ScheduleEntry>();

  add(event: NewEvent): void {
    for (const entry of scheduledBy(event)) this.entries.set(`${entry.what} ${entry.subject}`, entry);
  }

  async flush(transaction: Transaction): Promise<void> {
    if (this.entries.size === 0) return;
    // An entry that is over goes, and one that is put on another time stands there once.
    const rows = [...this.entries.values()].map(({ what, subject }) => ({ what, subject }));
    const known = transaction.dialect.rowsOf('$1', 'k', { subject: 'text', what: 'text' });
    await transaction.run(
      `DELETE FROM schedule WHERE ${transaction.dialect.among('subject', `SELECT k.subject FROM ${known}`)}
         AND (subject, what) IN (SELECT k.subject, k.what FROM ${known})`,
      [JSON.stringify(rows)],
    );
    const ahead = [...this.entries.values()].filter(({ at }) => at !== NEVER);
    await transaction.insert(
      'schedule',
      ahead.map(({ subject, what, at }) => ({ subject, what, at })),
    );
  }
}
