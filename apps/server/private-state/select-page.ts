import type { Sql, SqlValue } from '#database';
import { newestFirst, pageSql, type PageRequest } from '#projections';

/**
 * A page of a table of private state, the newest first; its ids are those of `newId`.
 *
 * @param where conditions on its columns, ready as SQL, with `$1` and on for `values`
 */
export async function selectPage<Row extends { id: string }>(
  sql: Sql,
  table: 'appeal' | 'audit' | 'followed_tag' | 'kept_apart' | 'moderator_note' | 'report' | 'scheduled_post',
  page: PageRequest,
  where: readonly string[] = [],
  values: readonly SqlValue[] = [],
): Promise<Row[]> {
  const parameters = [...values];
  const paging = pageSql(page, 'id', (value) => `$${parameters.push(value)}`);
  const conditions = [...where, ...paging.where];
  const rows = await sql.query<Row>(
    `SELECT * FROM ${table} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ${paging.tail}`,
    parameters,
  );
  return rows.sort(newestFirst);
}
