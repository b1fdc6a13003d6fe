import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Database } from '#database';
import type { Feed } from '#domain';
import type { Gated } from '#visibility';
import { LogFollower } from '../follower/log-follower.js';
import type { Making } from '../http/exit/making.js';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { Committed } from './committed.js';
import { KeptAnswer } from './kept-answer.js';
import { groundsOf, type Ground, type Touched } from './touches.js';

/** Bytes of all that is kept: of what was asked for longest ago, the rest is let go. */
const MOST_BYTES = 64 * 1_048_576;
/** UTF-16 code units. An address that is longer is nobody's who asks often. */
const LONGEST_ADDRESS = 1_000;

interface Entry {
  answer: KeptAnswer;
  grounds: ReadonlySet<Ground>;
}

/** An answer that is being made, and all that was touched meanwhile. */
interface UnderWay {
  touched: Set<Ground> | 'everything';
}

/**
 * Answers of now to whoever asks without a token, kept as bytes until something that they stand on changes: an event
 * touches it, or the schedule comes to something. Nothing is answered from here before all that was committed by the
 * time somebody asked has been taken in: what was withheld, and acknowledged, is shown by no answer of before.
 */
@Injectable()
export class KeptAnswers implements OnApplicationShutdown {
  private readonly entries = new LRUCache<string, Entry>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ answer }, key) => answer.size + 2 * key.length,
    dispose: ({ grounds }, key) => this.leave(key, grounds),
  });
  /** The keys of what stands on each ground. */
  private readonly standing = new Map<Ground, Set<string>>();
  private readonly underWay = new Set<UnderWay>();
  private readonly committed: Committed;
  private readonly stopListening: () => void;
  /** How many answers were given from here. */
  given = 0;
  /** Whether nothing is kept: for tests, which compare. */
  isOff = false;

  constructor(@Inject(DATABASE) database: Database, clock: Clock, follower: LogFollower) {
    this.committed = new Committed(database, clock, (touched) => this.touch(touched));
    // A log that begins anew is another.
    this.stopListening = follower.listen({ take: () => undefined, begin: () => this.committed.restart() });
  }

  onApplicationShutdown(): void {
    this.stopListening();
    this.committed.stop();
  }

  /**
   * The key of a request's answer: all that it depends on, beside what has happened.
   *
   * @returns null where it is not kept: it is somebody's own, or as of the past
   */
  keyOf({ method, url, principal, viewpoint }: RequestWithViewpoint): string | null {
    if (this.isOff || method !== 'GET' || url.length > LONGEST_ADDRESS) return null;
    if (principal !== null || viewpoint.viewer !== null || viewpoint.asPublic) return null;
    if (!viewpoint.live) return null;
    const { from, basis, language } = viewpoint;
    // The address as it was sent: `Link` repeats it.
    return `${from ?? ''} ${basis} ${language} ${url}`;
  }

  /** Takes in all that was committed before it is called; undefined where that has been done. @throws as the database does */
  takeIn(): Promise<void> | undefined {
    return this.committed.takeIn();
  }

  /** The answer that is kept, after `takeIn`. @param now the instant it is asked as of, ms since the epoch */
  get(key: string, now: number): KeptAnswer | undefined {
    const entry = this.committed.isSettledAt(now) ? this.entries.get(key) : undefined;
    if (entry !== undefined) this.given += 1;
    return entry?.answer;
  }

  /**
   * Begins to make an answer, after `takeIn`: it is kept unless something that it stands on is touched meanwhile.
   *
   * @param now the instant that it is made as of, ms since the epoch
   * @returns null where it cannot be kept; to be ended, whatever comes of it
   */
  begin(key: string, now: number): (Making & { end(): void }) | null {
    if (!this.committed.isSettledAt(now)) return null;
    const one: UnderWay = { touched: new Set() };
    this.underWay.add(one);
    return {
      made: (body, link, feed) => this.keep(key, one, body, link, feed),
      end: () => this.underWay.delete(one),
    };
  }

  private keep(
    key: string,
    { touched }: UnderWay,
    body: Gated<unknown>,
    link: string | undefined,
    feed: Feed | null,
  ): void {
    const grounds = groundsOf(body.text, feed);
    if (grounds === null || touched === 'everything') return;
    for (const ground of touched) if (grounds.has(ground)) return;
    this.entries.set(key, { answer: new KeptAnswer(body, link), grounds });
    // It may be too large to be kept at all.
    if (!this.entries.has(key)) return;
    for (const ground of grounds) {
      const keys = this.standing.get(ground);
      if (keys === undefined) this.standing.set(ground, new Set([key]));
      else keys.add(key);
    }
  }

  private touch(touched: Touched): void {
    for (const one of this.underWay) {
      if (touched === 'everything') one.touched = 'everything';
      else if (one.touched !== 'everything') for (const ground of touched) one.touched.add(ground);
    }
    if (touched === 'everything') this.entries.clear();
    else
      for (const ground of touched)
        for (const key of this.standing.get(ground) ?? []) this.entries.delete(key);
  }

  private leave(key: string, grounds: ReadonlySet<Ground>): void {
    for (const ground of grounds) {
      const keys = this.standing.get(ground);
      keys?.delete(key);
      if (keys?.size === 0) this.standing.delete(ground);
    }
  }
}
