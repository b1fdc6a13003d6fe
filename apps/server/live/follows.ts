import type { LoggedEvent } from '#domain';

/**
 * The accounts that the viewer of a `user` stream follows: as read once, and as the log has said since.
 * The log may say something while the reading is under way; it is the newer, and counts.
 */
export class Follows {
  private read: ReadonlySet<string> = new Set();
  private readonly told = new Map<string, boolean>();

  /** Takes what was read, by account id. */
  begin(accounts: Iterable<string>): void {
    this.read = new Set(accounts);
  }

  /** Takes what the log tells: that the viewer follows an account, or no longer does. */
  note(account: string, follows: boolean): void {
    this.told.set(account, follows);
  }

  has(account: string): boolean {
    return this.told.get(account) ?? this.read.has(account);
  }

  /** Everyone whom the viewer follows, by account id, each once. */
  *accounts(): Generator<string> {
    for (const account of this.read) if (this.told.get(account) !== false) yield account;
    for (const [account, follows] of this.told) if (follows && !this.read.has(account)) yield account;
  }
}

/** The follows and unfollows among some events. */
export function followsIn(
  events: readonly LoggedEvent[],
): { actor: string; subject: string; follows: boolean }[] {
  return events.flatMap(({ type, actor, subject }) =>
    type === 'account.followed' || type === 'account.unfollowed'
      ? { actor: actor ?? '', subject, follows: type === 'account.followed' }
      : [],
  );
}
