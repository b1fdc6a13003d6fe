import type { Tape as TapePage } from '#contract';
import { readTape } from '../api/api-client.js';
import { failureOf, isPassing, type Failure } from '../api/failure.js';
import type { Language } from '../words/language.js';
import type { Tape } from './tape.js';
import { toldIn, type TranslatedWords } from './told-in.js';

/** How far a tape has been read. */
export interface Reading {
  /** How many moments there are: counts up as they come. */
  moments: number;
  /** All that has happened so far has been read. */
  isAtEnd: boolean;
  /** The story has ended, and all of it has been read. */
  isComplete: boolean;
  /** Why the last try failed; null once one succeeds. */
  failure: Failure | null;
}

/** The instant up to which a page and those before it tell all that happens, ms since the epoch; null: its last moment's. */
function knownUpTo({ next, until, is_complete }: TapePage): number | null {
  if (next !== null) return null;
  return is_complete ? Infinity : Date.parse(until);
}

/** Ms between tries when nothing could be read. */
const RETRY = 3_000;
/** Ms between looks at a story that is being performed, of which nothing is told where sockets are blocked. */
const LOOK = 10_000;
/** The answer to a cursor of a tape that is another one now. */
const CONFLICT = 409;

/**
 * Reads a tape page after page, and goes on where it stood: after a failure, and while the story is being
 * performed and its tape grows.
 */
export class TapeReader {
  private reading: Reading = { moments: 0, isAtEnd: false, isComplete: false, failure: null };
  private readonly listeners = new Set<() => void>();
  private cursor: string | null = null;
  private running = new AbortController();
  private timer: number | undefined;
  private isReading = false;
  /** More was told of while it was being read. */
  private readsAgain = false;

  constructor(
    readonly tape: Tape,
    private readonly scenario: string,
    private readonly language: Language,
    private readonly isAnother: () => void,
    private readonly words: TranslatedWords = { context: {}, orders: {} },
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): Reading => this.reading;

  start(): void {
    this.running = new AbortController();
    this.read();
  }

  stop(): void {
    this.running.abort();
    window.clearTimeout(this.timer);
    this.isReading = false;
  }

  /** Reads on at once: something was told to have happened, or somebody asks to try again. */
  readonly readOn = (): void => {
    window.clearTimeout(this.timer);
    this.read();
  };

  private read(): void {
    if (this.reading.isComplete) return;
    this.readsAgain = this.isReading;
    if (this.isReading) return;
    this.isReading = true;
    void this.readPages(this.running.signal);
  }

  private async readPages(signal: AbortSignal): Promise<void> {
    try {
      let page: TapePage;
      do {
        page = await readTape(
          { scenario: this.scenario, from: this.tape.from, language: this.language },
          this.cursor,
          signal,
        );
        if (signal.aborted) return;
        const isAtEnd = page.next === null;
        this.tape.add(toldIn(this.words, page.moments), knownUpTo(page));
        this.cursor = page.cursor;
        this.set({
          moments: this.tape.moments.length,
          isAtEnd,
          isComplete: isAtEnd && page.is_complete,
          failure: null,
        });
      } while (page.next !== null);
      this.isReading = false;
      if (this.readsAgain) this.read();
      else if (!page.is_complete) this.again(LOOK);
    } catch (error) {
      if (signal.aborted) return;
      this.isReading = false;
      const failure = failureOf(error);
      const isStale = failure.kind === 'refused' && failure.status === CONFLICT;
      if (isStale) this.isAnother();
      else this.set({ failure });
      if (isPassing(failure)) this.again(RETRY);
    }
  }

  private again(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.read(), ms);
  }

  private set(change: Partial<Reading>): void {
    this.reading = { ...this.reading, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
