import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '#contract';
import type { Database } from '#database';
import { isVenueId, type StoredAccount } from '#domain';
import { accountsByHandle, accountsById, relationsOf } from '#projections';
import { AccountGate, type Gated, type Viewpoint } from '#visibility';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';

/** Accounts that are asked for by their ids, or searched for by their handles. */
@Injectable()
export class FoundAccounts {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: AccountGate,
  ) {}

  /** Accounts by id, in the order of the ids; those that a list leaves out are not among them. */
  async byId(ids: readonly string[], viewpoint: Viewpoint): Promise<Gated<Account[]>> {
    const found = await accountsById(this.database.reader, readAt(viewpoint), ids);
    const known = new Map(found.map((account) => [account.id, account]));
    const asked = [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
    return this.gate.accounts(
      asked.filter((account) => this.gate.lists(account, viewpoint)),
      viewpoint,
    );
  }

  /**
   * Accounts of people here whose handles begin so; of a story's cast those alone whose venue is named.
   *
   * @param q such as `asha`, or `jack@twitter`
   * @param asked how many, how many are passed over, and by whom they are to be followed, if by anybody
   */
  async byHandle(
    q: string,
    asked: { limit: number; from: number; followedBy: string | null },
    viewpoint: Viewpoint,
  ): Promise<Gated<Account[]>> {
    const [handle = '', venue = 'home', ...rest] = q.replace(/^@/, '').toLowerCase().split('@');
    if (!/^[a-z0-9_.-]+$/.test(handle) || !isVenueId(venue) || rest.length > 0)
      return this.gate.accounts([], viewpoint);
    const { reader } = this.database;
    const found = await accountsByHandle(reader, readAt(viewpoint), { handle, venue }, asked);
    const listed = found.filter((one) => this.gate.lists(one, viewpoint, { limited: false, apart: false }));
    return this.gate.accounts(await this.followedBy(asked.followedBy, listed), viewpoint);
  }

  private async followedBy(
    account: string | null,
    found: readonly StoredAccount[],
  ): Promise<readonly StoredAccount[]> {
    if (account === null) return found;
    const ids = found.map(({ id }) => id);
    const { following } = await relationsOf(this.database.reader, account, ids);
    return found.filter(({ id }) => following.has(id));
  }
}

/** An `acct` as it is written here: clients add the server's own host to it. */
export function withoutHost(acct: string, origin: string): string {
  const host = new URL(origin).host;
  const suffix = `@${host}`.toLowerCase();
  return acct.toLowerCase().endsWith(suffix) ? acct.slice(0, -suffix.length) : acct;
}
