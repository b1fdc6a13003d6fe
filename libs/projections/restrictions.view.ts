import { amongIds, idsParameter, type Sql, type SqlValue } from '#database';
import type { Restriction } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import type { ReadAt } from './status-query.js';
import {
  bindsInSql,
  everBeganSql,
  inForceAt,
  toRestriction,
  withChanges,
  type RestrictionRow,
} from './stored-rows.js';

/** Restrictions that began by an instant (ms since the epoch), newest first; one that was lifted before never did. */
export async function restrictionsAt(
  sql: Sql,
  at: number,
  page: PageRequest,
  only: { subject?: string | undefined; country?: string | undefined; inForce?: boolean | undefined },
): Promise<Restriction[]> {
  const parameters: SqlValue[] = [at];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const where = [only.inForce === true ? inForceAt('r', '$1') : 'r.from_at <= $1', everBeganSql('r')];
  if (only.subject !== undefined) where.push(`r.subject_id = ${bind(only.subject)}`);
  if (only.country !== undefined) where.push(bindsInSql('r', only.country, bind));
  const paging = pageSql(page, 'r.id', bind);
  const rows = await sql.query<RestrictionRow>(
    `SELECT ${withChanges(sql.dialect)} FROM restriction r WHERE ${[...where, ...paging.where].join(' AND ')} ${paging.tail}`,
    parameters,
  );
  return rows.map(toRestriction).sort(newestFirst);
}

/** Restrictions by id, in force or not. */
export async function restrictionsById(sql: Sql, ids: readonly string[]): Promise<Restriction[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<RestrictionRow>(
    `SELECT ${withChanges(sql.dialect)} FROM restriction r WHERE ${amongIds(sql.dialect, 'r.id', '$1')}`,
    [idsParameter(ids)],
  );
  return rows.map(toRestriction);
}

/** Every restriction that was ever on some posts, accounts or hashtags, oldest first. */
export async function restrictionsOn(sql: Sql, subjects: readonly string[]): Promise<Restriction[]> {
  if (subjects.length === 0) return [];
  const rows = await sql.query<RestrictionRow>(
    `SELECT ${withChanges(sql.dialect)} FROM restriction r WHERE ${amongIds(sql.dialect, 'r.subject_id', '$1')}
     ORDER BY r.from_at, r.id`,
    [idsParameter(new Set(subjects))],
  );
  return rows.map(toRestriction);
}

/** Finds which of some hashtags (normalised, without `#`) are limited at one of two instants (epoch ms). */
export async function limitedTags(
  sql: Sql,
  tags: readonly string[],
  { at, restrictionsAlsoAt }: Pick<ReadAt, 'at' | 'restrictionsAlsoAt'>,
): Promise<Set<string>> {
  if (tags.length === 0) return new Set();
  const rows = await sql.query<{ tag: string }>(
    `SELECT DISTINCT r.subject_id AS tag FROM restriction r
     WHERE ${amongIds(sql.dialect, 'r.subject_id', '$1')} AND r.subject_type = 'hashtag' AND r.kind = 'limit' AND ${inForceAt('r', '$2', '$3')}`,
    [idsParameter(tags), at, restrictionsAlsoAt],
  );
  return new Set(rows.map(({ tag }) => tag));
}

/** Finds which of some accounts are suspended at an instant, ms since the epoch. */
export async function suspendedAmong(
  sql: Sql,
  accounts: readonly string[],
  at: number,
): Promise<Set<string>> {
  if (accounts.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    `SELECT DISTINCT r.subject_id AS id FROM restriction r
     WHERE ${amongIds(sql.dialect, 'r.subject_id', '$1')} AND r.subject_type = 'account' AND r.kind = 'suspend' AND ${inForceAt('r', '$2')}`,
    [idsParameter(accounts), at],
    { planned: 'once' },
  );
  return new Set(rows.map(({ id }) => id));
}
