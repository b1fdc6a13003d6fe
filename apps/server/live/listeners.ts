import { Injectable } from '@nestjs/common';
import type { Listener } from './listener.js';

/** All who are connected to this process to listen. */
@Injectable()
export class Listeners {
  private readonly connected = new Set<Listener>();

  add(listener: Listener): void {
    this.connected.add(listener);
  }

  remove(listener: Listener): void {
    this.connected.delete(listener);
  }

  get all(): Iterable<Listener> {
    return this.connected;
  }

  /** Ends all connections. */
  closeAll(): void {
    for (const listener of [...this.connected]) listener.close(null);
  }
}
