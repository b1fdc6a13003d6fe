import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { holdersOf, type Holder } from '#identity';
import { suspendedAmong } from '#projections';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';

/** Finds the holders of bearer tokens, for requests and sockets alike. */
@Injectable()
export class Holders {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The holders, by token; a token that is nobody's is left out. A suspended account has the role reader. */
  async of(tokens: ReadonlySet<string>): Promise<Map<string, Holder>> {
    const { reader } = this.database;
    const holders = await holdersOf(reader, tokens);
    const officers = [...holders.values()].flatMap(({ account }) =>
      account === null || account.role === 'reader' ? [] : account.id,
    );
    const suspended = await suspendedAmong(reader, officers, this.clock.now());
    if (suspended.size === 0) return holders;
    return new Map(Array.from(holders, ([token, holder]) => [token, withoutOffice(holder, suspended)]));
  }

  /** Whether an account is suspended now. */
  async isSuspended(account: string): Promise<boolean> {
    return (await suspendedAmong(this.database.reader, [account], this.clock.now())).has(account);
  }
}

function withoutOffice(holder: Holder, suspended: ReadonlySet<string>): Holder {
  const { account } = holder;
  if (account === null || !suspended.has(account.id)) return holder;
  return { ...holder, account: { ...account, role: 'reader', resting: account.role } };
}
