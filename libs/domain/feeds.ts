import { VISIBILITIES } from './audience.js';
import type { StoredAccount, StoredPost } from './stored.js';
import { plainText } from './text.js';
import { meets } from './search-operators.js';
import { askedFor, isAnsweredBy } from './words.js';

/** How a feed treats a post that its reader may not see. */
export type Instead = 'tombstone' | 'left out';

/** How a feed shows a post, by the verdict on it. */
export interface Standing {
  /** `left out` makes the feed one that is searched: it does not reveal that it leaves something out. */
  withheld: Instead;
  suspended: Instead;
  /** A limit keeps a post out of feeds where people come upon it, and not where they look for its author. */
  limited: 'shown' | 'left out';
  /** Posts of an author who is kept apart from whoever looks; what passes these on or quotes them is left out. */
  apart: 'shown' | 'left out';
}

/** Which posts a feed holds, and how it shows them. Deleted posts are in none but a thread. */
export interface FeedRule extends Standing {
  /** The feed in words, for the documentation. */
  is: string;
  /** The field of a post that equals the feed's key. Null: the feed holds posts of everybody. */
  keyedBy:
    | 'venue'
    | 'account'
    | 'hashtag'
    | 'scenario'
    | 'follower'
    | 'follower of hashtags'
    | 'root'
    | 'recipient'
    | 'words'
    | null;
  visibility: readonly StoredPost['visibility'][];
  replies: boolean;
  reposts: boolean;
}

const FOUND_BY_CHANCE = {
  visibility: ['public'],
  replies: false,
  reposts: false,
  withheld: 'tombstone',
  suspended: 'left out',
  limited: 'left out',
  apart: 'left out',
} as const satisfies Partial<FeedRule>;

const OF_AUTHORS = {
  visibility: VISIBILITIES,
  replies: true,
  reposts: true,
  withheld: 'tombstone',
  suspended: 'left out',
  limited: 'shown',
  apart: 'left out',
} as const satisfies Partial<FeedRule>;

/**
 * Every feed there is. Pages, streams, the leak crawl and the documentation read this table, and nothing
 * else says what a feed holds.
 */
export const FEEDS = {
  public: { is: 'everybody’s public posts', keyedBy: null, ...FOUND_BY_CHANCE },
  local: { is: 'public posts of people here (venue `home`)', keyedBy: 'venue', ...FOUND_BY_CHANCE },
  venue: { is: 'public posts of one venue', keyedBy: 'venue', ...FOUND_BY_CHANCE },
  scenario: {
    is: 'a story’s posts and replies',
    keyedBy: 'scenario',
    ...FOUND_BY_CHANCE,
    replies: true,
    // A story is shown whole: that something was limited is part of it.
    limited: 'shown',
  },
  hashtag: {
    is: 'public posts and replies with a hashtag',
    keyedBy: 'hashtag',
    ...FOUND_BY_CHANCE,
    replies: true,
    withheld: 'left out',
  },
  search: {
    is: 'people’s public posts and replies that say what is looked for',
    keyedBy: 'words',
    ...FOUND_BY_CHANCE,
    replies: true,
    withheld: 'left out',
  },
  trends: {
    is: 'people’s public posts of seven days, over which trends are counted',
    keyedBy: null,
    ...FOUND_BY_CHANCE,
    withheld: 'left out',
  },
  account: {
    is: 'an account’s posts, replies and re-posts',
    keyedBy: 'account',
    ...OF_AUTHORS,
    apart: 'shown',
  },
  tagged: {
    is: 'an account’s posts with a hashtag',
    keyedBy: 'account',
    ...OF_AUTHORS,
    reposts: false,
    // A tombstone there would tell that what it stands for has the hashtag.
    withheld: 'left out',
    apart: 'shown',
  },
  syndication: {
    is: 'an account’s public posts, as RSS',
    keyedBy: 'account',
    ...OF_AUTHORS,
    visibility: ['public'],
    replies: false,
    reposts: false,
    withheld: 'left out',
    apart: 'shown',
  },
  home: { is: 'what whom one follows posts, and oneself', keyedBy: 'follower', ...OF_AUTHORS },
  // It stands in the pages and streams of `home`, as the hashtags' own pages show it: a tombstone there would tell that
  // what it stands for has the hashtag.
  followed_tags: {
    is: 'in one’s home, people’s public posts and replies with a hashtag that one follows',
    keyedBy: 'follower of hashtags',
    ...FOUND_BY_CHANCE,
    replies: true,
    withheld: 'left out',
  },
  thread: {
    is: 'what a post answers, and what answers it',
    keyedBy: 'root',
    ...OF_AUTHORS,
    reposts: false,
    // Left out of a thread, what answers it would seem to answer something else.
    suspended: 'tombstone',
  },
  notifications: {
    is: 'the posts that one is notified of',
    keyedBy: 'recipient',
    ...OF_AUTHORS,
    withheld: 'left out',
  },
  conversations: {
    is: 'what those alone are shown whom it mentions',
    keyedBy: 'recipient',
    ...OF_AUTHORS,
    visibility: ['direct'],
    reposts: false,
  },
} as const satisfies Readonly<Record<string, FeedRule>>;

