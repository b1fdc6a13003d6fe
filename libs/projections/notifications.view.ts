import { amongIds, idsParameter, type Dialect, type Sql, type SqlValue } from '#database';
import type { DeedType, StoredDeed, StoredNotice, StoredNotification, StoredWarning } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { latestIdAt } from './status-query.js';
import { inForceAt, isMuted, toRestriction, withChanges, type RestrictionRow } from './stored-rows.js';

/** The types of what is folded from the log, by Mastodon's names. */
export const TOLD_TYPES = [
  'mention',
  'follow',
  'follow_request',
  'favourite',
  'reblog',
  'moderation_warning',
] as const;
export type ToldType = (typeof TOLD_TYPES)[number];

/** Which of an account's notifications are read. */
export interface ToldOf {
  types: readonly ToldType[];
  /** Of what this account did alone. */
  actor?: string | undefined;
  /** About this post alone. */
  post?: string | undefined;
}

/** A row of somebody's notifications, by whose id they are paged; `told` is null where it does not stand any more. */
export interface ToldRow {
  id: string;
  told: StoredNotification | null;
}

/**
 * Rows of the notifications that an account got by an instant (ms since the epoch), newest first. What was taken
 * back since, and what the account has dismissed, is told at no instant.
 */
export async function notificationsAt(
  sql: Sql,
  account: string,
  at: number,
  page: PageRequest,
  { types, actor, post }: ToldOf,
): Promise<ToldRow[]> {
  if (types.length === 0) return [];
  const parameters: SqlValue[] = [account, latestIdAt(at)];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const { where, tail } = pageSql(page, 'n.id', bind);
  const conditions = ['n.recipient = $1', 'n.id <= $2', `n.id > ${CLEARED}`, ...where];
  if (actor !== undefined) conditions.push(`n.actor = ${bind(actor)}`);
  if (post !== undefined) conditions.push(`n.post = ${bind(post)}`);
  // Type by type, each from where it begins in its index: whoever asks for one is not kept by all the others.
  const of = (type: ToldType): string =>
    `SELECT * FROM (SELECT n.* FROM notification n WHERE n.type = '${type}' AND ${conditions.join(' AND ')} ${tail}) AS of_${type}`;
  const rows = await sql.query<NotificationRow>(
    `SELECT n.*, ${stands(sql)} AS stands FROM (${types.map(of).join(' UNION ALL ')}) AS n ${tail}`,
    parameters,
  );
  return toTold(sql, rows.sort(newestFirst));
}

/** One of an account's notifications; undefined where it was not told by then (ms since the epoch). */
export async function notificationAt(
  sql: Sql,
  account: string,
  at: number,
  id: string,
): Promise<StoredNotification | undefined> {
  if (id > latestIdAt(at)) return undefined;
  const rows = await sql.query<NotificationRow>(
    `SELECT n.*, ${stands(sql)} AS stands FROM notification n
     WHERE n.id = $2 AND n.recipient = $1 AND n.id > ${CLEARED}`,
    [account, id],
  );
  const [row] = await toTold(sql, rows);
  return row?.told ?? undefined;
}

/** Reads the notifications that some events make for some accounts, by their ids. */
export async function deedsAmong(
  sql: Sql,
  ids: readonly string[],
  recipients: readonly string[],
): Promise<StoredDeed[]> {
  if (ids.length === 0 || recipients.length === 0) return [];
  const { dialect } = sql;
  const rows = await sql.query<NotificationRow>(
    `SELECT n.*, 1 AS stands FROM notification n
     WHERE ${amongIds(dialect, 'n.id', '$1')} AND ${amongIds(dialect, 'n.recipient', '$2')} AND n.actor IS NOT NULL
       AND ${isHeard(dialect)}`,
    [idsParameter(ids), idsParameter(recipients)],
  );
  return rows.map(toDeed);
}

