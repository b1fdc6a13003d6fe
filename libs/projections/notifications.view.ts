import { idRows, idsParameter, type Sql, type SqlValue } from '#database';
import type { StoredNotification } from '#domain';
import { newestFirst, pageSql, type PageOf } from './paging.js';
import { latestIdAt } from './status-query.js';
import { inForceAt, toRestriction, type RestrictionRow } from './stored-rows.js';

/** Which notifications; without, all. */
interface NotificationsOf {
  types?: readonly string[] | undefined;
  exceptTypes?: readonly string[] | undefined;
}

/**
 * What an account was told by an instant (ms since the epoch), newest first. Every kind of thing that
 * someone is told is one more select of ids and types; today that is what is done to their account
 * and posts.
 */
export async function notificationsAt(
  sql: Sql,
  account: string,
  at: number,
  page: PageOf,
  { types, exceptTypes = [] }: NotificationsOf = {},
): Promise<StoredNotification[]> {
  if (exceptTypes.includes(WARNING) || types?.includes(WARNING) === false) return [];
  const parameters: SqlValue[] = [account, latestIdAt(at)];
  const { where, tail } = pageSql(page, 't.told_id', (value) => `$${parameters.push(value)}`);
  const warnings = await selectWarnings(
    sql,
    OF_ACCOUNT,
    `WHERE ${['t.told_id <= $2', ...where].join(' AND ')} ${tail}`,
    parameters,
  );
  return warnings.sort(newestFirst);
}

/** One of an account's notifications; undefined where it was not told by then (ms since the epoch). */
export async function notificationAt(
  sql: Sql,
  account: string,
  at: number,
  id: string,
): Promise<StoredNotification | undefined> {
  if (id > latestIdAt(at)) return undefined;
  const [warning] = await selectWarnings(sql, OF_ACCOUNT, 'WHERE t.told_id = $2', [account, id]);
  return warning;
}

/** What whoever it is on is told of some restrictions: of each, that it began, and that it ended, as far as it has. */
export function notificationsAbout(sql: Sql, restrictions: readonly string[]): Promise<StoredNotification[]> {
  if (restrictions.length === 0) return Promise.resolve([]);
  return selectWarnings(
    sql,
    `SELECT coalesce(p.account_id, a.id) AS owner, r.* FROM restriction r JOIN ${idRows(sql.dialect, '$1')} ON n.id = r.id
     LEFT JOIN post p ON p.id = r.subject_id LEFT JOIN account a ON a.id = r.subject_id
     WHERE coalesce(p.account_id, a.id) IS NOT NULL`,
    '',
    [idsParameter(restrictions)],
  );
}

const WARNING = 'moderation_warning';

/** The restrictions on an account, the first parameter, and on its posts. */
const OF_ACCOUNT = `SELECT a.id AS owner, r.* FROM account a JOIN restriction r ON r.subject_id = a.id WHERE a.id = $1
  UNION ALL
  SELECT p.account_id, r.* FROM post p JOIN restriction r ON r.subject_id = p.id WHERE p.account_id = $1`;

interface WarningRow extends RestrictionRow {
  owner: string;
  told_id: string;
  what: 'began' | 'ended';
  title: string | null;
  authority: string | null;
  still_in: string;
}

/** Of the restrictions that one select gives, what is told, as far as another clause wants it. */
async function selectWarnings(
  sql: Sql,
  restrictions: string,
  wanted: string,
  parameters: readonly SqlValue[],
): Promise<StoredNotification[]> {
  // A post rests on its account, too: what is lifted from the one may go on by the other.
  const others = `restriction s
    WHERE s.subject_id IN (t.subject_id, t.owner) AND s.kind = t.kind AND s.id <> t.id
      AND ${inForceAt('s', 't.until_at')}`;
  const rows = await sql.query<WarningRow>(
    `WITH theirs AS (${restrictions}), told AS (
       SELECT r.began_id AS told_id, 'began' AS what, r.* FROM theirs r
       WHERE r.began_id IS NOT NULL
       UNION ALL SELECT r.ended_id, 'ended', r.* FROM theirs r
       WHERE r.began_id IS NOT NULL AND r.ended_id IS NOT NULL
     )
     SELECT t.*, o.title, c.name AS authority,
       CASE t.what WHEN 'ended' THEN ${sql.dialect.jsonRows({ countries: 's.countries' }, others)} ELSE '[]' END AS still_in
     FROM told t LEFT JOIN legal_order o ON o.id = t.order_id LEFT JOIN authority c ON c.id = o.authority_id
     ${wanted}`,
    parameters,
  );
  return rows.map(toWarning);
}

function toWarning(row: WarningRow): StoredNotification {
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
    ended:
      row.what === 'began' || row.until_at === null
        ? null
        : { at: row.until_at, stillIn: [...new Set(stillIn)].sort() },
  };
}
