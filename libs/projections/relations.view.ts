import { amongIds, idRows, idsParameter, type Sql, type SqlValue } from '#database';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { latestIdAt } from './status-query.js';

/** A row of a list of accounts: the id of what put it there, by which the list is paged, and the account. */
export interface ListedAccount {
  id: string;
  account: string;
}

/** The lists of accounts that stand on events: which rows, whose list it is, and who is on it. */
const LISTS = {
  followers: { table: 'follow', of: 'subject', who: 'actor', stands: 'until_at' },
  following: { table: 'follow', of: 'actor', who: 'subject', stands: 'until_at' },
  requesters: { table: 'follow_request', of: 'subject', who: 'actor', stands: 'until_at' },
  likers: { table: 'post_like', of: 'subject', who: 'actor', stands: 'until_at' },
  reposters: { table: 'post', of: 'repost_of', who: 'account_id', stands: 'deleted_at' },
  liked: { table: 'post_like', of: 'actor', who: 'subject', stands: 'until_at' },
} as const;

/** The lists of accounts of an account (who follows it or asks to, whom it follows) or a post (who likes it, who passes it on). */
export type AccountList = Exclude<keyof typeof LISTS, 'liked'>;

/**
 * A page of a list of accounts, newest first, of what was done by an instant (ms since the epoch) and still stands:
 * what was taken back since is told at no instant.
 *
 * @param of the account or post whose list it is
 */
export async function accountsOn(
  sql: Sql,
  list: AccountList,
  of: string,
  at: number,
  page: PageRequest,
): Promise<ListedAccount[]> {
  const rows = await rowsOf(sql, list, of, at, page);
  return rows.map(({ id, who }) => ({ id, account: who }));
}

/** A page of the posts that an account likes, newest like first. */
export async function postsLikedBy(
  sql: Sql,
  account: string,
  at: number,
  page: PageRequest,
): Promise<{ id: string; post: string }[]> {
  const rows = await rowsOf(sql, 'liked', account, at, page);
  return rows.map(({ id, who }) => ({ id, post: who }));
}

async function rowsOf(
  sql: Sql,
  list: keyof typeof LISTS,
  key: string,
  at: number,
  page: PageRequest,
): Promise<{ id: string; who: string }[]> {
  const { table, of, who, stands } = LISTS[list];
  const parameters: SqlValue[] = [key, latestIdAt(at)];
  const { where, tail } = pageSql(page, 'r.id', (value) => `$${parameters.push(value)}`);
  // In the words of the lists' own indexes.
  const conditions = [
    `r.${of} || '' = $1`,
    `r.${of} IS NOT NULL`,
    `r.${stands} IS NULL`,
    'r.id <= $2',
    ...where,
  ];
  const rows = await sql.query<{ id: string; who: string }>(
    `SELECT r.id, r.${who} AS who FROM ${table} r WHERE ${conditions.join(' AND ')} ${tail}`,
    parameters,
  );
  return rows.sort(newestFirst);
}

/** An account's relationships with others, as they are now, by the others' ids. */
export interface Relations {
  following: ReadonlySet<string>;
  followedBy: ReadonlySet<string>;
  /** Whom it asks to follow, and who asks to follow it. */
  requested: ReadonlySet<string>;
  requestedBy: ReadonlySet<string>;
  blocking: ReadonlySet<string>;
  blockedBy: ReadonlySet<string>;
  muting: ReadonlySet<string>;
  mutingNotifications: ReadonlySet<string>;
  notes: ReadonlyMap<string, string>;
}

