import type { StoredPage, StoredPost, Subject } from '#domain';
import { judgePost } from './judge-stored.js';
import { isFor } from './judge.js';
import { byRole, DENIED, granted, type ReadAccess } from './read-access.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * Whether a viewpoint may know that a post exists or existed. Of a suspended or deleted one its author may
 * know, and moderators as an exemption; for everybody else it never existed.
 */
export function mayKnowOf(post: StoredPost, posts: StoredPage['posts'], viewpoint: Viewpoint): ReadAccess {
  // A post for some people is known to nobody else, whatever their role.
  if (!isFor(post, viewpoint)) return DENIED;
  const { verdict, exempt } = judgePost(post, posts, viewpoint);
  if (verdict === 'full' || verdict === 'labelled' || verdict === 'withheld')
    return { granted: true, exempt };
  return viewerOf(viewpoint) === post.account.id ? granted(true) : byRole(post.id, viewpoint);
}

/** The subjects of some restrictions, as far as they exist at a viewpoint. */
export interface RestrictedSubjects {
  accounts: ReadonlyMap<string, unknown>;
  posts: StoredPage['posts'];
}

/** Whether a viewpoint may know that a restriction's subject exists or existed; of a hashtag anybody may. */
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
