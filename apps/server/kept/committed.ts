import type { Database } from '#database';
import { read, committedEnd } from '#log';
import { latestPostAt, nextOnScheduleAfter, scenarios } from '#projections';
import type { Clock } from '../platform/clock.js';
import { touchedBy, type Touched } from './touches.js';

/** The most events that are looked through one by one; of more, all counts as touched. */
const MOST_EVENTS = 1_000;

/** Told of everything that events, or the clock, may have changed. */
export type Touch = (touched: Touched) => void;

/** A stretch of time in which nothing comes about by the clock alone, ms since the epoch: `from` ≤ now < `until`. */
interface Span {
  from: number;
  until: number;
  /** Whether anything may be kept in it: not while the log tells of instants that are still to come. */
  isSettled: boolean;
}

/**
 * Knows that whatever was committed before some moment has been taken in.
 *
 * On SQLite this process makes every commit, and hears of it before whoever asked for it does. On PostgreSQL others
 * commit, too: the end of the log is read, by a statement that begins after somebody asks; those who ask meanwhile
 * share the next one, so that however many they are there is one at a time.
 */
export class Committed {
  private seq = 0;
  /** The latest instant of what people did, as far as that was taken in, ms since the epoch. */
  private latest = 0;
  private span: Span | null = null;
  /** Whether something may have been committed since the last look. */
  private isDirty = true;
  private readonly isAlone: boolean;
  private underWay: Promise<void> = Promise.resolve();
  private queued: Promise<void> | null = null;
  private readonly stops: (() => void)[];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly touch: Touch,
  ) {
    this.isAlone = database.dialect.name === 'sqlite';
    const restart = (): void => this.restart();
    this.stops = [
      database.onCommit(() => {
        this.isDirty = true;
      }),
      clock.onSet(restart),
    ];
  }

  /**
   * Takes in all that was committed before it is called; undefined where that has been done.
   *
   * @throws when the database fails
   */
  takeIn(): Promise<void> | undefined {
    if (this.isAlone && !this.isDirty && this.isNow(this.clock.now())) return undefined;
    if (this.queued === null) {
      this.queued = this.underWay.then(() => {
        // Whoever asks from here on may ask for what this look does not see.
        this.queued = null;
        return this.look();
      });
      this.underWay = this.queued.catch(() => undefined);
    }
    return this.queued;
  }

  /** Whether what is as of an instant may be kept now, or was: nothing comes about by the clock in between. */
  isSettledAt(now: number): boolean {
    return this.span?.isSettled === true && this.isNow(now);
  }

  /** Begins anew, as a log does that was reset, or a clock that was set. */
  restart(): void {
    this.isDirty = true;
    this.span = null;
    this.latest = 0;
    this.touch('everything');
  }

  stop(): void {
    for (const stop of this.stops) stop();
  }

  private isNow(now: number): boolean {
    return this.span !== null && this.span.from <= now && now < this.span.until;
  }

  private async look(): Promise<void> {
    this.isDirty = false;
    try {
      await this.readOn();
      if (!this.isNow(this.clock.now())) await this.lookAhead();
    } catch (error) {
      this.isDirty = true;
      throw error;
    }
  }

  private async readOn(): Promise<void> {
    const { reader } = this.database;
    const { seq, personAt } = await committedEnd(reader);
    // As whoever follows the log does: it is that late by now, whatever this process's clock says.
    this.clock.notBefore(personAt);
    this.latest = Math.max(this.latest, personAt);
    if (seq === this.seq) return;
    const isFar = seq < this.seq || seq > this.seq + MOST_EVENTS;
    const events = isFar ? [] : (await read(reader, this.seq, seq - this.seq)).events;
    const touched = isFar ? 'everything' : touchedBy(events);
    const latest = events.reduce((last, { at }) => Math.max(last, at), this.latest);
    this.seq = seq;
    // The next instant that is scheduled may be another by now; and of a story's instants some may be to come.
    if (touched === 'everything' || latest > this.clock.now()) this.span = null;
    // An answer as of before they happened does not know of them.
    else if (this.span !== null) this.span.from = Math.max(this.span.from, latest);
    this.touch(touched);
  }

  /** Finds out since when, and until when, nothing comes about by the clock. */
  private async lookAhead(): Promise<void> {
    this.touch('everything');
    const { reader } = this.database;
    const now = this.clock.now();
    const [next, posted, told] = await Promise.all([
      nextOnScheduleAfter(reader, this.latest),
      latestPostAt(reader),
      scenarios(reader),
    ]);
    const last = Math.max(posted, ...told.map(({ manifest }) => Date.parse(manifest.ends)));
    // Whoever asked a moment ago is among those whose answer may be kept, unless something came about in between.
    const isQuiet = last <= this.latest && (next === null || next > now);
    const from = isQuiet ? this.latest : now;
    const ahead = isQuiet ? next : await nextOnScheduleAfter(reader, now);
    const isSettled = last <= now;
    this.span = { from, until: Math.min(ahead ?? Infinity, isSettled ? Infinity : last), isSettled };
  }
}
