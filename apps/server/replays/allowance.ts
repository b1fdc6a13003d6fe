/** Beyond this many keys the oldest are forgotten, so that nobody fills the memory by coming from everywhere. */
const MOST_KEYS = 50_000;

/**
 * How often something may be done under one key within a window of time that begins with the first: a counter
 * in this process.
 */
export class Allowance {
  private readonly used = new Map<string, { count: number; until: number }>();

  /** @param windowMs how long the window is */
  constructor(
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** Seconds until a key may go on; null where it may now. @param now ms */
  left(key: string, now: number): number | null {
    const used = this.used.get(key);
    if (used === undefined || used.until <= now || used.count < this.most) return null;
    return Math.ceil((used.until - now) / 1_000);
  }

  /** Counts one more of a key. */
  take(key: string, now: number): void {
    const used = this.used.get(key);
    if (used !== undefined && used.until > now) {
      used.count += 1;
      return;
    }
    this.used.delete(key);
    this.used.set(key, { count: 1, until: now + this.windowMs });
    for (const oldest of this.used.keys()) {
      if (this.used.size <= MOST_KEYS) break;
      this.used.delete(oldest);
    }
  }
}
