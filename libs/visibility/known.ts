import type { StoredPage, StoredPost, Subject } from '#domain';
import { judgePost } from './judge-stored.js';
import { seesByRole, viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * Whether a viewpoint may know that a post is, or was, there. Of what is suspended or deleted its author
 * does, and moderators, whose knowing is audited; to everybody else it is as if it had never been.
 */
export function mayKnowOf(post: StoredPost, posts: StoredPage['posts'], viewpoint: Viewpoint): boolean {
  const { verdict } = judgePost(post, posts, viewpoint);
  if (verdict === 'full' || verdict === 'labelled' || verdict === 'withheld') return true;
  return viewerOf(viewpoint) === post.account.id || seesByRole(viewpoint, post.id);
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
): boolean {
  if (type === 'hashtag') return true;
  if (type === 'account') return accounts.has(id);
  const post = posts.get(id);
  return post !== undefined && mayKnowOf(post, posts, viewpoint);
}
