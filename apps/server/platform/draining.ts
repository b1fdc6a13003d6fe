/** How long after somebody asked whether this server is ready they are taken to ask again, ms. */
const ASKS_WITHIN_MS = 60_000;

/**
 * Whether this server is on its way out: it still answers, and says that it is not ready, so that whatever
 * hands requests to it turns to others before it closes its port.
 */
export class Draining {
  private draining = false;
  private askedAt = -Infinity;

  get begun(): boolean {
    return this.draining;
  }

  /** Somebody asks whether the server is ready. @param now ms, on a clock that only goes on */
  asked(now = performance.now()): void {
    this.askedAt = now;
  }

  /** Begins it. @returns whether somebody is there who would look */
  begin(now = performance.now()): boolean {
    this.draining = true;
    return now - this.askedAt < ASKS_WITHIN_MS;
  }
}
