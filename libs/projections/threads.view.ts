import type { Sql } from '#database';
import type { StoredThread, ThreadLink } from '#domain';
import { latestIdAt, type ReadAt } from './status-query.js';
import { statusesById } from './statuses.view.js';

/** How far a thread is read upwards, and how many answers down and how deep, as Mastodon bounds it. */
const MAX_ANCESTORS = 40;
const MAX_DESCENDANTS = 60;
const MAX_DEPTH = 20;
/** How many answers are looked at, from the post downwards: no thread, however large, takes longer than that. */
const MAX_WALKED = 20_000;

/**
 * The thread of a post: its ancestors, up to where the thread began, and its descendants, the oldest of
 * them where there are many. Answers that are gone do not count, and are given where something hangs on them.
 */
export async function threadOf(sql: Sql, when: ReadAt, id: string): Promise<StoredThread> {
  const [above, below] = await Promise.all([linksAbove(sql, id), linksBelow(sql, when, id)]);
  const { posts } = await statusesById(
    sql,
    when,
    [...above, ...below].map((link) => link.id),
  );
  return { above, below, posts };
}

interface LinkRow {
  id: string;
  in_reply_to: string | null;
}

const toLink = ({ id, in_reply_to }: LinkRow): ThreadLink => ({ id, inReplyTo: in_reply_to });

/** Nearest first. */
async function linksAbove(sql: Sql, id: string): Promise<ThreadLink[]> {
  const { lookUp } = sql.dialect;
  const rows = await sql.query<LinkRow>(
    `WITH RECURSIVE above(id, depth) AS (
       SELECT r.in_reply_to, 1 FROM reply r WHERE r.id = $1
       UNION ALL SELECT r.in_reply_to, a.depth + 1 FROM above a ${lookUp('reply', 'r', 'r.id = a.id')}
       WHERE a.depth < ${MAX_ANCESTORS}
     )
     SELECT a.id, r.in_reply_to FROM above a ${lookUp('reply', 'r', 'r.id = a.id', { orNone: true })} ORDER BY a.depth`,
    [id],
  );
  return rows.map(toLink);
}

/** Oldest first: the answers that stand, and those they hang on. */
async function linksBelow(sql: Sql, when: ReadAt, id: string): Promise<ThreadLink[]> {
  const { lookUp } = sql.dialect;
  const rows = await sql.query<LinkRow>(
    `WITH RECURSIVE below(id, in_reply_to, depth) AS (
       SELECT r.id, r.in_reply_to, 1 FROM reply r WHERE r.in_reply_to = $1 AND r.id <= $2
       UNION ALL SELECT r.id, r.in_reply_to, b.depth + 1 FROM below b
       ${lookUp('reply', 'r', 'r.in_reply_to = b.id AND r.id <= $2')} WHERE b.depth < ${MAX_DEPTH}
     ), walked AS (
       SELECT b.id, b.in_reply_to FROM below b LIMIT ${MAX_WALKED}
     ), standing AS (
       SELECT b.id, b.in_reply_to FROM walked b ${lookUp('post', 'p', 'p.id = b.id')}
       WHERE p.deleted_at IS NULL ORDER BY b.id LIMIT ${MAX_DESCENDANTS}
     ), hanging(id, in_reply_to) AS (
       SELECT s.id, s.in_reply_to FROM standing s
       UNION SELECT r.id, r.in_reply_to FROM hanging h ${lookUp('reply', 'r', 'r.id = h.in_reply_to')}
       WHERE h.in_reply_to <> $1
     )
     SELECT h.id, h.in_reply_to FROM hanging h ORDER BY h.id`,
    [id, latestIdAt(when.at)],
  );
  return rows.map(toLink);
}
