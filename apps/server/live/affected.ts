import {
  everBegan,
  isForSome,
  type Feed,
  type LoggedEvent,
  type Restriction,
  type StoredAccount,
  type StoredDeed,
  type StoredNotice,
  type StoredPage,
  type StoredPost,
} from '#domain';
import type { apartAmong, decidedAt, orderHeads, TouchedTalk } from '#projections';
import { bindsFrom, type Viewpoint } from '#visibility';

/** A conversation of somebody who listens, with its last posts that stand, newest first. */
export interface ToldTalk extends TouchedTalk {
  last: readonly string[];
}

/** Posts, accounts, restrictions and orders that some events touch, as they are now. */
export interface Affected {
  page: StoredPage;
  /** Posts that were edited, as they were before, by id. */
  before: Map<string, StoredPost>;
  accounts: Map<string, StoredAccount>;
  restrictions: Map<string, Restriction>;
  /** Notifications of the restrictions, to those whose account or posts they are on, by `notificationKey`. */
  notifications: Map<string, StoredNotice>;
  /** Notifications of what somebody did, by the ids of what is told; and who did it, by account id. */
  deeds: Map<string, StoredDeed[]>;
  actors: Map<string, StoredAccount>;
  /** Notifications that somebody who listens got before, of what is restricted, or is no longer. */
  retold: StoredDeed[];
  /** Conversations of those who listen; who is in them, by account id; last posts of some, by their restricted author. */
  talks: ToldTalk[];
  people: Map<string, StoredAccount>;
  lastBy: Map<string, string[]>;
  orders: Awaited<ReturnType<typeof orderHeads>>;
  /** How many items were decided in all, where a command is sent in parts; empty where the events say so. */
  decided: Awaited<ReturnType<typeof decidedAt>>;
  /** The limited ones among the hashtags of the posts. */
  limitedTags: Set<string>;
  /** Of the hashtags of the posts, and of restricted ones, those that viewers follow, by the viewers' ids. */
  followedTags: Map<string, ReadonlySet<string>>;
  /** Ids of recent posts, by the changed account or post that they are by, pass on or quote. */
  restingOn: Map<string, string[]>;
  /** Between whom of the viewers and the authors something keeps apart, as `apartAmong` gives it. */
  apart: Awaited<ReturnType<typeof apartAmong>>;
}

/** Nothing as yet. */
export function nothingAffected(): Affected {
  return {
    page: { ids: [], posts: new Map() },
    before: new Map(),
    accounts: new Map(),
    restrictions: new Map(),
    notifications: new Map(),
    deeds: new Map(),
    actors: new Map(),
    retold: [],
    talks: [],
    people: new Map(),
    lastBy: new Map(),
    orders: new Map(),
    decided: [],
    limitedTags: new Set(),
    followedTags: new Map(),
    restingOn: new Map(),
    apart: new Map(),
  };
}

/**
 * The key of a notification: that a restriction was imposed, that its end was changed, or that it ended. Of
 * several changes at once there is the last.
 */
export function notificationKey(restriction: string, what: 'imposed' | 'changed' | 'ended'): string {
  return `${restriction} ${what}`;
}

/** The posts that an event makes, changes or counts for. */
export function postsAffectedBy(event: LoggedEvent): string[] {
  switch (event.type) {
    case 'post.published':
      return [event.subject, ...countedBy(event)];
    case 'post.reposted':
      return [event.subject, event.payload.of];
    case 'post.deleted':
    case 'post.edited':
    case 'post.liked':
    case 'post.unliked':
      return [event.subject];
    default:
      return [];
  }
}

/**
 * The posts whose counts an event changes.
 *
 * @param posts what is known of posts: a deletion names the post, and not what it answered or passed on
 */
