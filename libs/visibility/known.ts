import type { StoredPage, StoredPost, Subject } from '#domain';
import { judgePost } from './judge-stored.js';
import { byRole, granted, type ReadAccess } from './read-access.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * Whether a viewpoint may know that a post is, or was, there. Of what is suspended or deleted its author
 * does, and moderators, who are exempt; to everybody else it is as if it had never been.
 */
export function mayKnowOf(post: StoredPost, posts: StoredPage['posts'], viewpoint: Viewpoint): ReadAccess {
  const { verdict, exempt } = judgePost(post, posts, viewpoint);
  if (verdict === 'full' || verdict === 'labelled' || verdict === 'withheld')
    return { granted: true, exempt };
  return viewerOf(viewpoint) === post.account.id ? granted(true) : byRole(post.id, viewpoint);
}

/** What restrictions are on, as far as it is there at a viewpoint. */
export interface RestrictedSubjects {
  accounts: ReadonlyMap<string, unknown>;
  posts: StoredPage['posts'];
}

/** Whether a viewpoint may know that what a restriction is on is, or was, there; hashtags are nobody's. */
export function mayKnowOfSubject(
  { type, id }: Subject,
  { accounts, posts }: RestrictedSubjects,
  viewpoint: Viewpoint,
): ReadAccess {
  if (type === 'hashtag') return granted(true);
  if (type === 'account') return granted(accounts.has(id));
  const post = posts.get(id);
  return post === undefined ? granted(false) : mayKnowOf(post, posts, viewpoint);
}
