import { amongIds, idRows, idsParameter, type Sql, type SqlValue } from '#database';
import { VENUES, type StoredAccount, type VenueId } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { latestIdAt, type ReadAt } from './status-query.js';
import { accountsJson, toAccount, type AccountRow } from './stored-accounts.js';
import { inForceAt } from './stored-rows.js';

/** One account as of an instant, by id or by `handleKey`; undefined where it was not there yet. */
export async function accountAt(
  sql: Sql,
  when: ReadAt,
  by: { id: string } | { handleKey: string },
): Promise<StoredAccount | undefined> {
  const [account] =
    'id' in by
      ? await select(sql, when, 'SELECT CAST($3 AS TEXT) AS id', by.id)
      : await select(sql, when, 'SELECT h.id FROM account h WHERE h.handle_key = $3', by.handleKey);
  return account;
}

/** Accounts by id as of an instant, as far as they are there. */
export function accountsById(sql: Sql, when: ReadAt, ids: readonly string[]): Promise<StoredAccount[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return select(sql, when, `SELECT n.id FROM ${idRows(sql.dialect, '$3')}`, idsParameter(new Set(ids)));
}

/** The ids of the accounts that some `handleKey`s are of, as far as they are there. */
export async function accountIdsByHandle(
  sql: Sql,
  handleKeys: readonly string[],
): Promise<Map<string, string>> {
  if (handleKeys.length === 0) return new Map();
  const rows = await sql.query<{ id: string; handle_key: string }>(
    `SELECT a.id, a.handle_key FROM account a WHERE ${amongIds(sql.dialect, 'a.handle_key', '$1')}`,
    [idsParameter(new Set(handleKeys))],
  );
  return new Map(rows.map(({ id, handle_key }) => [handle_key, id]));
}

/** Accounts that were there at an instant, the newest first; with a handle that begins so, whatever its case. */
export async function accountsPage(
  sql: Sql,
  when: ReadAt,
  page: PageRequest,
  only: { local?: boolean | undefined; venue?: VenueId | undefined; handle?: string | undefined },
): Promise<StoredAccount[]> {
  const parameters: SqlValue[] = [when.at, latestIdAt(when.at)];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const paging = pageSql(page, 'a.id', bind);
  const where = ['a.opened_at <= $1', 'a.id <= $2', ...paging.where].join(' AND ');
  const { local, venue, handle } = only;
  const venues = (Object.keys(VENUES) as VenueId[]).filter(
    (one) => (venue ?? one) === one && (local ?? one === 'home') === (one === 'home'),
  );
  let rows: { id: string }[];
  if (handle !== undefined) {
    // Those that begin so, by the index of handles, and only then in order: the order has an index, too, by which
    // all accounts would be gone through where few begin so.
    const begins = sql.dialect.begins('b.handle_key', bind(handle.toLowerCase()));
    const among = amongIds(sql.dialect, 'a.venue', bind(idsParameter(venues)));
    rows = await sql.query(
      `WITH found AS MATERIALIZED (SELECT b.id, b.opened_at, b.venue FROM account b WHERE ${begins})
       SELECT a.id FROM found a WHERE ${among} AND ${where} ${paging.tail}`,
      parameters,
    );
  } else if (local === undefined && venue === undefined) {
    rows = await sql.query(`SELECT a.id FROM account a WHERE ${where} ${paging.tail}`, parameters);
  } else {
    // Venue by venue, each in the order of its index.
    const of = (one: VenueId): string =>
      `SELECT * FROM (SELECT a.id FROM account a WHERE a.venue = ${bind(one)} AND ${where} ${paging.tail}) AS of_${one}`;
    rows =
      venues.length === 0
        ? []
        : await sql.query(
            `SELECT a.id FROM (${venues.map(of).join(' UNION ALL ')}) AS a ${paging.tail}`,
            parameters,
          );
  }
  const accounts = await accountsById(
    sql,
    when,
    rows.map(({ id }) => id),
  );
  return accounts.sort(newestFirst);
}

/**
 * Accounts of people here whose handles begin so, by handle; with a venue, those of that venue. Found by the index
 * of handles: a name is not looked into.
 *
 * @param from how many of them are passed over
 */
export async function accountsByHandle(
  sql: Sql,
  when: ReadAt,
  { handle, venue }: { handle: string; venue: VenueId },
  { limit, from }: { limit: number; from: number },
): Promise<StoredAccount[]> {
  const rows = await sql.query<{ id: string }>(
    `SELECT a.id FROM account a WHERE ${sql.dialect.begins('a.handle_key', '$1')}
       AND a.venue = $2 AND a.opened_at <= $3 ORDER BY a.handle_key, a.id LIMIT $4 OFFSET $5`,
    [handle.toLowerCase(), venue, when.at, limit, from],
  );
  const ids = rows.map(({ id }) => id);
  const accounts = new Map((await accountsById(sql, when, ids)).map((account) => [account.id, account]));
  return ids.flatMap((id) => accounts.get(id) ?? []);
}

/** The accounts an account follows at an instant (ms since the epoch). */
export async function followedBy(sql: Sql, account: string, at: number): Promise<string[]> {
  const rows = await sql.query<{ subject: string }>(
    `SELECT f.subject FROM follow f WHERE f.actor = $1 AND ${inForceAt('f', '$2')}`,
    [account, at],
  );
  return rows.map((row) => row.subject);
}

async function select(sql: Sql, when: ReadAt, which: string, value: SqlValue): Promise<StoredAccount[]> {
  const { viewer } = when;
  const whose = viewer === null ? null : '$5';
  const [at, alsoAt] = ['CAST($1 AS BIGINT)', 'CAST($2 AS BIGINT)'];
  const json = accountsJson(sql.dialect, which, at, alsoAt, '$4', whose);
  const [row] = await sql.query<{ accounts: string }>(`SELECT ${json} AS accounts`, [
    when.at,
    when.restrictionsAlsoAt,
    value,
    latestIdAt(when.at),
    ...(viewer === null ? [] : [viewer]),
  ]);
  return (JSON.parse(row?.accounts ?? '[]') as AccountRow[]).map(toAccount);
}
