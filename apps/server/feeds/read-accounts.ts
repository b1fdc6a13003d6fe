import type { Account } from '#contract';
import type { Sql } from '#database';
import type { StoredAccount } from '#domain';
import { accountsById, type ListedAccount, type PageRequest } from '#projections';
import type { AccountGate, Viewpoint } from '#visibility';
import { Paged } from '../http/exit/paged.js';
import { readAt } from '../http/viewpoint/viewpoint.js';
import { fillPage } from './fill-page.js';

/** A list of accounts, and the page of it that is asked for. */
export interface AccountListing {
  /** Reads some rows, newest first, however they are seen. */
  rows: (page: PageRequest) => Promise<readonly ListedAccount[]>;
  /** Gives those rows of some that are told at all, where what put somebody there may be restricted itself. */
  told?: (rows: readonly ListedAccount[]) => Promise<readonly ListedAccount[]>;
  /** Whether those who are kept apart from the viewer are on it. */
  apart: boolean;
}

/**
 * A page of a list of accounts as it is seen from a viewpoint, by the ids of what put them there.
 *
 * @param page its bounds, and how many it holds at most
 */
export async function readAccounts(
  sql: Sql,
  gate: AccountGate,
  { rows: read, told, apart }: AccountListing,
  viewpoint: Viewpoint,
  page: PageRequest,
): Promise<Paged<Account>> {
  const when = readAt(viewpoint);
  const filled = await fillPage(page, read, async (rows): Promise<Map<string, StoredAccount>> => {
    const listed = (await told?.(rows)) ?? rows;
    const ids = listed.map(({ account }) => account);
    const known = new Map((await accountsById(sql, when, ids)).map((account) => [account.id, account]));
    return new Map(
      listed.flatMap(({ id, account }) => {
        const stored = known.get(account);
        const isListed = stored !== undefined && gate.lists(stored, viewpoint, { limited: true, apart });
        return isListed ? [[id, stored] as const] : [];
      }),
    );
  });
  return new Paged(gate.accounts(filled.shown, viewpoint), filled, page.limit);
}
