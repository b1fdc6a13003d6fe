import { Injectable } from '@nestjs/common';
import { closeBecause, Sockets, type LiveSocket } from './sockets.js';
import { isTooSlow } from './backpressure.js';

/**
 * Closes sockets that cannot keep up: such a socket resumes by `since`, and its buffer does not grow without
 * bound. One that has been told much just now has until the next look to take it.
 */
@Injectable()
export class SlowConsumers {
  /** Sockets for which too much waited at the last check. */
  private readonly behind = new WeakSet<LiveSocket>();

  constructor(private readonly sockets: Sockets) {}

  /** Looks at all sockets once. */
  look(): void {
    for (const socket of this.sockets.all) {
      if (!isTooSlow(socket)) this.behind.delete(socket);
      else if (this.behind.has(socket)) closeBecause(socket, 'slow_consumer');
      else this.behind.add(socket);
    }
  }
}
