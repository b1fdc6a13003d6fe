/** How many windows are kept before those that are over are looked for. */
const LOOK_AT = 10_000;

/** How far a window has been used. */
export interface Used {
  hits: number;
  /** Ms since the epoch. */
  endsAt: number;
}

/**
 * Counts hits in windows, each from its first hit on: one counter for each key, however many hits there are. It
 * counts what comes to this process: of several processes each has its own.
 */
export class Windows {
  private readonly windows = new Map<string, Used>();
  private lookAt = LOOK_AT;

  /** @param now wall time, ms since the epoch; not the clock that tests set */
  constructor(private readonly now: () => number = Date.now) {}

  /** Counts a hit. @param length of a window, ms */
  hit(key: string, length: number): Used {
    const now = this.now();
    const known = this.windows.get(key);
    if (known !== undefined && known.endsAt > now) {
      known.hits += 1;
      return known;
    }
    if (this.windows.size >= this.lookAt) this.dropEnded(now);
    const begun = { hits: 1, endsAt: now + length };
    this.windows.set(key, begun);
    return begun;
  }

  private dropEnded(now: number): void {
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
    this.lookAt = Math.max(LOOK_AT, 2 * this.windows.size);
  }
}
