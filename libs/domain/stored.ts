import type { Apart } from './apart.js';
import type { Visibility } from './audience.js';
import type { CommandBodies } from './commands.js';
import type { ItemOutcome, OrderStatus } from './orders.js';
import type { Provenance } from './provenance.js';
import type { Restriction, Subject } from './restrictions.js';
import type { VenueId } from './venues.js';

/** An account as read at an instant, before anyone has judged who may see it. */
export interface StoredAccount {
  id: string;
  venue: VenueId;
  handle: string;
  displayName: string;
  note: string;
  /** Whether it is a program that acts. */
  bot: boolean;
  /** Whether whoever would follow it has to be let. */
  locked: boolean;
  fields: readonly { name: string; value: string }[];
  verified: boolean;
  kind: 'person' | 'body' | 'stand_in';
  openedAt: number;
  counts: { statuses: number; followers: number; following: number };
  /** When it last posted, re-posts, quotes and posts that no longer stand aside; ms since the epoch. */
  lastPostAt: number | null;
  scenario: string | null;
  provenance: Provenance | null;
  /** The restrictions on it that matter at the instants that were asked for. */
  restrictions: Restriction[];
  /** The blocks and mutes between it and whoever it was read for; left out where there are none. */
  apart?: Apart;
}

/** A post or re-post as read at an instant, before anyone has judged who may see it. */
export interface StoredPost {
  id: string;
  account: StoredAccount;
  at: number;
  /** HTML, as `readText` gives it; `placeContent` completes it. */
  content: string;
  spoilerText: string;
  /** When its author last changed its words, ms since the epoch. */
  editedAt: number | null;
  sensitive: boolean;
  language: string | null;
  visibility: Visibility;
  /**
   * The accounts that it is for; null: everybody. Of its author’s followers, who are those of now, it holds the
   * ones that it was read for.
   */
  audience: ReadonlySet<string> | null;
  tags: string[];
  /** The accounts that it mentions, as far as they existed when it was written. */
  mentions: Pick<StoredAccount, 'id' | 'venue' | 'handle'>[];
  inReplyTo: string | null;
  inReplyToAccount: string | null;
  /** The audience of the post that it answers. */
  inReplyToAudience: ReadonlySet<string> | null;
  repostOf: string | null;
  quoteOf: string | null;
  /** It quoted something that was erased: `quoteOf` is null. */
  quoteErased?: true;
  deleted: boolean;
  /** When its author deleted it, ms since the epoch. */
  deletedAt: number | null;
  counts: { likes: number; reposts: number; replies: number };
  /** Whether the viewer who asked likes it, or re-posted it. */
  liked: boolean;
  reposted: boolean;
  /** Whether they have bookmarked it and muted its thread, and whether its author, who asks, has pinned it; left out where it was read for nobody alone, as of streams. */
  kept?: { bookmarked: boolean; pinned: boolean; muted: boolean };
  scenario: string | null;
  provenance: Provenance | null;
  restrictions: Restriction[];
}

/** Posts in the order of a page, and beside them every post that they re-post or quote. */
export interface StoredPage {
  ids: string[];
  posts: Map<string, StoredPost>;
}

/** A post's place in a thread, which it keeps when it is gone. */
export interface ThreadLink {
  id: string;
  /** Null where a thread begins. */
  inReplyTo: string | null;
}

/** The posts above and below one in its thread, as read at an instant, before judging who may see them. */
export interface StoredThread {
  /** The nearest first. */
  above: ThreadLink[];
  /** The oldest first, each after the post that it answers. */
  below: ThreadLink[];
  /** Those of them that exist, deleted ones too; erased ones do not. */
  posts: StoredPage['posts'];
}

