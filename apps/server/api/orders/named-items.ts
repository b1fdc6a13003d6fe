import type { Database } from '#database';
import { parseAcct, type CommandBodies } from '#domain';
import { accountIdsByHandle, authorsOf } from '#projections';
import { RefusedException } from '../../http/errors/refused.js';
import { namedHere } from '../../http/requests/named-here.js';
import type { OrderItemBody } from './orders.dto.js';

type Item = CommandBodies['file-order']['items'][number];

/** An id that nothing has: what an address names in vain is not there, and the rules say so as of any other id. */
const NOTHING = '';

/**
 * Resolves an order's items: things here by id, by tag or by their address, and addresses elsewhere. An
 * address here reveals no more of the thing that it names than an id does.
 *
 * @param origin this server's
 * @throws RefusedException where an item does not name exactly one thing, or an address here that is no
 *   thing's
 */
export async function namedItems(
  database: Database,
  items: readonly OrderItemBody[],
  origin: string,
): Promise<Item[]> {
  const named = items.map((item, index) => namedBy(item, index + 1, origin));
  const byHandle = named.filter((one) => 'acct' in one);
  const accounts = await accountIdsByHandle(
    database.reader,
    byHandle.flatMap(({ acct }) => parseAcct(acct) ?? []),
  );
  const authors = await authorsOf(
    database.reader,
    byHandle.flatMap(({ post }) => post ?? []),
  );
  return named.map((one) => {
    if (!('acct' in one)) return one;
    const { acct, post } = one;
    const account = accounts.get(parseAcct(acct) ?? NOTHING) ?? NOTHING;
    if (post === null) return { subject: { type: 'account', id: account } };
    // A post has one address: under another's name it is not there.
    return { subject: { type: 'post', id: authors.get(post) === account ? post : NOTHING } };
  });
}

/** An item, or the handle of an account that is still to be found, with the post that must be its own. */
type Named = Item | { acct: string; post: string | null };

function namedBy({ status_id, account_id, url, tag }: OrderItemBody, n: number, origin: string): Named {
  const given = [status_id, account_id, url, tag].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw RefusedException.invalid(
      'items',
      `must each name one thing: item ${n} must name exactly one of status_id, account_id, url and tag`,
    );
  if (status_id !== undefined) return { subject: { type: 'post', id: status_id } };
  if (account_id !== undefined) return { subject: { type: 'account', id: account_id } };
  if (tag !== undefined) return { subject: { type: 'hashtag', id: tag } };
  const address = url ?? '';
  const named = namedHere(address, origin);
  if (named === 'elsewhere') return { url: address };
  if (named === null)
    throw RefusedException.invalid(
      'items',
      `must name what is there: item ${n} names an address of this server that is of no post, account or hashtag`,
    );
  switch (named.type) {
    case 'post':
      return named.acct === null
        ? { subject: { type: 'post', id: named.id } }
        : { acct: named.acct, post: named.id };
    case 'account':
      return 'id' in named
        ? { subject: { type: 'account', id: named.id } }
        : { acct: named.acct, post: null };
    case 'hashtag':
      return { subject: { type: 'hashtag', id: named.tag } };
  }
}
