import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long one may work before others have their turn of the event loop, ms. */
const A_WHILE = 10;

/**
 * When the turn of the event loop began in which long work goes on, ms: one instant for the process, since
 * work that awaits other work, or SQLite, goes on in the same turn.
 */
let turnBegan = 0;

/**
 * Long work gives way to others: it rests between its parts, whenever its turn has gone on for a while. What
 * awaits SQLite does not, since its statements are done before they return.
 */
export class Pace {
  /** @param signal ends the work where it rests */
  constructor(private readonly signal?: AbortSignal) {}

  /** Whether it is time to rest. */
  get isTired(): boolean {
    return performance.now() - turnBegan > A_WHILE;
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
    turnBegan = performance.now();
    this.signal?.throwIfAborted();
  }
}
