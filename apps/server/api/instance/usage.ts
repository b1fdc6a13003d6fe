import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { countPeople } from '#identity';
import { countLocalPosts } from '#projections';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';

/** Ms: counting goes through everybody and every post, and every client asks. */
const KEPT_MS = 60_000;

/** How much this server is used. */
export interface Usage {
  people: { total: number; activeMonth: number; activeHalfyear: number };
  posts: number;
}

/** Counts how much this server is used, once a minute at most. */
@Injectable()
export class Usages {
  private known: { at: number; usage: Promise<Usage> } | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws DatabaseUnavailable */
  now(): Promise<Usage> {
    const at = Date.now();
    if (this.known !== null && at - this.known.at < KEPT_MS) return this.known.usage;
    const usage = this.count();
    this.known = { at, usage };
    // A count that failed is asked again.
    usage.catch(() => (this.known = null));
    return usage;
  }

  private async count(): Promise<Usage> {
    const { reader } = this.database;
    const [people, posts] = await Promise.all([
      countPeople(reader, this.clock.now()),
      countLocalPosts(reader),
    ]);
    return { people, posts };
  }
}