/** Reads what an account has to do with some others: by look-ups for each, whatever else there is of either. */
export async function relationsOf(sql: Sql, account: string, others: readonly string[]): Promise<Relations> {
  const { dialect } = sql;
  const them = idRows(dialect, '$2');
  const standing = (table: string, alias: string, [one, other]: [string, string], rest: string): string =>
    dialect.lookUp(table, alias, `${alias}.${one} = $1 AND ${alias}.${other} = n.id${rest}`);
  const select = (what: string, join: string, extra = "''"): string =>
    `SELECT '${what}' AS what, n.id, ${extra} AS text FROM ${them} ${join}`;
  const open = ' AND f.until_at IS NULL';
  const blocks = " AND k.how = 'block'";
  const mine: [string, string] = ['account_id', 'target_id'];
  const theirs: [string, string] = ['target_id', 'account_id'];
  const rows =
    others.length === 0
      ? []
      : await sql.query<{ what: string; id: string; text: string }>(
          [
            select('following', standing('follow', 'f', ['actor', 'subject'], open)),
            select('followedBy', standing('follow', 'f', ['subject', 'actor'], open)),
            select('requested', standing('follow_request', 'f', ['actor', 'subject'], open)),
            select('requestedBy', standing('follow_request', 'f', ['subject', 'actor'], open)),
            select('blocking', standing('kept_apart', 'k', mine, blocks)),
            select('blockedBy', standing('kept_apart', 'k', theirs, blocks)),
            select('muting', standing('kept_apart', 'k', mine, " AND k.how = 'mute'")),
            select(
              'mutingNotifications',
              standing('kept_apart', 'k', mine, " AND k.how = 'mute' AND k.notifications = 1"),
            ),
            select('notes', standing('account_note', 'o', mine, ''), 'o.text'),
          ].join(' UNION ALL '),
          [account, idsParameter(new Set(others))],
        );
  const ids = (wanted: string): Set<string> =>
    new Set(rows.flatMap(({ what, id }) => (what === wanted ? id : [])));
  return {
    following: ids('following'),
    followedBy: ids('followedBy'),
    requested: ids('requested'),
    requestedBy: ids('requestedBy'),
    blocking: ids('blocking'),
    blockedBy: ids('blockedBy'),
    muting: ids('muting'),
    mutingNotifications: ids('mutingNotifications'),
    notes: new Map(rows.flatMap(({ what, id, text }) => (what === 'notes' ? [[id, text] as const] : []))),
  };
}

/**
 * Those whom an account follows who follow each of some others, by the others' ids, of each at most so many.
 *
 * @param among how many of those whom it follows are looked at, the latest first
 */
export async function familiarFollowers(
  sql: Sql,
  account: string,
  others: readonly string[],
  { among, most }: { among: number; most: number },
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (others.length === 0) return found;
  const { dialect } = sql;
  const rows = await sql.query<{ id: string; actor: string }>(
    `SELECT n.id, f.actor FROM (
       SELECT w.subject FROM follow w WHERE w.actor || '' = $1 AND w.until_at IS NULL ORDER BY w.id DESC LIMIT $3
     ) AS mine CROSS JOIN ${idRows(dialect, '$2')}
     ${dialect.lookUp('follow', 'f', 'f.actor = mine.subject AND f.subject = n.id AND f.until_at IS NULL')}`,
    [account, idsParameter(new Set(others)), among],
  );
  for (const { id, actor } of rows) {
    const known = found.get(id) ?? [];
    if (known.length < most) found.set(id, [...known, actor]);
  }
  return found;
}

/**
 * Between whom of some viewers and some accounts something keeps apart: by the viewer and the account, whether it is
 * the account that blocks the viewer.
 */
export async function apartAmong(
  sql: Sql,
  viewers: readonly string[],
  accounts: readonly string[],
): Promise<Map<string, Map<string, boolean>>> {
  const found = new Map<string, Map<string, boolean>>();
  if (viewers.length === 0 || accounts.length === 0) return found;
  const { dialect } = sql;
  const among = (column: string, parameter: string): string => amongIds(dialect, column, parameter);
  const rows = await sql.query<{ viewer: string; account: string; barred: number }>(
    `SELECT k.account_id AS viewer, k.target_id AS account, 0 AS barred FROM kept_apart k
       WHERE ${among('k.target_id', '$2')} AND ${among('k.account_id', '$1')}
     UNION SELECT b.target_id, b.account_id, 1 FROM kept_apart b
       WHERE b.how = 'block' AND ${among('b.target_id', '$1')} AND ${among('b.account_id', '$2')}`,
    [idsParameter(viewers), idsParameter(new Set(accounts))],
  );
  for (const { viewer, account, barred } of rows) {
    const known = found.get(viewer) ?? new Map<string, boolean>();
    found.set(viewer, known.set(account, barred === 1 || known.get(account) === true));
  }
  return found;
}
