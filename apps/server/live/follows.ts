/**
 * Whom the viewer of a `user` stream follows: as read once, and as the log has told since. The log
 * may tell while the reading is under way, and what it tells is the later.
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
}
