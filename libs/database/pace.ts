import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one may work before others have their turn of the event loop, ms. */
const A_WHILE = 15;

/**
 * Long work gives way to others: it rests between its parts, whenever it has gone on for a while. What
 * awaits SQLite does not, since its statements are done before they return.
 */
export class Pace {
  private since = performance.now();

  /** @param signal ends the work where it rests */
  constructor(private readonly signal?: AbortSignal) {}

  /** Whether it is time to rest. */
  get isTired(): boolean {
    return performance.now() - this.since > A_WHILE;
  }

  /**
   * Rests, if it is time to.
   *
   * @throws the signal's reason once it is aborted
   */
  async rest(): Promise<void> {
    this.signal?.throwIfAborted();
    if (!this.isTired) return;
    await nextTurn();
    this.since = performance.now();
    this.signal?.throwIfAborted();
  }
}