/**
 * Notifications that some accounts got of what is restricted, the latest: of what some accounts did, or about some
 * posts.
 *
 * @param most how many there are of each
 */
export async function deedsAbout(
  sql: Sql,
  on: { posts: ReadonlySet<string>; accounts: ReadonlySet<string> },
  recipients: readonly string[],
  most: number,
): Promise<StoredDeed[]> {
  if (recipients.length === 0 || (on.posts.size === 0 && on.accounts.size === 0)) return [];
  const { dialect } = sql;
  const got = `${amongIds(dialect, 'n.recipient', '$1')} AND n.actor IS NOT NULL`;
  const latest = (where: string): string =>
    `SELECT * FROM (SELECT n.* FROM notification n WHERE ${where} AND ${got} ORDER BY n.id DESC LIMIT ${most}) AS latest`;
  const rows = await sql.query<NotificationRow>(
    `SELECT n.*, 1 AS stands FROM (
       ${latest(amongIds(dialect, 'n.post', '$2'))} UNION ${latest(amongIds(dialect, 'n.actor', '$3'))}
     ) AS n WHERE n.id > coalesce((SELECT c.up_to FROM notification_cleared c WHERE c.account_id = n.recipient), '')
       AND ${stands(sql)}`,
    [idsParameter(recipients), idsParameter(on.posts), idsParameter(on.accounts)],
  );
  return rows.map(toDeed);
}

interface NotificationRow {
  id: string;
  recipient: string;
  type: ToldType;
  actor: string | null;
  post: string | null;
  restriction: string | null;
  stands: number | boolean;
}

/** Up to which the account, the first parameter, has cleared its notifications. */
const CLEARED = `coalesce((SELECT c.up_to FROM notification_cleared c WHERE c.account_id = $1), '')`;

/** The SQL of whether a notification `n` is not of a thread that its recipient had muted by then. */
function isHeard(dialect: Dialect): string {
  return `(n.post IS NULL OR NOT ${isMuted(dialect, 'n.post', 'n.recipient', 'n.id')})`;
}

/** The SQL of whether a notification `n` is dismissed by nobody, heard, and what it tells of not taken back. */
function stands({ dialect }: Sql): string {
  return `(${isHeard(dialect)} AND ${IS_TOLD})`;
}

const IS_TOLD = `((SELECT 1 FROM notification_dismissed d WHERE d.account_id = n.recipient AND d.notification_id = n.id) IS NULL
  AND CASE n.type
    WHEN 'favourite' THEN (SELECT l.until_at IS NULL FROM post_like l WHERE l.id = n.id)
    WHEN 'follow' THEN (SELECT f.until_at IS NULL FROM follow f WHERE f.id = n.id)
    WHEN 'follow_request' THEN (SELECT q.until_at IS NULL FROM follow_request q WHERE q.id = n.id)
    ELSE (1 = 1)
  END)`;

/** Rows with what is stored of what they tell. */
async function toTold(sql: Sql, rows: readonly NotificationRow[]): Promise<ToldRow[]> {
  const standing = rows.filter(({ stands }) => Boolean(stands));
  const restrictions = standing.flatMap(({ restriction }) => restriction ?? []);
  const notices = new Map(
    (await notificationsAbout(sql, [...new Set(restrictions)])).map((notice) => [notice.id, notice]),
  );
  const warnings = standing.filter(({ actor, restriction }) => actor === null && restriction === null);
  const words = await wordsOf(
    sql,
    warnings.map(({ id }) => id),
  );
  const told = (row: NotificationRow): StoredNotification | null => {
    if (row.actor !== null) return toDeed(row);
    const text = words.get(row.id);
    return notices.get(row.id) ?? (text === undefined ? null : warningOf(row, text));
  };
  return rows.map((row) => ({ id: row.id, told: row.stands ? told(row) : null }));
}

function toDeed({ id, recipient, type, actor, post }: NotificationRow): StoredDeed {
  return { id, type: type as DeedType, account: recipient, actor: actor ?? '', post };
}

