import type { Status } from '#contract';
import type { Sql } from '#database';
import type { FeedName, StoredPage } from '#domain';
import { statusesById, type PageRequest } from '#projections';
import type { Gate, Viewpoint } from '#visibility';
import { Paged } from '../http/exit/paged.js';
import { readAt } from '../http/viewpoint/viewpoint.js';
import { fillPage } from './fill-page.js';

/** A row of a list of posts that somebody has marked: the id of the mark, by which the list is paged, and the post. */
export interface MarkedPost {
  id: string;
  post: string;
}

/**
 * A page of posts that somebody has marked, such as those that they like, the latest mark first. They stand there as
 * they do on one's home timeline, unless another is named.
 *
 * @param page its bounds, and how many it holds at most
 * @param feed how they stand in it: as in that feed
 */
export async function readMarked(
  sql: Sql,
  gate: Gate,
  rows: (page: PageRequest) => Promise<readonly MarkedPost[]>,
  viewpoint: Viewpoint,
  page: PageRequest,
  feed: FeedName = 'home',
): Promise<Paged<Status>> {
  const all: StoredPage = { ids: [], posts: new Map() };
  const filled = await fillPage(page, rows, async (some): Promise<Map<string, string>> => {
    const { posts } = await statusesById(
      sql,
      readAt(viewpoint),
      some.map(({ post }) => post),
    );
    for (const [id, post] of posts) all.posts.set(id, post);
    const ids = some.map(({ post }) => post);
    const shown = new Set(gate.listed({ ids, posts: all.posts }, viewpoint, feed).ids);
    return new Map(some.flatMap(({ id, post }) => (shown.has(post) ? [[id, post] as const] : [])));
  });
  const { statuses } = gate.listed({ ids: filled.shown, posts: all.posts }, viewpoint, feed);
  return new Paged(statuses, filled, page.limit);
}
