/**
 * The time of day, ms since the epoch; never earlier than what people did that this process knows of,
 * though another process's clock be ahead, or this one's be set back. Under `TEST=1` it can be set.
 */
export class Clock {
  private fixed: number | null = null;
  private earliest = 0;
  private readonly listeners = new Set<() => void>();

  now(): number {
    return Math.max(this.fixed ?? Date.now(), this.earliest);
  }

  /** Something happened at this instant, so it is that late by now. */
  notBefore(at: number): void {
    this.earliest = Math.max(this.earliest, at);
  }

  /** Begins anew, as an empty log does. */
  restart(): void {
    this.earliest = 0;
    this.set(null);
  }

  /** Stops the clock at an instant, ms since the epoch; null sets it going again. */
  set(at: number | null): void {
    this.fixed = at;
    for (const listener of this.listeners) listener();
  }

  /** Whether it is stopped, so that nothing becomes due by waiting. */
  get stands(): boolean {
    return this.fixed !== null;
  }

  /** Calls back each time it is set, until the returned function is called. */
  onSet(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
