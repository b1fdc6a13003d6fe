import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '#database';
import type { LoggedEvent } from '#domain';
import { followLog, readHead } from '#log';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';

const TRY_AGAIN_AFTER_MS = 1_000;

/** A part of the server that hears of events. */
export interface LogListener {
  /**
   * Takes events of this process or another, in `seq` order, each once. Nothing more is read until every
   * listener has taken them. Where one throws, it is given the same events, and maybe more, again later.
   *
   * @param events whole commands: their end is never in the middle of what was made together
   * @param cursor the `seq` up to which they go; beyond the last of them where events were erased
   * @param signal aborted when the log that they are of is no longer the one there is, or the server stops
   */
  take(events: readonly LoggedEvent[], cursor: number, signal: AbortSignal): Promise<void> | void;
  /** The log begins for this listener after this `seq`: at start-up, and with 0 after a reset. */
  begin?(after: number): void;
}

/**
 * Follows the log from where it ended when the server started, and tells its listeners of each event, one
 * listener after the other. While the database is away it waits, and then goes on where it stood.
 */
@Injectable()
export class LogFollower implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Follower');
  private readonly stopping = new AbortController();
  /** Ends the following of one log; after a reset there is another. */
  private log = new AbortController();
  /** The `seq` that each listener has taken: events that failed for one are not sent to the others twice. */
  private readonly taken = new Map<LogListener, number>();
  /** The `seq` that all of them have taken. */
  private cursor = 0;
  private readonly progress = new EventEmitter<{ moved: [] }>().setMaxListeners(0);
  private following: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { seq, personAt } = await readHead(this.database.reader);
    this.clock.notBefore(personAt);
    this.begin(seq);
    this.following = this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.log.abort();
    await this.following;
  }

  /** Sends later events to a listener, after the present ones, until the returned function is called. */
  listen(listener: LogListener): () => void {
    this.taken.set(listener, this.cursor);
    listener.begin?.(this.cursor);
    return () => this.taken.delete(listener);
  }

  /**
   * Resolves once every listener has taken all events up to a `seq`.
   *
   * @returns false where the log was reset, or the server stops, before
   */
  async reached(seq: number): Promise<boolean> {
    const { signal } = this.log;
    while (this.cursor < seq) {
      const moved = await once(this.progress, 'moved', { signal }).catch(() => null);
      if (moved === null) return false;
    }
    return true;
  }

  /** Follows the log from its beginning: it was reset. */
  restart(): void {
    this.begin(0);
    this.log.abort();
  }

  /** The `seq` up to which every listener has taken all. */
  get position(): number {
    return this.cursor;
  }

  private begin(after: number): void {
    this.cursor = after;
    for (const listener of this.taken.keys()) {
      this.taken.set(listener, after);
      listener.begin?.(after);
    }
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.log.signal.aborted) this.log = new AbortController();
      const { signal } = this.log;
      try {
        for await (const { events, cursor } of followLog(this.database, this.cursor, signal)) {
          if (signal.aborted) break;
          for (const { scenario, at } of events) if (scenario === null) this.clock.notBefore(at);
          await this.tell(events, cursor, signal);
        }
      } catch (error) {
        // The database went away: what is missed is read when it is back.
        this.logger.warn(`Following the log failed, trying again: ${String(error)}`);
        await sleep(TRY_AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async tell(events: readonly LoggedEvent[], cursor: number, signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    for (const [listener, taken] of this.taken) {
      if (taken >= cursor) continue;
      const failure = await given(listener, after(events, taken), cursor, signal);
      // After a reset another log has begun for all of them.
      if (signal.aborted) return;
      if (failure !== null) failures.push(failure.error);
      else if (this.taken.has(listener)) this.taken.set(listener, cursor);
    }
    if (failures.length > 0) throw failures[0];
    this.cursor = cursor;
    this.progress.emit('moved');
  }
}

/** Gives events to a listener. @returns how that failed; null where it did not */
async function given(
  listener: LogListener,
  ...events: Parameters<LogListener['take']>
): Promise<{ error: unknown } | null> {
  try {
    await listener.take(...events);
    return null;
  } catch (error) {
    return { error };
  }
}

function after(events: readonly LoggedEvent[], seq: number): readonly LoggedEvent[] {
  return events.filter((event) => event.seq > seq);
}
