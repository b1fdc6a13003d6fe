import type { Sql } from '#database';
import {
  accountsById,
  orderHeads,
  restrictionsById,
  restrictionsOn,
  standingLikes,
  statusesById,
} from '#projections';
import type { LedgerFacts, LedgerNeeds, Viewpoint } from '#visibility';
import { readAt } from '../../http/viewpoint/viewpoint.js';

/** Reads the facts that decide whether rows are shown: at most one statement for each kind of thing. */
export async function readFacts(sql: Sql, needs: LedgerNeeds, viewpoint: Viewpoint): Promise<LedgerFacts> {
  const when = readAt(viewpoint);
  // The subjects of restrictions decide, too.
  const restrictions = await restrictionsById(sql, needs.restriction);
  const on = (type: 'account' | 'post'): string[] =>
    restrictions.flatMap(({ subject }) => (subject.type === type ? subject.id : []));
  const [accounts, page, likes, orders, onTags] = await Promise.all([
    accountsById(sql, when, [...new Set([...needs.account, ...on('account')])]),
    statusesById(sql, when, [...new Set([...needs.post, ...needs.named, ...on('post')])]),
    standingLikes(sql, needs.like),
    orderHeads(sql, needs.order),
    restrictionsOn(sql, needs.tag),
  ]);
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    posts: page.posts,
    likes,
    restrictions: new Map(restrictions.map((restriction) => [restriction.id, restriction])),
    orders,
    onTags,
  };
}
