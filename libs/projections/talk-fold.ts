import { amongIds, idsParameter, type Pace, type Transaction } from '#database';
import type { LoggedEvent } from '#domain';

/** A conversation of an account. */
interface TalkOf {
  account_id: string;
  talk: string;
}

/** A post of a conversation of an account. */
interface TalkPost {
  account_id: string;
  post_id: string;
}

/**
 * Gathers whom posts of visibility `direct` address, and writes set-wise which conversations they are of, as each
 * of those who are in them sees it. A conversation is a thread as far as all its posts are for the account: it
 * begins with the post whose answered one is not, or is no such post. So it follows from the rows alone, in
 * whatever order they came.
 */
export class TalkFold {
  private readonly addressed: { post: string; at: number; handle: string }[] = [];

  /** @param handles those whom the post mentions, as their keys. One that is edited may be of another visibility */
  addresses(event: LoggedEvent<'post.published' | 'post.edited'>, handles: readonly string[]): void {
    for (const handle of handles) this.addressed.push({ post: event.subject, at: event.at, handle });
  }

  /** @param deleted the ids of posts that were deleted */
  async flush(transaction: Transaction, deleted: readonly string[]): Promise<void> {
    const touched = await placeInTalks(transaction, await this.flushAddressed(transaction));
    if (deleted.length > 0)
      touched.push(
        ...(await transaction.query<TalkOf>(
          `UPDATE talk_post SET gone = 1 WHERE ${amongIds(transaction.dialect, 'talk_post.post_id', '$1')}
           RETURNING account_id, talk`,
          [idsParameter(deleted)],
        )),
      );
    await noteLast(transaction, touched);
  }

  /** A post that addresses nobody but its author is of no conversation. */
  private async flushAddressed(transaction: Transaction): Promise<TalkPost[]> {
    if (this.addressed.length === 0) return [];
    const { dialect } = transaction;
    const rows = dialect.rowsOf('$1', 'm', { post: 'text', at: 'int', handle: 'text' });
    const post = dialect.lookUp('post', 'p', "p.id = m.post AND p.visibility = 'direct'");
    const whom = dialect.lookUp('account', 'a', 'a.handle_key = m.handle AND a.opened_at <= m.at');
    const gone = 'CASE WHEN p.deleted_at IS NULL THEN 0 ELSE 1 END';
    const parameters = [JSON.stringify(this.addressed)];
    const added = (select: string): Promise<TalkPost[]> =>
      transaction.query<TalkPost>(
        `INSERT INTO talk_post (post_id, account_id, talk, gone) ${select}
         ON CONFLICT (post_id, account_id) DO NOTHING RETURNING account_id, post_id`,
        parameters,
      );
    const found = `FROM ${rows} ${post} ${whom} WHERE a.id <> p.account_id`;
    const others = await added(`SELECT DISTINCT p.id, a.id, '', ${gone} ${found}`);
    const authors = await added(`SELECT DISTINCT p.id, p.account_id, '', ${gone} ${found}`);
    return [...others, ...authors];
  }
}

/**
 * Says of posts which conversation they are of, and of what answers them.
 *
 * @param rows whose `talk` is empty as yet
 * @returns the conversations that have other posts than before
 */
async function placeInTalks(transaction: Transaction, rows: readonly TalkPost[]): Promise<TalkOf[]> {
  if (rows.length === 0) return [];
  const { dialect } = transaction;
  const { lookUp } = dialect;
  const added = dialect.rowsOf('$1', 'a', { account_id: 'text', post_id: 'text' });
  const orNone = { orNone: true };
  const placed = await transaction.query<TalkPost & TalkOf & { was: string }>(
    `WITH RECURSIVE placed(account_id, post_id, talk) AS (
       SELECT t.account_id, t.post_id, coalesce(u.talk, t.post_id) FROM ${added}
       ${lookUp('talk_post', 't', 't.post_id = a.post_id AND t.account_id = a.account_id')}
       ${lookUp('reply', 'r', 'r.id = t.post_id', orNone)}
       ${lookUp('talk_post', 'u', 'u.post_id = r.in_reply_to AND u.account_id = t.account_id', orNone)}
       WHERE u.talk IS NULL OR u.talk <> ''
       UNION SELECT t.account_id, t.post_id, p.talk FROM placed p
       ${lookUp('reply', 'r', 'r.in_reply_to = p.post_id')}
       ${lookUp('talk_post', 't', 't.post_id = r.id AND t.account_id = p.account_id')}
     )
     SELECT p.account_id, p.post_id, p.talk, t.talk AS was FROM placed p
     ${lookUp('talk_post', 't', 't.post_id = p.post_id AND t.account_id = p.account_id')} WHERE t.talk <> p.talk`,
    [JSON.stringify(rows)],
  );
  const values = placed.map(({ account_id, post_id, talk }) => ({ account_id, post_id, talk }));
  const changed = dialect.rowsOf('$1', 'c', { account_id: 'text', post_id: 'text', talk: 'text' });
  await transaction.query(
    `WITH c AS MATERIALIZED (SELECT * FROM ${changed})
     UPDATE talk_post SET talk = c.talk FROM c
     WHERE talk_post.post_id = c.post_id AND talk_post.account_id = c.account_id
       AND ${dialect.among('talk_post.post_id', 'SELECT c.post_id FROM c')}`,
    [JSON.stringify(values)],
  );
  return placed.flatMap(({ account_id, talk, was }) =>
    was === ''
      ? [{ account_id, talk }]
      : [
          { account_id, talk },
          { account_id, talk: was },
        ],
  );
}

