import { setTimeout as sleep } from 'node:timers/promises';
import { sendRaw } from '../support/raw-request.js';

/** Asks a server again and again whether it is well, and notes how long it lets wait. */
export class Patience {
  /** ms; the longest that an answer took. */
  longest = 0;
  private stopped = false;
  private readonly asking: Promise<void>;

  constructor(private readonly address: string) {
    this.asking = this.ask();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.asking;
  }

  private async ask(): Promise<void> {
    while (!this.stopped) {
      const began = performance.now();
      const { status } = await sendRaw(this.address, { method: 'GET', path: '/health' });
      this.longest = Math.max(this.longest, performance.now() - began);
      if (status !== 200) throw new Error(`/health: ${status}`);
      await sleep(5);
    }
  }
}
