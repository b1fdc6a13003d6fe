import { amongIds, deletePaced, idsParameter, Pace, type Transaction } from '#database';
import type { EventType, LoggedEvent } from '#domain';
import { eraseBodies } from '#log';
import { ACCOUNT_COUNTS, CountFold, POST_COUNTS } from './counts.js';

/**
 * The events of an erased account that stay readable: that it was erased, and what it did in office.
 * Orders, decisions and restrictions are not its own words, and still bind others.
 */
const KEPT_TYPES: EventType[] = [
  'account.erased',
  'authority.registered',
  'order.filed',
  'order.noticed',
  'order.confirmed',
  'order.revoked',
  'order.expired',
  'order.set_aside',
  'item.decided',
  'restriction.imposed',
  'restriction.lifted',
];

/** How many posts one statement erases, or counts again: more take long, and keep others waiting. */
const SLICE = 200;

function* slicesOf(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += SLICE) yield ids.slice(from, from + SLICE);
}

/**
 * Removes an account, its posts, what others hung on them (likes, re-posts) and what it hung on
 * others', from the projections and from the log's bodies. Counts of what remains are made again
 * from what remains, so that a rebuild from the remaining bodies gives the same rows. On a rebuild
 * there is nothing left to remove. What its answered replies were in reply to is kept, as the event
 * has it, so that the answers keep their place.
 *
 * @param signal ends it
 * @throws the signal's reason once it is aborted: the transaction is to be rolled back
 */
export async function eraseAccount(
  transaction: Transaction,
  { subject: account, payload }: LoggedEvent<'account.erased'>,
  signal?: AbortSignal,
): Promise<void> {
  const posts = await idsOf(transaction, 'SELECT id FROM post WHERE account_id = $1', [account]);
  const pace = new Pace(signal);
  const wrappers: { id: string; account_id: string }[] = [];
  for (const slice of slicesOf(posts)) {
    wrappers.push(
      ...(await transaction.query<{ id: string; account_id: string }>(
        `SELECT w.id, w.account_id FROM post w
         WHERE ${amongIds(transaction.dialect, 'w.repost_of', '$1')} AND w.account_id <> $2`,
        [idsParameter(slice), account],
      )),
    );
    await pace.rest();
  }
  const touchedPosts = await idsOf(
    transaction,
    `SELECT subject AS id FROM post_like WHERE actor = $1
     UNION SELECT repost_of FROM post WHERE account_id = $1 AND repost_of IS NOT NULL
     UNION SELECT in_reply_to FROM post WHERE account_id = $1 AND in_reply_to IS NOT NULL`,
    [account],
  );
  const touchedAccounts = await idsOf(
    transaction,
    'SELECT subject AS id FROM follow WHERE actor = $1 UNION SELECT actor FROM follow WHERE subject = $1',
    [account],
  );
  const gone = [...posts, ...wrappers.map((wrapper) => wrapper.id)];

  for (const subjects of slicesOf([account, ...gone]))
    await eraseBodies(transaction, { actors: [], subjects }, KEPT_TYPES, pace);
  // The warnings that it got are erased with it; those that it gave, in office, belong to others.
  await eraseBodies(
    transaction,
    { actors: [account], subjects: [] },
    [...KEPT_TYPES, 'account.warned'],
    pace,
  );

  const removed = async (table: string, column: string, ids: readonly string[]): Promise<void> => {
    const where = amongIds(transaction.dialect, column, '$1');
    for (const slice of slicesOf(ids))
      await deletePaced(transaction, table, where, [idsParameter(slice)], pace);
  };
  await removed('post_like', 'actor', [account]);
  await removed('post_like', 'subject', gone);
  await removed('follow', 'actor', [account]);
  await removed('follow', 'subject', [account]);
  await removed('post_tag', 'post_id', gone);
  await removed('post_version', 'post_id', gone);
  await removed('post_count', 'subject', gone);
  await removed('account_count', 'subject', [account]);
  await removed('reply', 'id', gone);
  await removed('warning', 'account_id', [account]);
  await removed('post', 'id', gone);
  await removed('account', 'id', [account]);
  await transaction.insert(
    'reply',
    Object.entries(payload.answered ?? {}).map(([id, in_reply_to]) => ({ id, in_reply_to })),
  );

  const erasedIds = new Set([...gone, account]);
  // The erased posts too: what others answered to them still says that it did.
  for (const slice of slicesOf([...new Set([...touchedPosts, ...posts])])) {
    await recountPosts(transaction, slice);
    await pace.rest();
  }
  const counted = slicesOf(
    [...new Set([...touchedAccounts, ...wrappers.map((wrapper) => wrapper.account_id)])].filter(
      (id) => !erasedIds.has(id),
    ),
  );
  for (const slice of counted) {
    await recountAccounts(transaction, slice);
    await pace.rest();
  }
}

async function idsOf(transaction: Transaction, sql: string, parameters: string[]): Promise<string[]> {
  return (await transaction.query<{ id: string }>(sql, parameters)).map((row) => row.id);
}

interface Interval {
  subject: string;
  column: string;
  from_at: number;
  until_at: number | null;
}

/** The posts that are counted. */
const FOR_ALL = "visibility IN ('public', 'unlisted')";

/** Counts likes, re-posts and replies of posts again, each from when it was made until it is taken back. */
async function recountPosts(transaction: Transaction, posts: string[]): Promise<void> {
  const among = (column: string): string => amongIds(transaction.dialect, column, '$1');
  await recount(
    transaction,
    new CountFold(POST_COUNTS),
    posts,
    `SELECT subject, 'likes' AS "column", from_at, until_at FROM post_like WHERE ${among('subject')}
     UNION ALL SELECT repost_of, 'reposts', at, deleted_at FROM post WHERE ${among('repost_of')}
     UNION ALL SELECT in_reply_to, 'replies', at, deleted_at FROM post WHERE ${among('in_reply_to')} AND ${FOR_ALL}`,
  );
}

async function recountAccounts(transaction: Transaction, accounts: string[]): Promise<void> {
  const among = (column: string): string => amongIds(transaction.dialect, column, '$1');
  await recount(
    transaction,
    new CountFold(ACCOUNT_COUNTS),
    accounts,
    `SELECT account_id AS subject, 'statuses' AS "column", at AS from_at, deleted_at AS until_at FROM post WHERE ${among('account_id')} AND ${FOR_ALL}
     UNION ALL SELECT subject, 'followers', from_at, until_at FROM follow WHERE ${among('subject')}
     UNION ALL SELECT actor, 'following', from_at, until_at FROM follow WHERE ${among('actor')}`,
  );
}

async function recount<T extends typeof POST_COUNTS | typeof ACCOUNT_COUNTS>(
  transaction: Transaction,
  fold: CountFold<T>,
  subjects: string[],
  intervals: string,
): Promise<void> {
  if (subjects.length === 0) return;
  const json = idsParameter(subjects);
  await transaction.query(
    `DELETE FROM ${fold.counts.table} WHERE ${amongIds(transaction.dialect, 'subject', '$1')}`,
    [json],
  );
  for (const { subject, column, from_at, until_at } of await transaction.query<Interval>(intervals, [json])) {
    fold.add(subject, from_at, column as T['columns'][number], 1);
    if (until_at !== null) fold.add(subject, until_at, column as T['columns'][number], -1);
  }
  await fold.flush(transaction);
}
