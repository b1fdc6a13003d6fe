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
import { Rounds } from '../platform/rounds.js';
import { DATABASE } from '../platform/tokens.js';
import { PostPublisher } from './post-publisher.js';

/** The most due things that are asked for at once. */
const AT_ONCE = 200;
/** It looks this often anyway: the wall clock may be put forward meanwhile, or the machine have slept. */
const LONGEST_WAIT_MS = 60_000;
/** How long it waits where the rules refuse all that is due. */
const REFUSED_WAIT_MS = 1_000;

/**
 * Asks, as the platform, for what comes about by the clock, once it is due. Any number of processes
 * may do so on one database: the rules let each thing come about once.
 */
@Injectable()
export class ScheduleKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly unsubscribes: (() => void)[] = [];
  private readonly rounds = new Rounds({
    make: () => this.bringAbout(),
    longestWaitMs: LONGEST_WAIT_MS,
    logger: new Logger('Schedule'),
    what: 'What is due could not be asked for',
  });

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly clock: Clock,
    private readonly follower: LogFollower,
    private readonly posts: PostPublisher,
  ) {}

  /** Does what became due while no server ran. Nobody waits for it, since reads are right without it. */
  onApplicationBootstrap(): void {
    this.unsubscribes.push(
      this.clock.onSet(() => this.rounds.call()),
      this.follower.listen({
        take: (events) => {
          if (events.some((event) => scheduledBy(event).some(({ at }) => Number.isFinite(at))))
            this.rounds.call();
        },
      }),
    );
    this.rounds.call();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.unsubscribes) stop();
    await this.rounds.stop();
  }

  /**
   * Resolves once everything that is due has come about.
   *
   * @throws when the database fails
   */
  catchUp(): Promise<void> {
    return this.rounds.made();
  }

  private async bringAbout(): Promise<number | null> {
    while (!this.rounds.stopped) {
      const next = await nextOnSchedule(this.database.reader, AT_ONCE);
      const now = this.clock.now();
      const due = next.filter(({ at }) => at <= now);
      if (due.length === 0) {
        // Restrictions come first: posts that are due with them are judged by them.
        const nextPost = await this.posts.publish(now);
        return this.clock.stands ? null : Math.min(next[0]?.at ?? Infinity, nextPost) - now;
      }
      const outcomes = await Promise.all(due.map((entry) => this.ask(entry)));
      // Only a clock that was put back meanwhile makes the rules refuse all of it.
      if (!outcomes.some(({ ok }) => ok)) return REFUSED_WAIT_MS;
    }
    return null;
  }

  private ask(entry: ScheduleEntry): Promise<Outcome> {
    return this.bus.submit({ build: (stamp) => [commandFor(entry, stamp)] });
  }
}

function commandFor({ what, subject }: ScheduleEntry, { at, id }: Stamp): Command {
  const meta = { id: id(), at };
  return what === 'expire-order'
    ? command(what, { order: subject }, meta)
    : command(what, { restriction: subject }, meta);
}
