import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { LogFollower } from '../../follower/log-follower.js';
import { Clock } from '../../platform/clock.js';
import { Draining } from '../../platform/draining.js';
import { DATABASE } from '../../platform/tokens.js';

/** The database has this long to answer, ms: whoever asks has less patience than people have. */
const ANSWERS_WITHIN_MS = 2_000;
/** An event that sockets have not been told of for this long, ms, is told by another server, not by this one. */
const MAX_LAG_MS = 10_000;

/** The checks that a server passes before requests are handed to it; each `ok`, or why not. */
export type Checks = Record<'database' | 'migrations' | 'follower' | 'draining', string>;

/** Looks whether this server should be handed requests. */
@Injectable()
export class Readiness {
  /** Those who ask while it is looked share the look. */
  private underWay: Promise<Omit<Checks, 'draining'>> | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly follower: LogFollower,
    private readonly clock: Clock,
    private readonly draining: Draining,
  ) {}

  async look(): Promise<Checks> {
    this.draining.asked();
    this.underWay ??= this.lookAtDatabase().finally(() => (this.underWay = null));
    return {
      ...(await this.underWay),
      draining: this.draining.begun ? 'this server is stopping' : 'ok',
    };
  }

  private async lookAtDatabase(): Promise<Omit<Checks, 'draining'>> {
    try {
      const [migrations, follower] = await within(
        ANSWERS_WITHIN_MS,
        Promise.all([this.migrations(), this.lag()]),
      );
      return { database: 'ok', migrations, follower };
    } catch {
      // Why it does not answer is for the log, and not for whoever asks.
      const unknown = 'not known while the database does not answer';
      return { database: 'it does not answer', migrations: unknown, follower: unknown };
    }
  }

  private async migrations(): Promise<string> {
    const rows = await this.database.reader.query<{ name: string }>('SELECT name FROM migrations');
    const run = new Set(rows.map(({ name }) => name));
    const known = MIGRATIONS.map(({ name }) => name);
    if (known.some((name) => !run.has(name))) return 'the database lacks migrations of this program';
    return run.size > known.length ? 'the database is newer than this program' : 'ok';
  }

  private async lag(): Promise<string> {
    const { position } = this.follower;
    const [next] = await this.database.reader.query<{ recorded_at: number | string }>(
      'SELECT recorded_at FROM log WHERE seq = $1',
      [position + 1],
    );
    const isLate = next !== undefined && this.clock.now() - Number(next.recorded_at) > MAX_LAG_MS;
    return isLate && this.follower.position === position
      ? `events are told more than ${MAX_LAG_MS / 1_000} s late`
      : 'ok';
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Too late')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
