import { actingAccount, eventHead } from './accounts.rules.js';
import { isForSome } from './audience.js';
import type { Command } from './commands.js';
import type { NewEvent, Words } from './events.js';
import { graphemeLength } from './graphemes.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import { MAX_SOURCE_DEPTH } from './sources.js';
import { lengthOn } from './text.js';
import { VENUES, type VenueId } from './venues.js';
import { pairKey } from './world-keys.js';
import type { PostState, World } from './world.js';

const MAX_SPOILER = 500;
/** A cluster can hold any number of combining marks; a text gets this many UTF-16 units per cluster. */
const MAX_UNITS_PER_CLUSTER = 32;

/** Publishes a post: not empty, no longer than its venue takes; its target exists and may be answered. */
export function publishPost(world: World, { meta, body }: Command<'publish-post'>): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  const refused = refuseWords(body, author.account.venue);
  if (refused !== null) return refused;
  // An answer to a re-post, or a quote of one, is of the post that it re-posts.
  const in_reply_to = body.in_reply_to === null ? null : originalOf(world, body.in_reply_to);
  const quote_of = body.quote_of === null ? null : originalOf(world, body.quote_of);
  for (const [what, id] of [
    ['The post it replies to', in_reply_to],
    ['The post it quotes', quote_of],
  ] as const) {
    if (id === null) continue;
    const found = interactivePost(world, id, what);
    if (!found.ok) return found;
  }
  if (quote_of !== null && isForSomeAlone(world, quote_of)) {
    return refuse.invalid('quoted_status_id', 'is for some people alone, and cannot be quoted');
  }
  if (quote_of !== null && depthOf(world, quote_of) >= MAX_SOURCE_DEPTH) {
    return refuse.invalid('quoted_status_id', 'is the last of too long a row of quotes');
  }
  const { text, language, spoiler_text, sensitive, visibility } = body;
  const in_reply_to_account = in_reply_to === null ? null : (world.posts.get(in_reply_to)?.account ?? null);
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'post.published',
      actor: author.account.id,
      venue: author.account.venue,
      subject: meta.id,
      payload: {
        text,
        language,
        spoiler_text,
        sensitive,
        visibility,
        in_reply_to,
        in_reply_to_account,
        quote_of,
      },
    },
  };
}

/** Words that their venue does not take; null where it does. */
export function refuseWords({ text, spoiler_text }: Words, on: VenueId): Refused | null {
  const venue = VENUES[on];
  const length = lengthOn(venue, text) + graphemeLength(spoiler_text);
  if (text.trim() === '') return refuse.invalid('status', "can't be blank");
  if (length > venue.maxLength) {
    return refuse.invalid(
      'status',
      `is ${length} characters long; ${venue.name} takes up to ${venue.maxLength}`,
    );
  }
  if (text.length + spoiler_text.length > venue.maxLength * MAX_UNITS_PER_CLUSTER) {
    return refuse.invalid('status', 'has too many combining marks');
  }
  if (spoiler_text.length > MAX_SPOILER) {
    return refuse.invalid('spoiler_text', `must be at most ${MAX_SPOILER} characters`);
  }
  return null;
}

/** Changes the words of a post: only its author may; no event where they are what they were. */
export function editPost(world: World, { meta, body }: Command<'edit-post'>): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  const post = world.posts.get(body.post);
  const words = world.words.get(body.post);
  // Another's post is "not found" here, as Mastodon answers; a re-post has no words.
  if (post === undefined || post.deleted || post.account !== author.account.id || words === undefined)
    return refuse.notFound('The post');
  const { text, spoiler_text, sensitive } = body;
  const payload: Words = { text, spoiler_text, sensitive, language: body.language ?? words.language };
  const refused = refuseWords(payload, post.venue);
  if (refused !== null) return refused;
  const isSame = (Object.keys(payload) as (keyof Words)[]).every((name) => payload[name] === words[name]);
  if (isSame) return { ok: true, event: null, subject: post.id };
  return {
    ok: true,
    subject: post.id,
    event: {
      ...eventHead(meta),
      type: 'post.edited',
      actor: author.account.id,
      venue: post.venue,
      subject: post.id,
      payload,
    },
  };
}