export function countedBy(event: LoggedEvent, posts?: ReadonlyMap<string, StoredPost>): string[] {
  switch (event.type) {
    case 'post.deleted': {
      const post = posts?.get(event.subject);
      if (post !== undefined && isForSome(post.visibility)) return [];
      return [post?.inReplyTo, post?.repostOf].filter((id) => typeof id === 'string');
    }
    case 'post.published':
      // A post for some people alone counts nowhere.
      return event.payload.in_reply_to === null || isForSome(event.payload.visibility)
        ? []
        : [event.payload.in_reply_to];
    case 'post.reposted':
      return [event.payload.of];
    case 'post.liked':
    case 'post.unliked':
      return [event.subject];
    default:
      return [];
  }
}

/** Notifications that an event may make, by their ids; none of restrictions. */
export function toldBy({ type, id }: LoggedEvent): string[] {
  switch (type) {
    case 'account.followed':
    case 'account.follow_requested':
    case 'post.published':
    case 'post.edited':
    case 'post.reposted':
    case 'post.liked':
      return [id];
    default:
      return [];
  }
}

/** The restriction whose end an event changes: that is told to its author alone. */
export function restrictionChangedBy({ type, subject }: LoggedEvent): string[] {
  return type === 'restriction.changed' ? [subject] : [];
}

/** The restrictions that an event ends, then those that it imposes. */
export function restrictionsAffectedBy(event: LoggedEvent): { ended: string[]; imposed: string[] } {
  switch (event.type) {
    case 'restriction.imposed':
      // One that is scheduled changes nothing until it starts.
      return { ended: [], imposed: Date.parse(event.payload.from) > event.at ? [] : [event.subject] };
    case 'restriction.started':
      return { ended: [], imposed: [event.subject] };
    case 'restriction.lifted':
    case 'restriction.expired':
      return { ended: [event.subject], imposed: [] };
    case 'item.decided': {
      const { lifts, imposes } = event.payload;
      return { ended: lifts === null ? [] : [lifts], imposed: imposes === null ? [] : [event.id] };
    }
    case 'order.revoked':
    case 'order.expired':
    case 'order.set_aside':
      return { ended: event.payload.lifts, imposed: [] };
    default:
      return { ended: [], imposed: [] };
  }
}

/** The restrictions by whose beginning or end things read otherwise from a viewpoint. */
export function changedFrom(
  event: LoggedEvent,
  restrictions: Affected['restrictions'],
  viewpoint: Viewpoint,
): { restriction: Restriction; ended: boolean }[] {
  const { ended, imposed } = restrictionsAffectedBy(event);
  const told = [...ended.map((id) => ({ id, ended: true })), ...imposed.map((id) => ({ id, ended: false }))];
  return told.flatMap(({ id, ended: isOver }) => {
    const restriction = restrictions.get(id);
    // Lifted before it began, it never changed anything.
    if (restriction === undefined || !everBegan(restriction)) return [];
    const { kind, countries } = restriction;
    if (kind === 'withhold' && !bindsFrom(countries, viewpoint)) return [];
    return [{ restriction, ended: isOver }];
  });
}

/** Whether a post, or what it passes on, was deleted before an instant; of what was erased that is not known. */
export function wasDeleted(
  { deletedAt, repostOf }: StoredPost,
  posts: StoredPage['posts'],
  before: number,
): boolean {
  if (deletedAt !== null && deletedAt < before) return true;
  if (repostOf === null) return false;
  const source = posts.get(repostOf);
  return source === undefined || wasDeleted(source, posts, before);
}

/** Whether what people restrict is of the scenario whose stream a feed is, so that it hides at every instant. */
export function changesTape(
  feed: Feed,
  mode: 'open' | 'enforced',
  { scenario }: LoggedEvent,
  { subject }: Restriction,
  { accounts, page }: Pick<Affected, 'accounts' | 'page'>,
): boolean {
  if (feed.name !== 'scenario' || mode !== 'enforced' || scenario !== null) return false;
  const of = subject.type === 'account' ? accounts.get(subject.id) : page.posts.get(subject.id);
  return of?.scenario === feed.key;
}
