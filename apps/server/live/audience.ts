import type { StreamName } from '#contract';
import type { StoredAccount, StoredPost } from '#domain';
import type { Language, Viewpoint } from '#visibility';
import type { Follows } from './follows.js';

/**
 * Whom frames are made for: everyone who looks at one stream from one country as one class, in one
 * language, or one signed-in viewer among them.
 */
export interface Audience {
  stream: StreamName;
  from: string | null;
  basis: Viewpoint['basis'];
  /** Of the statements on tombstones. */
  language: Language;
  /** Moderators see all. */
  class: 'ordinary' | 'moderator';
  /** Set where frames are made for one viewer alone. */
  viewer: Viewpoint['viewer'];
  /** Whom the viewer of a `user` stream follows. */
  follows: Follows | null;
}

const HASHTAG = 'hashtag:';

/** The hashtag of a stream that is searched, and so tells nothing of what its page leaves out; null of others. */
export function searchedTag(stream: StreamName): string | null {
  return stream.startsWith(HASHTAG) ? stream.slice(HASHTAG.length) : null;
}

/** The socket.io room that an audience sits in; a `user` stream is one viewer's own. */
export function roomOf({ stream, from, language, class: cls, viewer }: Audience): string {
  return `${stream === 'user' ? `user:${viewer?.id ?? ''}` : stream} ${from ?? '?'} ${language} ${cls}`;
}

/** Whether a post is of the audience's stream; the public ones hold what the public timeline does. */
export function belongs(post: StoredPost, { stream, viewer, follows }: Audience): boolean {
  if (stream === 'user') return post.account.id === viewer?.id || (follows?.has(post.account.id) ?? false);
  if (stream.startsWith('account:')) return stream === `account:${post.account.id}`;
  if (post.visibility !== 'public' || post.repostOf !== null) return false;
  const tag = searchedTag(stream);
  if (tag !== null) return post.tags.includes(tag);
  return post.inReplyTo === null && onVenue(post.account, stream);
}

/** Whether an account may stand behind posts of the audience's stream. */
export function concerns(account: StoredAccount, audience: Audience): boolean {
  const { stream, viewer, follows } = audience;
  if (stream === 'user') return account.id === viewer?.id || (follows?.has(account.id) ?? false);
  if (stream.startsWith('account:')) return stream === `account:${account.id}`;
  return searchedTag(stream) !== null || onVenue(account, stream);
}

function onVenue(account: StoredAccount, stream: StreamName): boolean {
  if (stream === 'public') return true;
  return stream === 'public:local' ? account.venue === 'home' : stream === `venue:${account.venue}`;
}
