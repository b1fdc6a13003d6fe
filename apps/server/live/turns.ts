import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that waits its turn: one after the other, each in a turn of the event loop of its own. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Does something once all that asked before is done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(() => nextTurn()).then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}
