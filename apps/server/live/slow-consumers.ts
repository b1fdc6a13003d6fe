import { Injectable } from '@nestjs/common';
import { Metrics } from '../platform/metrics.js';
import type { Listener } from './listener.js';
import { Listeners } from './listeners.js';

/**
 * Closes listeners that cannot keep up: such a one reads again, and its buffer does not grow without
 * bound. One that has been told much just now has until the next look to take it.
 */
@Injectable()
export class SlowConsumers {
  /** Listeners for which too much waited at the last check. */
  private readonly behind = new WeakSet<Listener>();

  constructor(
    private readonly listeners: Listeners,
    private readonly metrics: Metrics,
  ) {}

  /** Looks at all listeners once. */
  look(): void {
    for (const listener of [...this.listeners.all]) {
      if (!listener.isTooSlow) this.behind.delete(listener);
      else if (this.behind.has(listener)) {
        listener.close('slow_consumer');
        this.metrics.closedAsSlow();
      } else this.behind.add(listener);
    }
  }
}
