import { failureOf, type Failure } from '../api/failure.js';
import type { Control } from './room-view.js';

/** Ms between two moves that are sent while a playhead is dragged: each goes to everybody in the room. */
const BETWEEN_SEEKS = 150;

/** Sends one control. @throws where it was not done */
type Send = (control: Control) => Promise<void>;

/**
 * Sends a presenter's acts one after the other, so that they happen in the order in which they were done. Of
 * moves that wait the last alone is sent. After a failure the rest is dropped: it was meant after what failed.
 */
export class ControlQueue {
  private waiting: Control[] = [];
  private sending = false;

  /**
   * @param done told when nothing waits any more: why it ended, null where all was done
   * @param pause waits for some ms
   */
  constructor(
    private readonly send: Send,
    private readonly done: (failure: Failure | null) => void,
    private readonly pause: (ms: number) => Promise<void> = (ms) =>
      new Promise((resolve) => setTimeout(resolve, ms)),
  ) {}

  /** Whether something is still to be sent, or answered. */
  get isBusy(): boolean {
    return this.sending;
  }

  add(control: Control): void {
    const last = this.waiting.at(-1);
    if (last?.action === control.action && (control.action === 'seek' || control.action === 'speed'))
      this.waiting.pop();
    this.waiting.push(control);
    if (!this.sending) void this.work();
  }

  private async work(): Promise<void> {
    this.sending = true;
    let failure: Failure | null = null;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      try {
        await this.send(next);
        if (next.action === 'seek') await this.pause(BETWEEN_SEEKS);
      } catch (error) {
        failure = failureOf(error);
        this.waiting = [];
      }
    }
    this.sending = false;
    this.done(failure);
  }
}
