import type { Sql, SqlValue } from '#database';
import type { StoredReasons, StoredTally } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import {
  bindsInSql,
  everBeganSql,
  inForceAt,
  toRestriction,
  withChanges,
  type RestrictionRow,
} from './stored-rows.js';

/** A filter on orders or restrictions. */
interface Only {
  /** Only those that bind in this country: they name it, or bind everywhere. */
  country?: string | undefined;
  scenario?: string | undefined;
}

interface AuthorityColumns {
  a_id: string;
  a_account: string | null;
  a_name: string;
  a_short_name: string;
  a_country: string | null;
  a_note: string;
}

const AUTHORITY_COLUMNS = `a.id AS a_id, a.account_id AS a_account, a.name AS a_name,
  a.short_name AS a_short_name, a.country AS a_country, a.note AS a_note`;

interface TallyRow extends AuthorityColumns {
  venue: StoredTally['venue'];
  countries: string;
  confidential: number;
  status: StoredTally['status'];
  scenario: string | null;
  items: string;
  waits: string;
}

/**
 * Tallies what orders asked for and what became of it, as of an instant: one row per order filed by
 * then, counted by the database.
 *
 * @param at ms since the epoch
 * @param only of these alone; `filedFrom` and `filedTo` (ms) bound the half-open time of filing
 */
export async function talliesAt(
  sql: Sql,
  at: number,
  only: Only & { filedFrom?: number | undefined; filedTo?: number | undefined },
): Promise<StoredTally[]> {
  const { dialect } = sql;
  const parameters: SqlValue[] = [at];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const then = 'CAST($1 AS BIGINT)';
  const where = [`o.filed_at <= ${then}`];
  if (only.country !== undefined) where.push(bindsInSql('o', only.country, bind));
  if (only.scenario !== undefined) where.push(`o.scenario = ${bind(only.scenario)}`);
  if (only.filedFrom !== undefined) where.push(`o.filed_at >= ${bind(only.filedFrom)}`);
  if (only.filedTo !== undefined) where.push(`o.filed_at < ${bind(only.filedTo)}`);
  const items = dialect.jsonRows(
    { kind: 't.kind', state: 't.state', items: 't.items' },
    `(SELECT coalesce(i.subject_type, 'url') AS kind, coalesce(d.outcome, 'open') AS state, count(*) AS items
      FROM order_item i
      LEFT JOIN item_decision d ON d.order_id = i.order_id AND d.n = i.n AND ${inForceAt('d', then)}
      WHERE i.order_id = o.id GROUP BY i.subject_type, d.outcome) t`,
  );
  const waits = dialect.jsonRows(
    { ms: 'w.ms', items: 'w.items' },
    `(SELECT f.at - o.filed_at AS ms, count(*) AS items
      FROM (SELECT min(d.from_at) AS at FROM item_decision d
            WHERE d.order_id = o.id AND d.from_at <= ${then} GROUP BY d.n) f
      GROUP BY f.at) w`,
  );
  const rows = await sql.query<TallyRow>(
    `SELECT o.venue, o.countries, o.confidential, o.scenario, s.status, ${AUTHORITY_COLUMNS},
       ${items} AS items, ${waits} AS waits
     FROM legal_order o JOIN authority a ON a.id = o.authority_id
     JOIN order_status s ON s.order_id = o.id AND ${inForceAt('s', then)}
     WHERE ${where.join(' AND ')} ORDER BY o.id`,
    parameters,
  );
  return rows.map((row) => ({
    authority: toAuthority(row),
    venue: row.venue,
    countries: JSON.parse(row.countries) as string[],
    confidential: row.confidential === 1,
    status: row.status,
    scenario: row.scenario,
    items: JSON.parse(row.items) as StoredTally['items'],
    waits: JSON.parse(row.waits) as StoredTally['waits'],
  }));
}

interface ReasonsRow extends RestrictionRow, Partial<AuthorityColumns> {
  title: string | null;
  legal_basis: string | null;
  grounds: string | null;
  order_reason: string | null;
  order_confidential: number | null;
  filed_at: number | null;
  venue: StoredReasons['venue'];
  told_scenario: string | null;
}

/**
 * Restrictions that began by an instant (ms since the epoch), newest first, each with the order that
 * holds it. One that was lifted before it began never did.
 */
export async function reasonsAt(
  sql: Sql,
  at: number,
  page: PageRequest,
  only: Only,
): Promise<StoredReasons[]> {
  const parameters: SqlValue[] = [at];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const scenario = 'coalesce(r.scenario, p.scenario, c.scenario)';
  const where = ['r.from_at <= $1', everBeganSql('r')];
  if (only.country !== undefined) where.push(bindsInSql('r', only.country, bind));
  if (only.scenario !== undefined) where.push(`${scenario} = ${bind(only.scenario)}`);
  const paging = pageSql(page, 'r.id', bind);
  const lookUp = (table: string, alias: string, on: string): string =>
    sql.dialect.lookUp(table, alias, on, { orNone: true });
  const rows = await sql.query<ReasonsRow>(
    `SELECT ${withChanges(sql.dialect)}, ${AUTHORITY_COLUMNS}, o.title, o.legal_basis, o.grounds, o.reason AS order_reason,
       o.confidential AS order_confidential, o.filed_at, coalesce(p.venue, c.venue, o.venue) AS venue,
       ${scenario} AS told_scenario
     FROM restriction r
     ${lookUp('legal_order', 'o', 'o.id = r.order_id')}
     ${lookUp('authority', 'a', 'a.id = o.authority_id')}
     ${lookUp('post', 'p', `r.subject_type = 'post' AND p.id = r.subject_id`)}
     ${lookUp('account', 'c', `r.subject_type = 'account' AND c.id = r.subject_id`)}
     WHERE ${[...where, ...paging.where].join(' AND ')} ${paging.tail}`,
    parameters,
  );
  return rows.sort(newestFirst).map(toReasons);
}

function toReasons(row: ReasonsRow): StoredReasons {
  const { a_id, title, legal_basis, grounds, order_reason, filed_at } = row;
  return {
    restriction: toRestriction(row),
    order:
      a_id == null || filed_at === null
        ? null
        : {
            authority: toAuthority(row as AuthorityColumns),
            title: title ?? '',
            legalBasis: legal_basis ?? '',
            grounds: JSON.parse(grounds ?? '[]') as string[],
            reason: order_reason ?? '',
            confidential: row.order_confidential !== 0,
            filedAt: filed_at,
          },
    venue: row.venue,
    scenario: row.told_scenario,
  };
}

function toAuthority(row: AuthorityColumns): StoredTally['authority'] {
  return {
    id: row.a_id,
    account: row.a_account,
    name: row.a_name,
    shortName: row.a_short_name,
    country: row.a_country,
    note: row.a_note,
  };
}