/** Re-posts a post, once per account; re-posting a re-post re-posts the original. */
export function repostPost(world: World, { meta, body }: Command<'repost-post'>): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  const of = originalOf(world, body.post);
  const found = interactivePost(world, of, 'The post');
  if (!found.ok) return found;
  if (isForSomeAlone(world, of))
    return refuse.invalid('id', 'is of a post for some people alone, which cannot be passed on');
  const standing = world.reposts.get(pairKey(author.account.id, of));
  if (standing) return { ok: true, event: null, subject: standing };
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'post.reposted',
      actor: author.account.id,
      venue: author.account.venue,
      subject: meta.id,
      payload: { of, visibility: body.visibility },
    },
  };
}

export function undoRepost(world: World, { meta, body }: Command<'undo-repost'>): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  if (world.posts.get(body.post) === undefined) return refuse.notFound('The post');
  const of = originalOf(world, body.post);
  const standing = world.reposts.get(pairKey(author.account.id, of));
  if (!standing) return { ok: true, event: null, subject: of };
  return { ok: true, subject: of, event: deletion(meta, author.account, standing) };
}

/** Deletes a post: only its author may, and a scenario's post is never deleted. */
export function deletePost(world: World, { meta, body }: Command<'delete-post'>): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  const post = world.posts.get(body.post);
  // Another's post is "not found" here, as Mastodon answers.
  if (post === undefined || post.deleted || post.account !== author.account.id)
    return refuse.notFound('The post');
  return { ok: true, subject: post.id, event: deletion(meta, author.account, post.id) };
}

/** Likes a post, or takes a like back, which is possible whatever has become of the post. */
export function likePost(
  world: World,
  { meta, body, type }: Command<'like-post' | 'unlike-post'>,
): Decided<NewEvent> {
  const author = actingAccount(world, meta);
  if (!author.ok) return author;
  const post = originalOf(world, body.post);
  if (type === 'like-post') {
    const found = interactivePost(world, post, 'The post');
    if (!found.ok) return found;
  } else if (world.posts.get(post) === undefined) return refuse.notFound('The post');
  const likes = world.likes.get(pairKey(author.account.id, post)) ?? false;
  if (likes === (type === 'like-post')) return { ok: true, event: null, subject: post };
  return {
    ok: true,
    subject: post,
    event: {
      ...eventHead(meta),
      type: type === 'like-post' ? 'post.liked' : 'post.unliked',
      actor: author.account.id,
      venue: author.account.venue,
      subject: post,
      payload: {},
    },
  };
}

function deletion(
  meta: Command['meta'],
  account: { id: string; venue: NewEvent['venue'] },
  post: string,
): NewEvent {
  return {
    ...eventHead(meta),
    type: 'post.deleted',
    actor: account.id,
    venue: account.venue,
    subject: post,
    payload: {},
  };
}

/** The original of a re-post; any other post itself. No re-post is of a re-post, so one step is enough. */
function originalOf(world: World, post: string): string {
  return world.posts.get(post)?.repost_of ?? post;
}

function isForSomeAlone(world: World, post: string): boolean {
  return isForSome(world.posts.get(post)?.visibility ?? 'public');
}

/** How many posts a post rests on, itself among them. */
function depthOf(world: World, post: string): number {
  let depth = 0;
  for (let at = world.posts.get(post); at !== undefined; depth++) {
    const source = at.repost_of ?? at.quote_of;
    at = source === null ? undefined : world.posts.get(source);
  }
  return depth;
}

function interactivePost(world: World, id: string, what: string): { ok: true; post: PostState } | Refused {
  const post = world.posts.get(id);
  if (post === undefined || post.deleted) return refuse.notFound(what);
  if (!VENUES[post.venue].interactive) {
    return refuse.invalid(
      'status',
      `is on ${VENUES[post.venue].name}, which takes no likes, re-posts or replies`,
    );
  }
  return { ok: true, post };
}
