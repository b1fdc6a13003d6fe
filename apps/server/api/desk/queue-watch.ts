import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Database } from '#database';
import type { EventType, LoggedEvent } from '#domain';
import type { Viewer } from '#visibility';
import { LogFollower, type LogListener } from '../../follower/log-follower.js';
import { DeskSockets } from '../../live/desk-sockets.js';
import { DATABASE } from '../../platform/tokens.js';
import { QueueStore } from './queue.store.js';

/** How long after one look the next may begin, ms: nobody is told more often. */
const LOOK_AFTER_MS = 1_000;
/** Entries that are compared one by one, as many as the desk lists; of the rest it is compared how many there are. */
const COMPARED = 300;

/** Events that bring something into the queue, take it out, or change what it shows of a post. */
const TELLING: ReadonlySet<EventType> = new Set<EventType>([
  'account.erased',
  'item.decided',
  'order.confirmed',
  'order.expired',
  'order.filed',
  'order.revoked',
  'order.set_aside',
  'post.deleted',
  'post.edited',
  'restriction.changed',
  'restriction.expired',
  'restriction.imposed',
  'restriction.lifted',
  'restriction.started',
]);

/**
 * Tells moderators that their queue is another, in whichever process something was filed or decided: orders are
 * heard of by the log, reports and appeals by the commits that say that they are about the desk. A moderator is told
 * where what they may see of it has changed, and not of what is beyond their reach.
 */
@Injectable()
export class QueueWatch implements LogListener, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Desk');
  private readonly stopping = new AbortController();
  /** A digest of the queue of each who watches, as they were told last. */
  private readonly told = new Map<string, string>();
  /** Ids of what events were about since the last look. */
  private touched = new Set<string>();
  private isDirty = false;
  private looking: Promise<void> | null = null;
  private stops: readonly (() => void)[] = [];

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly follower: LogFollower,
    private readonly queue: QueueStore,
    private readonly sockets: DeskSockets,
  ) {}

  onApplicationBootstrap(): void {
    this.sockets.onWatch((moderator) => this.noteOf(moderator));
    this.stops = [
      this.follower.listen(this),
      this.database.onCommit((about) => {
        if (about === 'desk') this.changed();
      }),
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const stop of this.stops) stop();
    await this.looking;
  }

  take(events: readonly LoggedEvent[]): void {
    const telling = events.filter(({ type }) => TELLING.has(type));
    if (telling.length === 0 || this.sockets.moderators.size === 0) return;
    for (const event of telling) this.touched.add(subjectOf(event));
    this.changed();
  }

  /** Whoever begins to watch reads what there is for themself: they are told of what comes after. */
  private async noteOf(moderator: Viewer): Promise<void> {
    if (!this.told.has(moderator.id)) this.told.set(moderator.id, (await this.read(moderator)).digest);
  }

  private changed(): void {
    this.isDirty = true;
    this.looking ??= this.look().finally(() => (this.looking = null));
  }

  private async look(): Promise<void> {
    const { signal } = this.stopping;
    while (this.isDirty && !signal.aborted) {
      this.isDirty = false;
      const touched = this.touched;
      this.touched = new Set();
      try {
        const { moderators } = this.sockets;
        for (const id of this.told.keys()) if (!moderators.has(id)) this.told.delete(id);
        for (const moderator of moderators.values()) await this.tell(moderator, touched);
      } catch (error) {
        this.isDirty = true;
        for (const id of touched) this.touched.add(id);
        this.logger.warn(`The queue could not be read, trying again: ${String(error)}`);
      }
      await sleep(LOOK_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async tell(moderator: Viewer, touched: ReadonlySet<string>): Promise<void> {
    const { digest, subjects } = await this.read(moderator);
    if (this.told.get(moderator.id) === digest && !subjects.some((id) => touched.has(id))) return;
    this.told.set(moderator.id, digest);
    this.sockets.tell(moderator.id);
  }

  private async read(moderator: Viewer): Promise<{ digest: string; subjects: string[] }> {
    const entries = await this.queue.page({}, null, COMPARED, moderator);
    const counts = await this.queue.counts({}, moderator);
    return {
      digest: createHash('sha256')
        .update(JSON.stringify([entries, counts]))
        .digest('base64'),
      subjects: entries.flatMap(({ subject }) => subject?.id ?? []),
    };
  }
}

/** The id of what an event is about: of a restriction, of what that is on. */
function subjectOf({ type, subject, payload }: LoggedEvent): string {
  return type === 'restriction.imposed' ? payload.subject.id : subject;
}
