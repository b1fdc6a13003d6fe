import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one may work before others have their turn of the event loop, ms. */
const A_WHILE = 15;

/**
 * Long work gives way to others: it rests between its parts, whenever it has gone on for a while. What
 * awaits SQLite does not, since its statements are done before they return.
 */
export class Pace {
  private since = performance.now();

  /** Whether it is time to rest. */
  get isTired(): boolean {
    return performance.now() - this.since > A_WHILE;
  }

  /** Rests, if it is time to. */
  async rest(): Promise<void> {
    if (!this.isTired) return;
    await nextTurn();
    this.since = performance.now();
  }
}