/** A legal order as of an instant, before anyone has judged who may read it. */
export interface StoredOrder {
  id: string;
  externalId: string | null;
  authority: {
    id: string;
    /** The account that files as it; null for a scenario's. */
    account: string | null;
    name: string;
    shortName: string;
    country: string | null;
    note: string;
  };
  venue: VenueId;
  title: string;
  legalBasis: string;
  grounds: string[];
  reason: string;
  countries: string[];
  deadline: number | null;
  emergency: boolean;
  confidential: boolean;
  filedAt: number;
  status: OrderStatus;
  statusSince: number;
  statusReason: string;
  size: number;
  outcomes: Record<string, number>;
  notices: {
    id: string;
    at: number;
    kind: 'non_compliance' | 'other';
    text: string;
    provenance: Provenance | null;
  }[];
  scenario: string | null;
  provenance: Provenance | null;
}

/** A post that somebody has scheduled. */
export interface StoredScheduledPost {
  id: string;
  account: string;
  /** Ms since the epoch. */
  dueAt: number;
  body: CommandBodies['publish-post'];
  /** The country that its author asked from; null: unknown. */
  country: string | null;
  idempotencyKey: string | null;
  /** Why it was refused when it was due; null where it was not. */
  failed: string | null;
}

/** A notification to someone. */
export type StoredNotification = StoredNotice | StoredWarning | StoredDeed;

/** Types of notifications about deeds of others, by Mastodon's names. */
export type DeedType = 'mention' | 'follow' | 'follow_request' | 'favourite' | 'reblog';

interface Told {
  /** Sorts by when the recipient is told. */
  id: string;
  /** Whom it is for. */
  account: string;
}

/** That somebody did something that is about the recipient, or about a post of theirs. */
export interface StoredDeed extends Told {
  type: DeedType;
  /** Who did it. */
  actor: string;
  /** The post that mentions the recipient, or theirs that is liked or passed on; null of a follow, or a request to. */
  post: string | null;
}

/** A moderator's warning to them. */
export interface StoredWarning extends Told {
  type: 'moderation_warning';
  restriction: null;
  text: string;
}

/** Tells that a restriction on their account or post began or ended. */
export interface StoredNotice extends Told {
  type: 'moderation_warning';
  /** `until` is the end that it was imposed with; null: until it is lifted. */
  restriction: Restriction;
  /** The order that holds it. */
  order: { id: string; title: string; authority: string } | null;
  /** The end that was set instead of the one before (ms since the epoch); null: what is told is no change. */
  changed: { until: number | null } | null;
  /** When it ended (ms since the epoch), and where others of its kind go on binding; null: it began. */
  ended: { at: number; stillIn: string[] } | null;
}

/** An item of an order with its latest decision as of an instant. */
export interface StoredItem {
  n: number;
  subject: Subject | null;
  url: string | null;
  decision: {
    id: string;
    at: number;
    outcome: ItemOutcome;
    reason: string;
    ground: string | null;
  } | null;
}

/** Decisions on items of one order that were taken at one instant, alike. */
export interface StoredDecisions {
  /** ms since the epoch. */
  at: number;
  outcome: ItemOutcome;
  reason: string;
  /** How many items they are on. */
  items: number;
}

/** An order as a transparency report counts it, as of an instant. */
export interface StoredTally extends Pick<
  StoredOrder,
  'authority' | 'venue' | 'countries' | 'confidential' | 'status' | 'scenario'
> {
  /** The number of items by kind and by how they stand: by their latest decision, or `open`. */
  items: { kind: Subject['type'] | 'url'; state: ItemOutcome | 'open'; items: number }[];
  /** Times from the order's filing to its items' first decisions, ms, each with the number of such items. */
  waits: { ms: number; items: number }[];
}

/** A restriction as of an instant, with what a statement of reasons tells beside it. */
export interface StoredReasons {
  /** Its end is what was known of it at that instant. */
  restriction: Restriction;
  /** The order that holds it. */
  order: Pick<
    StoredOrder,
    'authority' | 'title' | 'legalBasis' | 'grounds' | 'reason' | 'confidential' | 'filedAt'
  > | null;
  /** The venue of the restricted subject; null for a hashtag without an order. */
  venue: VenueId | null;
  /** The scenario that the restriction or its subject belongs to. */
  scenario: string | null;
}
