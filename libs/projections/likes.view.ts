import { amongIds, idsParameter, type Sql } from '#database';

/** Finds which of some likes, by the ids of their events, stand; one taken back is gone at every instant. */
export async function standingLikes(sql: Sql, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `SELECT l.id FROM post_like l WHERE ${amongIds(sql.dialect, 'l.id', '$1')}
       AND l.until_at IS NULL`,
    [idsParameter(ids)],
  );
  return new Set(rows.map(({ id }) => id));
}
