import type { Logger } from '@nestjs/common';

const TRY_AGAIN_AFTER_MS = 1_000;

/** A task to be done again and again, and how. */
export interface Round {
  /**
   * Does all that is due.
   *
   * @returns after how many ms there is more to do; null: not by itself
   * @throws when the database fails: it is tried again
   */
  make(): Promise<number | null>;
  /** The longest that it waits, ms: something may be due of which nobody told this process. */
  longestWaitMs: number;
  logger: Logger;
  /** Names the task that failed, for the log. */
  what: string;
}

/**
 * Does what is due, one round after another: when something calls for it, and when the time that the last round
 * named has come. Of the calls during a round the first has another made, which serves them all.
 */
export class Rounds {
  private over = false;
  private timer: NodeJS.Timeout | null = null;
  /** A round that has not begun yet, and so will see all that is due by now; null where there is none. */
  private queued: Promise<void> | null = null;
  private underWay: Promise<void> = Promise.resolve();

  constructor(private readonly round: Round) {}

  /** Whether no more rounds are made: one under way does no more than it has begun. */
  get stopped(): boolean {
    return this.over;
  }

  /** Has a round made soon; nobody waits for it. */
  call(): void {
    this.made().catch((error: unknown) => {
      this.round.logger.warn(`${this.round.what}, trying again: ${String(error)}`);
      this.wait(TRY_AGAIN_AFTER_MS);
    });
  }

  /** Resolves once everything that is due by now was done. @throws when the database fails */
  made(): Promise<void> {
    if (this.queued === null) {
      this.queued = this.underWay.then(async () => {
        this.queued = null;
        this.wait(await this.round.make());
      });
      this.underWay = this.queued.catch(() => undefined);
    }
    return this.queued;
  }

  /** Makes no more rounds. Resolves once the one under way has ended. */
  async stop(): Promise<void> {
    this.over = true;
    this.wait(null);
    await this.underWay;
  }

  /** Makes a round after so many ms, and not before unless something calls for it; null: not by itself. */
  private wait(ms: number | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (ms === null || this.over) return;
    this.timer = setTimeout(() => this.call(), Math.min(ms, this.round.longestWaitMs));
    this.timer.unref();
  }
}
