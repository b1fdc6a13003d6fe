import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { holdersOf, type Holder } from '#identity';
import { suspendedAmong } from '#projections';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';

/** Who bearer tokens belong to, for requests and sockets alike. */
@Injectable()
export class Holders {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whose some tokens are, by token; one that is nobody's is left out. Who is suspended holds no office. */
  async of(tokens: ReadonlySet<string>): Promise<Map<string, Holder>> {
    const { reader } = this.database;
    const holders = await holdersOf(reader, tokens);
    const officers = [...holders.values()].filter(({ role }) => role !== 'reader').map(({ id }) => id);
    const suspended = await suspendedAmong(reader, officers, this.clock.now());
    if (suspended.size === 0) return holders;
    return new Map(
      Array.from(holders, ([token, holder]) => [
        token,
        suspended.has(holder.id) ? { ...holder, role: 'reader' as const } : holder,
      ]),
    );
  }
}
