import type { Sql } from '#database';
import { askedFor, readText, says, timeOfId, ulid, type Feed, type FeedName, type StoredPage } from '#domain';
import { feedRows, limitedTags, tagsFollowedBy, type Narrowed, type PageRequest } from '#projections';
import { seesAll, type FeedPage, type Gate, type Viewpoint } from '#visibility';
import type { GoesOn, ReadPage } from '../http/exit/paged.js';
import { readAt } from '../http/viewpoint/viewpoint.js';

/**
 * How many rows are read for one page, at most, so that no request goes through a whole table. A run of that
 * many posts that are all left out ends the page short, and `goesOn` says where to read on.
 */
export const MOST_ROWS = 5_000;
/** How many rows are read at once. */
export const MOST_AT_ONCE = 500;

/** The least and the greatest entropy of an id: no id has either, but by a chance of 1 in 2^80. */
const FIRST_ENTROPY = new Uint8Array(10).fill(0x00);
const LAST_ENTROPY = new Uint8Array(10).fill(0xff);

/** A reader’s filters of a feed. */
export interface Without extends Narrowed {
  /** Re-posts that are seen to be one: a withheld one stays, as its tombstone does not say that it is. */
  reposts?: boolean;
}

/**
 * A page of a feed as it is seen from a viewpoint. Rows are read and judged until the page is full: where
 * posts are left out, the next rows take their place. So a page that is short, and does not go on, is where
 * the feed ends, and its bounds name no post that was left out.
 *
 * @param page its bounds, and how many posts it holds at most
 * @param mostRows how many rows are read for it, at most
 */
export async function readFeed(
  sql: Sql,
  gate: Gate,
  feed: Feed,
  viewpoint: Viewpoint,
  page: PageRequest,
  without: Without = {},
  mostRows = MOST_ROWS,
): Promise<FeedPage & ReadPage> {
  const when = readAt(viewpoint);
  const oldestFirst = page.minId !== undefined;
  const want = { limit: page.limit, oldestFirst, reposts: without.reposts !== true };
  const shown: StoredPage = { ids: [], posts: new Map() };
  const tags = feed.name === 'home' ? await followedTags(sql, feed, viewpoint) : [];
  const byTag = new Set<string>();
  const standsIn = (id: string): FeedName => (byTag.has(id) ? 'followed_tags' : feed.name);
  const whole = (): FeedPage => gate.listed(shown, viewpoint, standsIn, want);
  if (await isLimited(sql, tagsOf(feed, without), viewpoint)) return { ...whole(), goesOn: null };
  let bounds = page;
  let read = 0;
  for (let more = page.limit; ; more = Math.min(more * 2, MOST_AT_ONCE, mostRows - read)) {
    const part = { ...bounds, limit: more };
    const own = await feedRows(sql, when, feed, part, without);
    const beside = { name: 'followed_tags', key: feed.key } as const;
    const rows =
      tags.length === 0
        ? own
        : joined(own, await feedRows(sql, when, beside, part, { ...without, followed: tags }), part, byTag);
    const said = feed.name === 'search' ? rows.ids.filter((id) => saysIn(rows, id, feed)) : rows.ids;
    const seen = gate.listed({ ids: said, posts: rows.posts }, viewpoint, standsIn, {
      ...want,
      limit: page.limit - shown.ids.length,
    });
    const isEnd = rows.ids.length < more;
    const isFull = shown.ids.length + seen.ids.length >= page.limit;
    if (read === 0 && (isFull || isEnd)) return { ...seen, goesOn: null };
    read += rows.ids.length;
    shown.ids = oldestFirst ? [...seen.ids, ...shown.ids] : [...shown.ids, ...seen.ids];
    if (seen.ids.length > 0) for (const [id, post] of rows.posts) shown.posts.set(id, post);
    if (isFull || isEnd) return { ...whole(), goesOn: null };
    const last = (oldestFirst ? rows.ids[0] : rows.ids.at(-1)) ?? '';
    if (read >= mostRows) return { ...whole(), goesOn: goesOnFrom(last, shown.ids, page) };
    bounds = oldestFirst ? { ...page, minId: last } : { ...page, maxId: last };
  }
}

/**
 * The bound from which a feed is read on, as the `max_id` or `min_id` of the next page. It is the edge of the
 * last row's millisecond, which names no post; or the last post shown, where that has the same millisecond,
 * so that nothing is shown twice.
 *
 * @param last the id of the last row that was read
 * @param shown the ids of the page's posts, the newest first
 */
export function goesOnFrom(last: string, shown: readonly string[], { maxId, minId }: PageRequest): GoesOn {
  const at = timeOfId(last);
  const [first, end] = [ulid(at, FIRST_ENTROPY), ulid(at, LAST_ENTROPY)];
  // A millisecond of more rows than are read for one page is passed over: else nobody would come past it.
  if (minId !== undefined) {
    const newest = shown[0] ?? '';
    if (newest > first) return { min_id: newest };
    return { min_id: first > minId ? first : end };
  }
  const oldest = shown.at(-1);
  if (oldest !== undefined && oldest < end) return { max_id: oldest };
  return { max_id: maxId === undefined || end < maxId ? end : first };
}

/** The hashtags that whose home it is follows, but for limited ones, whose pages hold nothing. */
async function followedTags(sql: Sql, { key }: Feed, viewpoint: Viewpoint): Promise<string[]> {
  const tags = await tagsFollowedBy(sql, key ?? '');
  if (tags.length === 0 || seesAll(viewpoint)) return tags;
  const limited = await limitedTags(sql, tags, readAt(viewpoint));
  return tags.filter((tag) => !limited.has(tag));
}

/**
 * A page of the rows of two feeds.
 *
 * @param beside rows of a feed in which what the first one holds, too, does not stand
 * @param only is given the ids of those of the page that the first feed does not hold
 */
function joined(
  first: StoredPage,
  beside: StoredPage,
  { limit, minId }: PageRequest,
  only: Set<string>,
): StoredPage {
  const all = [...new Set([...first.ids, ...beside.ids])].sort().reverse();
  const ids = minId === undefined ? all.slice(0, limit) : all.reverse().slice(0, limit).reverse();
  const own = new Set(first.ids);
  for (const id of ids) if (!own.has(id)) only.add(id);
  return { ids, posts: new Map([...beside.posts, ...first.posts]) };
}

/** Whether a post of a search says what is looked for as it is looked for: its index knows of no phrases. */
function saysIn({ posts }: StoredPage, id: string, { key }: Feed): boolean {
  const post = posts.get(id);
  return post !== undefined && says(post, key ?? '');
}

/** The hashtags that posts are looked for by: to look for a word is to look for the hashtag, too. */
function tagsOf({ name, key }: Feed, { untagged, any = [], all = [] }: Without): string[] {
  const tags = untagged === undefined ? [...any, ...all] : [...any, ...all, untagged];
  if (key === null) return tags;
  if (name === 'hashtag') return [...tags, key];
  return name === 'search' ? [...tags, ...askedFor(key).words, ...readText(key, 'home').tags] : tags;
}

/** A limited hashtag's feed holds nothing, but for those who see all. */
async function isLimited(sql: Sql, tags: readonly string[], viewpoint: Viewpoint): Promise<boolean> {
  return !seesAll(viewpoint) && (await limitedTags(sql, tags, readAt(viewpoint))).size > 0;
}