/** Notes the last post of some conversations that stands; one that has none is there no more. */
async function noteLast(transaction: Transaction, touched: readonly TalkOf[]): Promise<void> {
  if (touched.length === 0) return;
  const { dialect } = transaction;
  const talks = new Map(
    touched.map(({ account_id, talk }) => [`${talk} ${account_id}`, { account_id, talk }]),
  );
  const rows = dialect.rowsOf('$1', 'k', { account_id: 'text', talk: 'text' });
  const found = await transaction.query<TalkOf & { last_post: string | null }>(
    `SELECT k.account_id, k.talk, (SELECT t.post_id FROM talk_post t
       WHERE t.account_id = k.account_id AND t.talk = k.talk AND t.gone = 0
       ORDER BY t.post_id DESC LIMIT 1) AS last_post FROM ${rows}`,
    [JSON.stringify([...talks.values()])],
  );
  const standing = found.flatMap(({ account_id, talk, last_post }) =>
    last_post === null ? [] : [{ id: talk, account_id, last_post }],
  );
  await transaction.insert('talk', standing, { orUpdate: { key: ['id', 'account_id'] } });
  const ended = found.filter(({ last_post }) => last_post === null);
  if (ended.length === 0) return;
  await transaction.query(
    `DELETE FROM talk WHERE ${amongIds(dialect, 'talk.id', '$1')}
       AND ${amongIds(dialect, "talk.id || ' ' || talk.account_id", '$2')}`,
    [
      idsParameter(ended.map(({ talk }) => talk)),
      idsParameter(ended.map(({ talk, account_id }) => `${talk} ${account_id}`)),
    ],
  );
}

/** How many posts one statement takes out of conversations, and how many conversations one says anew. */
const SLICE = 100;

/**
 * Takes an account, and its posts, out of all conversations, and says anew which those are that remain: what
 * answered an erased post begins one, and a post that addressed the account alone is of none. To be called while
 * the account's posts are there.
 */
export async function forgetInTalks(transaction: Transaction, account: string, pace: Pace): Promise<void> {
  const { dialect } = transaction;
  const touched = new Map<string, TalkOf>();
  for (;;) {
    const posts = await transaction.query<{ post_id: string }>(
      `SELECT t.post_id FROM talk_post t WHERE t.account_id = $1 LIMIT ${SLICE}`,
      [account],
    );
    if (posts.length === 0) break;
    const removed = await transaction.query<TalkOf>(
      `DELETE FROM talk_post WHERE ${amongIds(dialect, 'talk_post.post_id', '$1')} AND (talk_post.account_id = $2
         OR (SELECT p.account_id FROM post p WHERE p.id = talk_post.post_id) = $2
         OR (SELECT 1 FROM talk_post o WHERE o.post_id = talk_post.post_id
             AND o.account_id NOT IN ($2, talk_post.account_id) LIMIT 1) IS NULL)
       RETURNING account_id, talk`,
      [idsParameter(posts.map(({ post_id }) => post_id)), account],
    );
    for (const one of removed) touched.set(`${one.talk} ${one.account_id}`, one);
    await pace.rest();
  }
  const talks = [...touched.values()];
  for (let n = 0; n < talks.length; n += SLICE) {
    const slice = talks.slice(n, n + SLICE);
    const rows = dialect.rowsOf('$1', 'k', { account_id: 'text', talk: 'text' });
    const those = `SELECT t.post_id, t.account_id FROM ${rows}
      ${dialect.lookUp('talk_post', 't', 't.account_id = k.account_id AND t.talk = k.talk')}`;
    const left = await transaction.query<TalkPost>(
      `WITH c AS MATERIALIZED (${those})
       UPDATE talk_post SET talk = '' FROM c
       WHERE talk_post.post_id = c.post_id AND talk_post.account_id = c.account_id
         AND ${dialect.among('talk_post.post_id', 'SELECT c.post_id FROM c')}
       RETURNING talk_post.account_id, talk_post.post_id`,
      [JSON.stringify(slice)],
    );
    const placed = await placeInTalks(transaction, left);
    await noteLast(transaction, [...slice, ...placed]);
    await pace.rest();
  }
}
