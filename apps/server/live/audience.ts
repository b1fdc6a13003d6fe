import type { StreamName } from '#contract';
import { holds, mayHoldOf, type Feed, type StoredAccount, type StoredPost } from '#domain';
import type { Language, Viewpoint } from '#visibility';
import type { Follows } from './follows.js';
import { feedOf } from './streams.js';

/**
 * Whom frames are made for: everyone who looks at one stream from one country as one class, in one
 * language, or one signed-in viewer among them.
 */
export interface Audience {
  stream: StreamName;
  from: string | null;
  basis: Viewpoint['basis'];
  /** The language of the statements on tombstones. */
  language: Language;
  /** Moderators see all. */
  class: 'ordinary' | 'moderator';
  /** Set where frames are made for one viewer alone. */
  viewer: Viewpoint['viewer'];
  /** The accounts that the viewer of a `user` stream follows; null for other streams. */
  follows: Follows | null;
}

/** The instants and the mode by which things are judged: the part of a viewpoint that is nobody's own. */
export type Moment = Pick<Viewpoint, 'at' | 'now' | 'live' | 'mode'>;

/** The socket.io room that an audience sits in; a `user` stream is one viewer's own. */
export function roomOf({ stream, from, language, class: cls, viewer }: Audience): string {
  return `${stream === 'user' ? `user:${viewer?.id ?? ''}` : stream} ${from ?? '?'} ${language} ${cls}`;
}

/** The viewpoint of an audience at a moment. */
export function viewpointOf(
  { from, basis, language, class: cls, viewer }: Audience,
  { at, now, live, mode }: Moment,
): Viewpoint {
  const who = viewer ?? (cls === 'moderator' ? MODERATOR : null);
  return { at, now, live, mode, from, basis, viewer: who, asPublic: false, language };
}

/** Stands for every moderator, since all of them see the same. */
const MODERATOR: NonNullable<Viewpoint['viewer']> = { id: '', role: 'moderator' };

/** The feed that an audience looks at. */
export function feedFor({ stream, viewer }: Audience): Feed {
  return feedOf(stream, viewer?.id ?? null);
}

/** Whether a post is of the audience's stream. */
export function belongs(post: StoredPost, audience: Audience): boolean {
  return holds(feedFor(audience), post, audience.follows);
}

/** Whether posts of the audience's stream may be by an account. */
export function concerns(account: StoredAccount, audience: Audience): boolean {
  return mayHoldOf(feedFor(audience), account, audience.follows);
}
