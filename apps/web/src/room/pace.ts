/** How many may be made right after each other. */
const AT_ONCE = 4;
/** Ms after which one more may be. */
const ONE_IN_MS = 2_000;

/**
 * Paces what is asked again and again: at once as a rule, and after some in a row one in two seconds. Three hundred
 * phones behind one address share what that may ask (`docs/api.md`), so that while a presenter drags the playhead
 * those that follow by asking see where it goes less often, rather than be refused.
 */
export class Pace {
  private left = AT_ONCE;

  /** @param at when it begins, ms of a monotonic clock */
  constructor(private at: number) {}

  /** Takes one. @returns ms to wait before it */
  take(now: number): number {
    this.left = Math.min(AT_ONCE, this.left + (now - this.at) / ONE_IN_MS) - 1;
    this.at = now;
    return Math.max(0, -this.left * ONE_IN_MS);
  }
}
