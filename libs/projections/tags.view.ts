import { amongIds, idsParameter, type Sql } from '#database';

/** The last of all characters: every text that begins so is less. */
const LAST = '\u{10FFFF}';

/**
 * Hashtags that posts have or had and that begin so, in the order of their bytes, whoever may see the posts. Each is
 * found by the one before it, however many posts have it.
 *
 * @param begins normalised, without `#`
 * @param after the one after which they are read on; none: from the first
 */
export async function tagsBeginning(
  sql: Sql,
  begins: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const { bytesOf } = sql.dialect;
  const next = (from: string): string =>
    `(SELECT t.tag FROM post_tag t WHERE ${bytesOf('t.tag')} ${from} AND ${bytesOf('t.tag')} < $2
      ORDER BY ${bytesOf('t.tag')} LIMIT 1)`;
  const rows = await sql.query<{ tag: string }>(
    `WITH RECURSIVE names(tag) AS (
       SELECT ${next(after === null ? '>= $1' : '> $1')}
       UNION ALL SELECT ${next(`> ${bytesOf('n.tag')}`)} FROM names n WHERE n.tag IS NOT NULL
     ) SELECT tag FROM names WHERE tag IS NOT NULL LIMIT $3`,
    [after ?? begins, begins + LAST, limit],
  );
  return rows.map(({ tag }) => tag);
}

/** The hashtags that an account follows, by their names. */
export async function tagsFollowedBy(sql: Sql, account: string): Promise<string[]> {
  const rows = await sql.query<{ tag: string }>('SELECT f.tag FROM followed_tag f WHERE f.account_id = $1', [
    account,
  ]);
  return rows.map(({ tag }) => tag);
}

/** Those of some hashtags that some accounts follow, by the accounts' ids; nothing of accounts that follow none of them. */
export async function tagsFollowedAmong(
  sql: Sql,
  accounts: readonly string[],
  tags: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  if (accounts.length === 0 || tags.length === 0) return found;
  const { dialect } = sql;
  const rows = await sql.query<{ account_id: string; tag: string }>(
    `SELECT f.account_id, f.tag FROM followed_tag f
     WHERE ${amongIds(dialect, 'f.account_id', '$1')} AND ${amongIds(dialect, 'f.tag', '$2')}`,
    [idsParameter(accounts), idsParameter(new Set(tags))],
  );
  for (const { account_id, tag } of rows)
    found.set(account_id, (found.get(account_id) ?? new Set<string>()).add(tag));
  return found;
}
