import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CommandBus, type Outcome, type Stamp } from '#commands';
import type { Database } from '#database';
import { command, scheduledBy, type Command, type ScheduleEntry } from '#domain';
import { nextOnSchedule } from '#projections';
import { LogFollower } from '../follower/log-follower.js';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';

/** The most due things that are asked for at once. */
const AT_ONCE = 200;
/** It looks this often anyway: the wall clock may be put forward meanwhile, or the machine have slept. */
const LONGEST_WAIT_MS = 60_000;
const TRY_AGAIN_AFTER_MS = 1_000;

/**
 * Asks, as the platform, for what comes about by the clock, once it is due. Any number of processes
 * may do so on one database: the rules let each thing come about once.
 */
@Injectable()
export class ScheduleKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Schedule');
  private readonly unsubscribes: (() => void)[] = [];
  private stopped = false;
  private timer: NodeJS.Timeout | null = null;
  /** A check that has not begun yet, and so will see all that is due by now; null where there is none. */
  private queued: Promise<void> | null = null;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly clock: Clock,
    private readonly follower: LogFollower,
  ) {}

  /** Does what became due while no server ran. Nobody waits for it, since reads are right without it. */
  onApplicationBootstrap(): void {
    this.unsubscribes.push(
      this.clock.onSet(() => this.look()),
      this.follower.listen({
        take: (events) => {
          if (events.some((event) => scheduledBy(event).some(({ at }) => Number.isFinite(at)))) this.look();
        },
      }),
    );
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const stop of this.unsubscribes) stop();
    this.wait(null);
    await this.underWay;
  }

  /**
   * Resolves once everything that is due has come about.
   *
   * @throws when the database fails
   */
  catchUp(): Promise<void> {
    if (this.queued === null) {
      this.queued = this.underWay.then(() => {
        this.queued = null;
        return this.bringAbout();
      });
      this.underWay = this.queued.catch(() => undefined);
    }
    return this.queued;
  }

  private look(): void {
    this.catchUp().catch((error: unknown) => {
      this.logger.warn(`What is due could not be asked for, trying again: ${String(error)}`);
      this.wait(TRY_AGAIN_AFTER_MS);
    });
  }

  private async bringAbout(): Promise<void> {
    while (!this.stopped) {
      const next = await nextOnSchedule(this.database.reader, AT_ONCE);
      const now = this.clock.now();
      const due = next.filter(({ at }) => at <= now);
      if (due.length === 0) {
        this.wait(this.clock.stands ? null : (next[0]?.at ?? Infinity) - now);
        return;
      }
      const outcomes = await Promise.all(due.map((entry) => this.ask(entry)));
      // Only a clock that was put back meanwhile makes the rules refuse all of it.
      if (!outcomes.some(({ ok }) => ok)) {
        this.wait(TRY_AGAIN_AFTER_MS);
        return;
      }
    }
  }

  private ask(entry: ScheduleEntry): Promise<Outcome> {
    return this.bus.submit({ build: (stamp) => [commandFor(entry, stamp)] });
  }

  /** Looks again after so many ms, and not before unless something calls for it; null: not by itself. */
  private wait(ms: number | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (ms === null || this.stopped) return;
    this.timer = setTimeout(() => this.look(), Math.min(ms, LONGEST_WAIT_MS));
    this.timer.unref();
  }
}

function commandFor({ what, subject }: ScheduleEntry, { at, id }: Stamp): Command {
  const meta = { id: id(), at };
  return what === 'expire-order'
    ? command(what, { order: subject }, meta)
    : command(what, { restriction: subject }, meta);
}
