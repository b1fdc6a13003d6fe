import type { Sql } from '#database';
import type { Feed, StoredPage } from '#domain';
import { feedRows, limitedTags, type PageOf } from '#projections';
import { seesAll, type FeedPage, type Gate, type Viewpoint } from '#visibility';
import { readAt } from '../http/viewpoint/viewpoint.js';

/**
 * How many rows are read for one page, at most. A run of that many posts that are all left out ends the
 * page short, so that no request goes through a whole table.
 */
const MOST_ROWS = 5_000;
/** How many rows are read at once. */
const MOST_AT_ONCE = 500;

/** The kinds of posts that a reader leaves out of a feed. */
export interface Without {
  replies: boolean;
  /** Re-posts that are seen to be one: a withheld one stays, as its tombstone does not say that it is. */
  reposts: boolean;
}

/**
 * A page of a feed as it is seen from a viewpoint. Rows are read and judged until the page is full: where
 * posts are left out, the next rows take their place. So the page ends where the feed does, or where it is
 * full, and its bounds are ids of what is shown: neither tells that something was left out.
 *
 * @param page its bounds, and how many posts it holds at most
 */
export async function readFeed(
  sql: Sql,
  gate: Gate,
  feed: Feed,
  viewpoint: Viewpoint,
  page: PageOf,
  without: Without = { replies: false, reposts: false },
): Promise<FeedPage> {
  const when = readAt(viewpoint);
  const oldestFirst = page.minId !== undefined;
  const want = { limit: page.limit, oldestFirst, reposts: !without.reposts };
  const shown: StoredPage = { ids: [], posts: new Map() };
  if (feed.name === 'hashtag' && (await isLimited(sql, feed.key ?? '', viewpoint)))
    return gate.listed(shown, viewpoint, feed.name, want);
  let bounds = page;
  let read = 0;
  for (let more = page.limit; ; more = Math.min(more * 2, MOST_AT_ONCE)) {
    const rows = await feedRows(sql, when, feed, { ...bounds, limit: more }, without);
    const part = gate.listed(rows, viewpoint, feed.name, { ...want, limit: page.limit - shown.ids.length });
    const isEnd = rows.ids.length < more;
    const isFull = shown.ids.length + part.ids.length >= page.limit;
    if (read === 0 && (isFull || isEnd)) return part;
    read += rows.ids.length;
    shown.ids = oldestFirst ? [...part.ids, ...shown.ids] : [...shown.ids, ...part.ids];
    if (part.ids.length > 0) for (const [id, post] of rows.posts) shown.posts.set(id, post);
    if (isFull || isEnd || read >= MOST_ROWS) return gate.listed(shown, viewpoint, feed.name, want);
    bounds = oldestFirst ? { ...page, minId: rows.ids[0] } : { ...page, maxId: rows.ids.at(-1) };
  }
}

/** A limited hashtag's feed holds nothing, but for those who see all. */
async function isLimited(sql: Sql, tag: string, viewpoint: Viewpoint): Promise<boolean> {
  return !seesAll(viewpoint) && (await limitedTags(sql, [tag], readAt(viewpoint))).has(tag);
}
