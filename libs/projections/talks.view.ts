import { amongIds, idRows, idsParameter, type Sql, type SqlValue } from '#database';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { latestIdAt } from './status-query.js';

/** A conversation as one of those who are in it sees it, with what they have said of it. */
export interface StoredTalk {
  /** The first of its posts. */
  talk: string;
  /** Their mark on the post `markedUpTo` and all before it; null: none. */
  unread: boolean | null;
  markedUpTo: string;
  /** They have removed it, with its posts up to this one. */
  removedUpTo: string;
}

/** One by the id of its last post that stands. */
export interface TalkHead extends StoredTalk {
  id: string;
  /** Whether more than a look at its last post may be needed: that may be left out of what the account is shown. */
  isInDoubt: boolean;
}

interface TalkRow {
  id: string;
  talk: string;
  marked_up_to: string | null;
  unread: number | null;
  removed_up_to: string | null;
}

/**
 * Conversations of an account, by the ids of their last posts that stand now, newest first.
 *
 * @param at the instant (ms since the epoch) as of which they are shown
 */
export async function talksOf(sql: Sql, account: string, at: number, page: PageRequest): Promise<TalkHead[]> {
  const parameters: SqlValue[] = [account, at, latestIdAt(at)];
  const { where, tail } = pageSql(page, 't.last_post', (value) => `$${parameters.push(value)}`);
  const rows = await sql.query<TalkRow & { doubt: number | boolean }>(
    `SELECT ${COLUMNS}, ${IN_DOUBT} AS doubt FROM ${heads(sql, where, tail)} ORDER BY h.last_post`,
    parameters,
  );
  return rows.map((row) => ({ ...toTalk(row), id: row.id, isInDoubt: Boolean(row.doubt) })).sort(newestFirst);
}

/** Those among some of the latest conversations of an account whose last post it may not be shown, newest first. */
export async function talksInDoubt(
  sql: Sql,
  account: string,
  at: number,
  { among, limit }: { among: number; limit: number },
): Promise<TalkHead[]> {
  const parameters: SqlValue[] = [account, at, latestIdAt(at), among, limit];
  const rows = await sql.query<TalkRow>(
    `SELECT ${COLUMNS} FROM ${heads(sql, [], 'ORDER BY t.last_post DESC LIMIT $4')}
     WHERE ${IN_DOUBT} ORDER BY h.last_post DESC LIMIT $5`,
    parameters,
  );
  return rows.map((row) => ({ ...toTalk(row), id: row.id, isInDoubt: true }));
}

/** One conversation of an account; undefined where it is in none that is called so. */
export async function talkOf(sql: Sql, account: string, talk: string): Promise<TalkHead | undefined> {
  const [row] = await sql.query<TalkRow>(
    `SELECT ${COLUMNS} FROM (SELECT * FROM talk t WHERE t.id = $2 AND t.account_id = $1) AS h
     ${sql.dialect.lookUp('talk_mark', 'm', MARK, { orNone: true })}`,
    [account, talk],
  );
  return row && { ...toTalk(row), id: row.id, isInDoubt: true };
}

/** A conversation of an account, some of whose posts have changed. */
export interface TouchedTalk extends StoredTalk {
  account: string;
  posts: string[];
}

/** The conversations of some accounts that some posts are of, deleted ones among them. */
export async function talksTouched(
  sql: Sql,
  posts: readonly string[],
  accounts: readonly string[],
): Promise<TouchedTalk[]> {
  if (posts.length === 0 || accounts.length === 0) return [];
  const { dialect } = sql;
  const rows = await sql.query<TalkRow & { account_id: string }>(
    `SELECT p.post_id AS id, p.talk, p.account_id, m.marked_up_to, m.unread, m.removed_up_to FROM talk_post p
     ${dialect.lookUp('talk_mark', 'm', 'm.account_id = p.account_id AND m.talk = p.talk', { orNone: true })}
     WHERE ${amongIds(dialect, 'p.post_id', '$1')} AND ${amongIds(dialect, 'p.account_id', '$2')}`,
    [idsParameter(posts), idsParameter(accounts)],
  );
  const found = new Map<string, TouchedTalk>();
  for (const row of rows) {
    const key = `${row.talk} ${row.account_id}`;
    const known = found.get(key) ?? { ...toTalk(row), account: row.account_id, posts: [] };
    known.posts.push(row.id);
    found.set(key, known);
  }
  return [...found.values()];
}

