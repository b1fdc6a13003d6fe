import { amongIds, idsParameter, type Sql, type SqlValue } from '#database';
import type { StoredNotice, StoredNotification, StoredWarning } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { latestIdAt } from './status-query.js';
import { inForceAt, toRestriction, withChanges, type RestrictionRow } from './stored-rows.js';

/** A filter on notifications; one that names no types lets all through. */
interface NotificationsOf {
  types?: readonly string[] | undefined;
  exceptTypes?: readonly string[] | undefined;
}

/**
 * The notifications that an account got by an instant (ms since the epoch), newest first: of restrictions
 * on it and on its posts, and of moderators' warnings.
 */
export async function notificationsAt(
  sql: Sql,
  account: string,
  at: number,
  page: PageRequest,
  { types, exceptTypes = [] }: NotificationsOf = {},
): Promise<StoredNotification[]> {
  if (exceptTypes.includes(WARNING) || types?.includes(WARNING) === false) return [];
  const parameters: SqlValue[] = [account, latestIdAt(at)];
  const { where, tail } = pageSql(page, 't.told_id', (value) => `$${parameters.push(value)}`);
  const wanted = `WHERE ${['t.told_id <= $2', ...where].join(' AND ')} ${tail}`;
  const told = [
    ...(await selectNotices(sql, ofAccount(sql), wanted, parameters)),
    ...(await selectWarnings(sql, wanted, parameters)),
  ].sort(newestFirst);
  // Each was read to the page's length, from the end that it is read from.
  return page.minId === undefined
    ? told.slice(0, page.limit)
    : told.slice(Math.max(0, told.length - page.limit));
}

/** One of an account's notifications; undefined where it was not told by then (ms since the epoch). */
export async function notificationAt(
  sql: Sql,
  account: string,
  at: number,
  id: string,
): Promise<StoredNotification | undefined> {
  if (id > latestIdAt(at)) return undefined;
  const wanted = 'WHERE t.told_id = $2';
  const [notice] = await selectNotices(sql, ofAccount(sql), wanted, [account, id]);
  return notice ?? (await selectWarnings(sql, wanted, [account, id]))[0];
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
    '',
    [idsParameter(restrictions)],
  );
}

const WARNING = 'moderation_warning';

/** The restrictions on an account, the first parameter, and on its posts. */
function ofAccount({ dialect }: Sql): string {
  return `SELECT a.id AS owner, ${withChanges(dialect)} FROM account a JOIN restriction r ON r.subject_id = a.id WHERE a.id = $1
  UNION ALL
  SELECT p.account_id, ${withChanges(dialect)} FROM post p JOIN restriction r ON r.subject_id = p.id WHERE p.account_id = $1`;
}

/** The warnings of an account, the first parameter, as far as another clause wants them. */
async function selectWarnings(
  sql: Sql,
  wanted: string,
  parameters: readonly SqlValue[],
): Promise<StoredWarning[]> {
  const rows = await sql.query<{ told_id: string; account_id: string; text: string }>(
    `SELECT t.* FROM (SELECT w.id AS told_id, w.account_id, w.text FROM warning w WHERE w.account_id = $1) t ${wanted}`,
    parameters,
  );
  return rows.map(({ told_id, account_id, text }) => ({
    id: told_id,
    type: WARNING,
    account: account_id,
    restriction: null,
    text,
  }));
}

interface NoticeRow extends RestrictionRow {
  owner: string;
  told_id: string;
  what: 'began' | 'changed' | 'ended';
  new_until: number | null;
  title: string | null;
  authority: string | null;
  still_in: string;
}

/** The notices of the restrictions that one select gives, as far as another clause wants them. */
async function selectNotices(
  sql: Sql,
  restrictions: string,
  wanted: string,
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
     FROM told t LEFT JOIN legal_order o ON o.id = t.order_id LEFT JOIN authority c ON c.id = o.authority_id
     ${wanted}`,
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
