import { amongIds, deletePaced, idsParameter, Pace, type Transaction } from '#database';
import type { EventType, LoggedEvent } from '#domain';
import { eraseBodies } from '#log';
import { ACCOUNT_COUNTS, CountFold, POST_COUNTS } from './counts.js';
import { indexedAfter } from './searched.js';
import { isForAllInSql } from './stored-rows.js';
import { forgetInTalks } from './talk-fold.js';

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
  'restriction.changed',
];

/** How many posts one statement erases, or counts again: more take long, and keep others waiting. */
const SLICE = 100;

/**
 * Of so many posts, as a part of all events, SQLite makes the index of words again in less time than it takes to forget
 * each: 0.3 ms for each of 110,000, where to make it took 0.14 s. Of a few it does not matter.
 */
const MANY = 1 / 200;
const FEW = 100;

/** How many ids one statement reads. */
const PAGE = 1_000;

function* slicesOf<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += SLICE) yield all.slice(from, from + SLICE);
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
  { seq, subject: account, payload }: LoggedEvent<'account.erased'>,
  signal?: AbortSignal,
): Promise<void> {
  const pace = new Pace(signal);
  const posts: string[] = [];
  const recountedPosts = new Set<string>();
  const written = `SELECT p.id, p.repost_of, p.in_reply_to FROM post p
     WHERE p.account_id = $1 AND p.id > $2 ORDER BY p.id`;
  for await (const post of allOf<Written>(transaction, written, account, pace)) {
    posts.push(post.id);
    for (const other of [post.repost_of, post.in_reply_to]) if (other !== null) recountedPosts.add(other);
  }
  const liked = `SELECT DISTINCT l.subject AS id FROM post_like l
     WHERE l.actor = $1 AND l.subject > $2 ORDER BY l.subject`;
  for await (const { id } of allOf(transaction, liked, account, pace)) recountedPosts.add(id);
  const recountedAccounts = new Set<string>();
  for (const [whose, others] of [
    ['actor', 'subject'],
    ['subject', 'actor'],
  ]) {
    const follows = `SELECT DISTINCT f.${others} AS id FROM follow f
       WHERE f.${whose} = $1 AND f.${others} > $2 ORDER BY f.${others}`;
    for await (const { id } of allOf(transaction, follows, account, pace)) recountedAccounts.add(id);
  }
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
  const gone = [...posts, ...wrappers.map((wrapper) => wrapper.id)];

  for (const subjects of slicesOf([account, ...gone]))
    await eraseBodies(transaction, { subjects }, KEPT_TYPES, pace);
  // The warnings that it got are erased with it; those that it gave, in office, belong to others.
  await eraseBodies(transaction, { actors: [account] }, [...KEPT_TYPES, 'account.warned'], pace);

  const removed = async (table: string, column: string, ids: readonly string[]): Promise<void> => {
    for (const slice of slicesOf(ids)) await deletePaced(transaction, table, { column, ids: slice }, pace);
  };
  await forgetInTalks(transaction, account, pace);
  await removed('post_like', 'actor', [account]);
  await removed('post_like', 'subject', gone);
  await removed('follow', 'actor', [account]);
  await removed('follow', 'subject', [account]);
  await removed('follow_request', 'actor', [account]);
  await removed('follow_request', 'subject', [account]);
  await removed('post_tag', 'post_id', gone);
  const removeWords = (): Promise<void> => removed('post_words', 'post_id', gone);
  if (gone.length > Math.max(FEW, seq * MANY)) await indexedAfter(transaction, removeWords);
  else await removeWords();
  await removed('post_version', 'post_id', gone);
  await removed('post_count', 'subject', gone);
  await removed('account_count', 'subject', [account]);
  await removed('account_version', 'account_id', [account]);
  await removed('reply', 'id', gone);
  await removed('warning', 'account_id', [account]);
  await removed('notification', 'recipient', [account]);
  await removed('notification', 'actor', [account]);
  await removed('notification', 'post', gone);
  for (const slice of slicesOf(wrappers)) await forgetWarnings(transaction, slice);
  await removed('post', 'id', gone);
  await removed('account', 'id', [account]);
  await transaction.insert(
    'reply',
    Object.entries(payload.answered ?? {}).map(([id, in_reply_to]) => ({ id, in_reply_to })),
  );

  const erasedIds = new Set([...gone, account]);
  // The erased posts too: what others answered to them still says that it did.
  for (const slice of slicesOf([...new Set([...recountedPosts, ...posts])])) {
    await recountPosts(transaction, slice);
    await pace.rest();
  }
  const counted = slicesOf(
    [...new Set([...recountedAccounts, ...wrappers.map((wrapper) => wrapper.account_id)])].filter(
      (id) => !erasedIds.has(id),
    ),
  );
  for (const slice of counted) {
    await recountAccounts(transaction, slice);
    await pace.rest();
  }
}

/** Whoever passed on what is erased was told of what restricted that; a rebuild would not know whom to tell. */
async function forgetWarnings(
  transaction: Transaction,
  wrappers: readonly { id: string; account_id: string }[],
): Promise<void> {
  const among = (column: string): string => amongIds(transaction.dialect, column, '$1');
  const restrictions = await transaction.query<{ id: string }>(
    `SELECT r.id FROM restriction r WHERE ${among('r.subject_id')}`,
    [idsParameter(wrappers.map(({ id }) => id))],
  );
  if (restrictions.length === 0) return;
  await transaction.run(
    `DELETE FROM notification WHERE ${among('recipient')} AND type = 'moderation_warning'
       AND ${amongIds(transaction.dialect, 'restriction', '$2')}`,
    [
      idsParameter(new Set(wrappers.map(({ account_id }) => account_id))),
      idsParameter(restrictions.map(({ id }) => id)),
    ],
  );
}

interface Written {
  id: string;
  repost_of: string | null;
  in_reply_to: string | null;
}

/**
 * All rows of a statement, read a page at a time.
 *
 * @param sql in order of `id`, with `$1` whose rows, and `$2` the id to go on after
 */
async function* allOf<Row extends { id: string }>(
  transaction: Transaction,
  sql: string,
  whose: string,
  pace: Pace,
): AsyncGenerator<Row> {
  for (let after = ''; ;) {
    const rows = await transaction.query<Row>(`${sql} LIMIT ${PAGE}`, [whose, after]);
    yield* rows;
    await pace.rest();
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

interface Interval {
  subject: string;
  column: string;
  from_at: number;
  until_at: number | null;
}

/** The posts that are counted. */
const FOR_ALL = isForAllInSql('visibility');

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