/**
 * The last posts that stand of some conversations, as of an instant (ms since the epoch): of each those after it
 * was removed, newest first, so many at most.
 */
export async function lastPostsOf(
  sql: Sql,
  talks: readonly (StoredTalk & { account: string })[],
  at: number,
  most: number,
): Promise<Map<string, string[]>> {
  if (talks.length === 0) return new Map();
  const { dialect } = sql;
  const asked = talks.map(({ account, talk, removedUpTo }) => ({ account, talk, removed: removedUpTo }));
  const rows = dialect.rowsOf('$1', 'k', { account: 'text', talk: 'text', removed: 'text' });
  const last = `SELECT x.post_id FROM talk_post x
    WHERE x.account_id = k.account AND x.talk = k.talk AND x.gone = 0 AND x.post_id > k.removed AND x.post_id <= $2
    ORDER BY x.post_id DESC LIMIT $3`;
  const found = await sql.query<{ account: string; talk: string; post_id: string }>(
    `SELECT k.account, k.talk, t.post_id FROM ${rows}
     ${dialect.lookUp('talk_post', 't', `t.account_id = k.account AND ${dialect.among('t.post_id', last)}`)}`,
    [JSON.stringify(asked), latestIdAt(at), most],
  );
  const byTalk = new Map<string, string[]>();
  for (const { account, talk, post_id } of found.sort((a, b) => (a.post_id < b.post_id ? 1 : -1)))
    byTalk.set(talkKey(account, talk), [...(byTalk.get(talkKey(account, talk)) ?? []), post_id]);
  return byTalk;
}

/** The last posts of the latest conversations that some accounts are in, so many of each at most. */
export async function lastPostsWith(sql: Sql, accounts: readonly string[], most: number): Promise<string[]> {
  if (accounts.length === 0) return [];
  const { dialect } = sql;
  const last = 'SELECT x.last_post FROM talk x WHERE x.account_id = n.id ORDER BY x.last_post DESC LIMIT $2';
  const rows = await sql.query<{ id: string }>(
    `SELECT DISTINCT t.last_post AS id FROM ${idRows(dialect, '$1')}
     ${dialect.lookUp('talk', 't', `t.account_id = n.id AND ${dialect.among('t.last_post', last)}`)}`,
    [idsParameter(accounts), most],
  );
  return rows.map(({ id }) => id);
}

/** Names a conversation of an account. */
export function talkKey(account: string, talk: string): string {
  return `${talk} ${account}`;
}

const MARK = 'm.account_id = h.account_id AND m.talk = h.id';
const COLUMNS = 'h.last_post AS id, h.id AS talk, m.marked_up_to, m.unread, m.removed_up_to';

/** The SQL of some of the conversations `h` of the account that is the first parameter, with what it has said of them. */
function heads({ dialect }: Sql, where: readonly string[], tail: string): string {
  const conditions = ['t.account_id = $1', ...where].join(' AND ');
  return `(SELECT * FROM talk t WHERE ${conditions} ${tail}) AS h ${dialect.lookUp('talk_mark', 'm', MARK, { orNone: true })}`;
}

/**
 * The SQL of whether the last post of a conversation `h` may be one that its reader is not shown: it is later than
 * the instant, or edited, and so perhaps for others; it, its author or what it quotes may be suspended; its author is
 * kept apart. The judge says whether it is.
 */
const IN_DOUBT = `(h.last_post > $3 OR EXISTS (SELECT 1 FROM post p WHERE p.id = h.last_post AND (
    p.edited_at IS NOT NULL OR p.quote_of IS NOT NULL
    OR EXISTS (SELECT 1 FROM restriction r WHERE r.subject_id = p.id AND r.kind = 'suspend')
    OR EXISTS (SELECT 1 FROM restriction r WHERE r.subject_id = p.account_id AND r.kind = 'suspend' AND (r.until_at IS NULL OR r.until_at > $2))
    OR EXISTS (SELECT 1 FROM kept_apart k WHERE k.account_id = $1 AND k.target_id = p.account_id)
    OR EXISTS (SELECT 1 FROM kept_apart k WHERE k.account_id = p.account_id AND k.target_id = $1))))`;

function toTalk({ talk, marked_up_to, unread, removed_up_to }: TalkRow): StoredTalk {
  return {
    talk,
    unread: unread === null ? null : unread === 1,
    markedUpTo: marked_up_to ?? '',
    removedUpTo: removed_up_to ?? '',
  };
}
