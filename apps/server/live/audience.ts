import type { StreamName } from '#contract';
import type { LoggedEvent, StoredAccount, StoredPost } from '#domain';
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

/** As of when, and by which of the two rules, something is judged: what a viewpoint has that is nobody's. */
export type Moment = Pick<Viewpoint, 'at' | 'now' | 'live' | 'mode'>;

const HASHTAG = 'hashtag:';

/** The hashtag of a stream that is searched, and so tells nothing of what its page leaves out; null of others. */
export function searchedTag(stream: StreamName): string | null {
  return stream.startsWith(HASHTAG) ? stream.slice(HASHTAG.length) : null;
}

/** The socket.io room that an audience sits in; a `user` stream is one viewer's own. */
export function roomOf({ stream, from, language, class: cls, viewer }: Audience): string {
  return `${stream === 'user' ? `user:${viewer?.id ?? ''}` : stream} ${from ?? '?'} ${language} ${cls}`;
}

/** What an audience looks from, at a moment. */
export function viewpointOf(
  { from, basis, language, class: cls, viewer }: Audience,
  { at, now, live, mode }: Moment,
): Viewpoint {
  const who = viewer ?? (cls === 'moderator' ? MODERATOR : null);
  return { at, now, live, mode, from, basis, viewer: who, asPublic: false, language };
}

/** Some moderator: what all of them see. */
const MODERATOR: NonNullable<Viewpoint['viewer']> = { id: '', role: 'moderator' };

/**
 * The streams that hold a post, but for `user` streams, which hold what the viewer and whom they follow
 * write; the public ones hold what the public timeline does.
 */
export function streamsOf({ account, visibility, repostOf, inReplyTo, tags }: StoredPost): StreamName[] {
  const streams: StreamName[] = [`account:${account.id}`];
  if (visibility !== 'public' || repostOf !== null) return streams;
  for (const tag of tags) streams.push(`${HASHTAG}${tag}`);
  return inReplyTo === null ? [...streams, ...placesOf(account)] : streams;
}

/** The streams in which an account may stand behind posts, but for `user` streams, and for hashtags: any of them. */
export function streamsAbout(account: StoredAccount): StreamName[] {
  return [`account:${account.id}`, ...placesOf(account)];
}

/** The streams that are told of an event that is of no post and of no account: of an order, or a row of context. */
export function streamsToldOf({ type }: LoggedEvent): StreamName[] {
  return type.startsWith('order.') || type === 'item.decided' || type === 'context.added' ? ['public'] : [];
}

/** Whether a post is of the audience's stream. */
export function belongs(post: StoredPost, { stream, viewer, follows }: Audience): boolean {
  return stream === 'user' ? isOf(post.account.id, viewer, follows) : streamsOf(post).includes(stream);
}

/** Whether an account may stand behind posts of the audience's stream. */
export function concerns(account: StoredAccount, { stream, viewer, follows }: Audience): boolean {
  if (stream === 'user') return isOf(account.id, viewer, follows);
  return searchedTag(stream) !== null || streamsAbout(account).includes(stream);
}

function isOf(account: string, viewer: Audience['viewer'], follows: Follows | null): boolean {
  return account === viewer?.id || (follows?.has(account) ?? false);
}

function placesOf({ venue }: StoredAccount): StreamName[] {
  return ['public', `venue:${venue}`, ...(venue === 'home' ? (['public:local'] as const) : [])];
}
