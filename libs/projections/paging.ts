import type { SqlValue } from '#database';

/** Mastodon's paging: between which ids, and how many. */
export interface PageRequest {
  limit: number;
  maxId?: string | undefined;
  sinceId?: string | undefined;
  /** Like `sinceId`, but the page right after it. */
  minId?: string | undefined;
}

/**
 * The SQL of a page: conditions on the ids, and what ends the statement. The rows of a page after
 * `minId` are read from there upwards, so they are to be sorted by `newestFirst`.
 *
 * @param idColumn of what is paged, as SQL
 * @param bind takes a value, gives its placeholder
 */
export function pageSql(
  { limit, maxId, sinceId, minId }: PageRequest,
  idColumn: string,
  bind: (value: SqlValue) => string,
): { where: string[]; tail: string; order: 'ASC' | 'DESC'; limit: string } {
  const where: string[] = [];
  if (maxId !== undefined) where.push(`${idColumn} < ${bind(maxId)}`);
  if (sinceId !== undefined) where.push(`${idColumn} > ${bind(sinceId)}`);
  if (minId !== undefined) where.push(`${idColumn} > ${bind(minId)}`);
  const order = minId === undefined ? 'DESC' : 'ASC';
  const most = bind(limit);
  return { where, tail: `ORDER BY ${idColumn} ${order} LIMIT ${most}`, order, limit: most };
}

/** Compares by id, for sorting: ids sort as time does, and the newest comes first. */
export function newestFirst(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? 1 : -1;
}