export type FeedName = keyof typeof FEEDS;

/** One feed, such as that of the venue `koo`. `key` is null where the feed holds posts of everybody. */
export interface Feed {
  name: FeedName;
  key: string | null;
}

/** Whom an account follows, by their ids, or which hashtags, by their names. */
export interface Following {
  has(followed: string): boolean;
}

/** The rule of a feed. */
export function ruleOf({ name }: Feed): FeedRule {
  return FEEDS[name];
}

/** Whether a feed is one that is searched: it does not reveal that it leaves something out. */
export function isSearched(feed: Feed): boolean {
  return ruleOf(feed).withheld === 'left out';
}

/**
 * Whether a feed holds a post, whoever looks.
 *
 * @param following whom, or which hashtags, the account follows that a feed is keyed by
 */
export function holds(feed: Feed, post: StoredPost, following: Following | null = null): boolean {
  const { visibility, replies, reposts, keyedBy } = ruleOf(feed);
  if (!visibility.includes(post.visibility)) return false;
  if (!replies && post.inReplyTo !== null) return false;
  if (!reposts && post.repostOf !== null) return false;
  if (keyedBy === 'hashtag') return post.tags.includes(feed.key ?? '');
  if (keyedBy === 'scenario') return post.scenario === feed.key;
  if (keyedBy === 'words') return post.scenario === null && says(post, feed.key ?? '');
  if (keyedBy === 'follower of hashtags' && !post.tags.some((tag) => following?.has(tag) === true))
    return false;
  return mayHoldOf(feed, post.account, following);
}

/**
 * Whether a post says what is looked for, in its words or its warning as of when it was read, and is as its operators
 * ask, but for whose it is.
 */
export function says(post: StoredPost, query: string): boolean {
  const asked = askedFor(query);
  const text = `${post.spoilerText}\n${plainText(post.content)}`;
  return isAnsweredBy(asked, text) && meets(asked.operators, post);
}

/** Whether a feed may hold posts of an account. A thread, a hashtag and notifications may hold anybody's. */
export function mayHoldOf(feed: Feed, account: StoredAccount, following: Following | null = null): boolean {
  switch (ruleOf(feed).keyedBy) {
    case null:
    case 'hashtag':
    case 'root':
    case 'recipient':
      return true;
    case 'words':
      return account.scenario === null;
    case 'follower of hashtags':
      return account.scenario === null && account.venue === 'home';
    case 'venue':
      return account.venue === feed.key;
    case 'scenario':
      return account.scenario === feed.key;
    case 'account':
      return account.id === feed.key;
    case 'follower':
      return account.id === feed.key || (following?.has(account.id) ?? false);
  }
}
