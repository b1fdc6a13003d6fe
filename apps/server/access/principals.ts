import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Database } from '#database';
import { noteUse, principalsOf, type Principal } from '#identity';
import { suspendedAmong } from '#projections';
import { Clock } from '../platform/clock.js';
import { readTogether } from '../platform/together.js';
import { DATABASE } from '../platform/tokens.js';

/** Finds the principals of bearer tokens, for requests and sockets alike. */
@Injectable()
export class Principals {
  private readonly logger = new Logger('Principals');

  /** The principal of a token; undefined of one that is nobody's. */
  readonly ofOne = readTogether(async (tokens: readonly string[]) => {
    const principals = await this.of(new Set(tokens));
    return tokens.map((token) => principals.get(token));
  });

  /** Whether an account is suspended now. */
  readonly isSuspended = readTogether(async (accounts: readonly string[]) => {
    const suspended = await suspendedAmong(this.database.reader, accounts, this.clock.now());
    return accounts.map((account) => suspended.has(account));
  });

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The principals, by token; a token that is nobody's is left out. A suspended account has the role reader. */
  async of(tokens: ReadonlySet<string>): Promise<Map<string, Principal>> {
    const { reader } = this.database;
    const principals = await principalsOf(reader, tokens, this.clock.now(), (stale) => this.noteUse(stale));
    const officers = [...principals.values()].flatMap(({ account }) =>
      account === null || account.role === 'reader' ? [] : account.id,
    );
    const suspended = await suspendedAmong(reader, officers, this.clock.now());
    if (suspended.size === 0) return principals;
    return new Map(
      Array.from(principals, ([token, principal]) => [token, withoutOffice(principal, suspended)]),
    );
  }

  /** Nobody waits for it; where it fails, the next request tries again. */
  private noteUse(stale: readonly string[]): void {
    noteUse(this.database, stale, this.clock.now()).catch((error: unknown) =>
      this.logger.warn(`That tokens are in use was not written down: ${String(error)}`),
    );
  }
}

function withoutOffice(principal: Principal, suspended: ReadonlySet<string>): Principal {
  const { account } = principal;
  if (account === null || !suspended.has(account.id)) return principal;
  return { ...principal, account: { ...account, role: 'reader', resting: account.role } };
}