function warningOf({ id, recipient }: NotificationRow, text: string): StoredWarning {
  return { id, type: WARNING, account: recipient, restriction: null, text };
}

/** The words of some moderators' warnings, by their ids. */
async function wordsOf(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ id: string; text: string }>(
    `SELECT w.id, w.text FROM warning w WHERE ${amongIds(sql.dialect, 'w.id', '$1')}`,
    [idsParameter(ids)],
  );
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** The notices to those whom some restrictions are on: that each began, and ended, as far as it has. */
export function notificationsAbout(sql: Sql, restrictions: readonly string[]): Promise<StoredNotice[]> {
  if (restrictions.length === 0) return Promise.resolve([]);
  return selectNotices(
    sql,
    `SELECT coalesce(p.account_id, a.id) AS owner, ${withChanges(sql.dialect)} FROM restriction r
     ${sql.dialect.lookUp('post', 'p', 'p.id = r.subject_id', { orNone: true })}
     ${sql.dialect.lookUp('account', 'a', 'a.id = r.subject_id', { orNone: true })}
     WHERE ${amongIds(sql.dialect, 'r.id', '$1')} AND coalesce(p.account_id, a.id) IS NOT NULL`,
    [idsParameter(restrictions)],
  );
}

const WARNING = 'moderation_warning';

interface NoticeRow extends RestrictionRow {
  owner: string;
  told_id: string;
  what: 'began' | 'changed' | 'ended';
  new_until: number | null;
  title: string | null;
  authority: string | null;
  still_in: string;
}

/** The notices of the restrictions that a select gives. */
async function selectNotices(
  sql: Sql,
  restrictions: string,
  parameters: readonly SqlValue[],
): Promise<StoredNotice[]> {
  // A post rests on its account, too: what is lifted from the one may go on by the other.
  const others = `restriction s
    WHERE s.subject_id IN (t.subject_id, t.owner) AND s.kind = t.kind AND s.id <> t.id
      AND ${inForceAt('s', 't.until_at')}`;
  const rows = await sql.query<NoticeRow>(
    `WITH theirs AS (${restrictions}), told AS (
       SELECT r.began_id AS told_id, 'began' AS what, CAST(NULL AS BIGINT) AS new_until, r.* FROM theirs r
       WHERE r.began_id IS NOT NULL
       UNION ALL SELECT e.id, 'changed', e.until_at, r.* FROM theirs r
       ${sql.dialect.lookUp('restriction_end', 'e', 'e.restriction_id = r.id AND e.id > r.began_id')}
       UNION ALL SELECT r.ended_id, 'ended', NULL, r.* FROM theirs r
       WHERE r.began_id IS NOT NULL AND r.ended_id IS NOT NULL
     )
     SELECT t.*, o.title, c.name AS authority,
       CASE t.what WHEN 'ended' THEN ${sql.dialect.jsonRows({ countries: 's.countries' }, others)} ELSE '[]' END AS still_in
     FROM told t LEFT JOIN legal_order o ON o.id = t.order_id LEFT JOIN authority c ON c.id = o.authority_id`,
    parameters,
  );
  return rows.map(toNotice);
}

function toNotice(row: NoticeRow): StoredNotice {
  const stillIn = (JSON.parse(row.still_in) as { countries: string }[]).flatMap(
    ({ countries }) => JSON.parse(countries) as string[],
  );
  return {
    id: row.told_id,
    type: WARNING,
    account: row.owner,
    restriction: toRestriction(row),
    order:
      row.order_id === null
        ? null
        : { id: row.order_id, title: row.title ?? '', authority: row.authority ?? '' },
    changed: row.what === 'changed' ? { until: row.new_until } : null,
    ended:
      row.what !== 'ended' || row.until_at === null
        ? null
        : { at: row.until_at, stillIn: [...new Set(stillIn)].sort() },
  };
}
