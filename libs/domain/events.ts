import type { OpenVisibility, Visibility } from './audience.js';
import type { Provenance } from './provenance.js';
import type { ItemOutcome, OrderGround, RefusalGround } from './orders.js';
import type { RestrictionPayload, Subject } from './restrictions.js';
import type { VenueId } from './venues.js';

/** The words of a post, which its author may change. */
export interface Words {
  text: string;
  language: string | null;
  spoiler_text: string;
  sensitive: boolean;
}

/** The profile of an account, which its person may change. */
export interface Profile {
  display_name: string;
  note: string;
  /** Whether it is a program that acts. */
  bot: boolean;
  /** Whether it says itself who may follow it. */
  locked: boolean;
  fields: { name: string; value: string }[];
}

/**
 * The events, in the past tense, one entry per type. Payloads hold primitives, arrays and plain
 * objects only, and times in them are ISO 8601 in UTC: they are stored, hashed and read by others.
 *
 * A thing is named by the event that made it: `account.opened`, `post.published`, `post.reposted`,
 * `authority.registered`, `order.filed`, `item.decided` (of the restriction it imposes) and
 * `restriction.imposed` have `subject = id`.
 */
export interface EventPayloads {
  'account.opened': {
    handle: string;
    display_name: string;
    note: string;
    verified: boolean;
    /** `person` signed up here; the others belong to a scenario. */
    kind: 'person' | 'body' | 'stand_in';
  };
  /** The person asked for their words to be removed; the bodies of their events are erased with it. */
  'account.erased': {
    /**
     * The post that each of its answered replies was in reply to, by the reply's id, so that the answers keep
     * their place in their threads; left out where there are none, and in events older than this field.
     */
    answered?: Record<string, string>;
  };
  /** They describe themselves anew, from then on. */
  'account.updated': Profile;
  /** A moderator warned them, and imposed nothing; nobody else is told. */
  'account.warned': { text: string };
  'account.followed': Record<string, never>;
  'account.unfollowed': Record<string, never>;
  /** They ask to follow an account that is locked. Accepted, the request ends with `account.followed`. */
  'account.follow_requested': Record<string, never>;
  /** They no longer ask. */
  'account.follow_withdrawn': Record<string, never>;
  /** The actor refuses the subject, who asked to follow them. */
  'account.follow_rejected': Record<string, never>;
  'post.published': Words & {
    visibility: Visibility;
    in_reply_to: string | null;
    in_reply_to_account: string | null;
    quote_of: string | null;
  };
  /** Its author wrote it anew; whom it is for, what it answers and what it quotes stay. */
  'post.edited': Words;
  /** The subject is the re-post; `of` is the post that it re-posts. */
  'post.reposted': { of: string; visibility: OpenVisibility };
  /** By its author. If it is a re-post, it was undone. */
  'post.deleted': Record<string, never>;
  'post.liked': Record<string, never>;
  'post.unliked': Record<string, never>;
  /** Its actor is the account that files as it; null for a scenario's. */
  'authority.registered': { name: string; short_name: string; country: string | null; note: string };
  'order.filed': {
    external_id: string | null;
    authority: string;
    title: string;
    legal_basis: string;
    grounds: OrderGround[];
    reason: string;
    countries: string[];
    deadline: string | null;
    emergency: boolean;
    confidential: boolean;
    items: ({ n: number } & ({ subject: Subject; url: null } | { subject: null; url: string }))[];
  };
  'order.noticed': { kind: 'non_compliance' | 'other'; text: string };
  'order.confirmed': { reason: string };
  /** These three end the order; `lifts` are the restrictions that end with it. */
  'order.revoked': { reason: string; lifts: string[] };
  'order.expired': { reason: string; lifts: string[] };
  'order.set_aside': { reason: string; lifts: string[] };
  /** One item, one decision. It ends the item's earlier restriction and may impose its own. */
  'item.decided': {
    order: string;
    n: number;
    outcome: ItemOutcome;
    reason: string;
    ground: RefusalGround | null;
    lifts: string | null;
    imposes: RestrictionPayload | null;
  };
  'restriction.imposed': RestrictionPayload;
  'restriction.lifted': { reason: string };
  /** Somebody set another end than it had; null: until it is lifted. */
  'restriction.changed': { until: string | null };
  /** By the clock: one imposed for later began at `from`; one that began at once has no such event. */
  'restriction.started': { from: string };
  /** By the clock: it came to the end that it was imposed with, at `until`. */
  'restriction.expired': { until: string };
  /** The narrator's row: what the sources report, in our words. */
  'context.added': { title: string; text: string; side: string | null };
  'trend.observed': { tag: string; country: string; rank: number; posts: number | null };
  'scenario.opened': {
    title: string;
    description: string;
    language: string;
    time_zone: string;
    starts: string;
    ends: string;
    steps: number;
    digest: string;
    sources: { key: string; title: string; publisher: string; published: string; url: string | null }[];
    chapters: { id: string; title: string; at: string; headline: string }[];
  };
  /** Nothing is added to a scenario after this. */
  'scenario.loaded': { steps: number };
}

export type EventType = keyof EventPayloads;

/** An immutable fact, before the log has numbered it. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    id: string;
    type: K;
    /** Story time, milliseconds since the Unix epoch. */
    at: number;
    /** The account or authority that did it; null for the narrator and the clock. */
    actor: string | null;
    venue: VenueId | null;
    /** The id of its subject (a thing's id, or a tag for a hashtag). */
    subject: string;
    payload: EventPayloads[K];
    provenance: Provenance | null;
    /** The scenario and step it was loaded from; null for a person's. */
    scenario: { id: string; step: string } | null;
  };
}[T];

/** A row of the log: a link of its chain, and the event that hangs on it. */
export interface LogEntry {
  seq: number;
  body_hash: string;
  prev_hash: string;
  hash: string;
  /** Null where the body was erased, as are `stored` and `event`. */
  salt: string | null;
  /** The event as it is hashed, whatever version it is of. */
  stored: StoredEvent | null;
  /** The event brought up to date; null where this version of the program cannot read it, too. */
  event: LoggedEvent | null;
}

/** An event with its place in the log. */
export type LoggedEvent<T extends EventType = EventType> = NewEvent<T> & {
  seq: number;
  /** Wall time of the commit, milliseconds since the Unix epoch. */
  recorded_at: number;
};

/** An event as it is in the log: `at` in ISO 8601; no `version` is version 1. */
export type StoredEvent = Omit<NewEvent, 'at' | 'payload'> & {
  at: string;
  payload: Readonly<Record<string, unknown>>;
  version?: number;
};
