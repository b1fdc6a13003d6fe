/**
 * The entities that travel over HTTP: Mastodon 4.4's, with this server's own fields.
 * @see https://docs.joinmastodon.org/entities/
 */

/** How the server knows where a viewer is: they chose; account; address; the server's default; it does not. */
export type PlaceBasis = 'simulated' | 'account' | 'geoip' | 'default' | 'unknown';

/** On every status and account: null, or how it is withheld (X API v2's names, extended). */
export interface WithheldField {
  /** ISO 3166-1 alpha-2 or `XK`, sorted, as they were named; `*` alone for everywhere. The union of what is in force. */
  country_codes: string[];
  /** `user` when any of the restrictions is on the account. */
  scope: 'tweet' | 'user';
  copyright: false;
  basis: 'legal_demand' | 'local_law' | 'platform_rule';
  /** Null when there is no order, or when it is confidential. */
  order_id: string | null;
  /** ISO 8601: when the restriction that basis and order are of came into force. */
  since: string;
}

/** A note that the platform put on something. */
export interface Label {
  text: string;
  basis: 'legal_demand' | 'local_law' | 'platform_rule';
  since: string;
}

/** Where something replayed comes from; null on what people here wrote. */
export interface ProvenanceField {
  scenario: string;
  certainty: 'quoted' | 'reported' | 'inferred' | 'illustrative';
  precision: 'minute' | 'part_of_day' | 'day' | 'month';
  /** Keys into `GET /api/v1/scenarios/:id/sources`. */
  sources: string[];
  note: string | null;
}

/** A row of a profile. `value` is HTML. */
export interface AccountField {
  name: string;
  value: string;
  verified_at: null;
}

export interface Account {
  id: string;
  username: string;
  /** `name@venue`; on `home`, the name alone (it is local in Mastodon's sense). */
  acct: string;
  display_name: string;
  locked: boolean;
  bot: boolean;
  group: boolean;
  discoverable: boolean | null;
  noindex: boolean;
  created_at: string;
  note: string;
  url: string;
  uri: string;
  avatar: string;
  avatar_static: string;
  header: string;
  header_static: string;
  followers_count: number;
  following_count: number;
  statuses_count: number;
  /** The day of its last post that stands and is in its own words alone, `2021-02-10`, in UTC; null without one. */
  last_status_at: string | null;
  emojis: never[];
  fields: AccountField[];
  suspended?: true;
  /** Limited by moderators: kept out of public timelines, trends, search and recommendations. */
  limited?: true;

  venue: string;
  verified: boolean;
  /** `stand_in`: generated; no real account is meant. */
  kind: 'person' | 'body' | 'stand_in';
  labels: Label[];
  withheld: WithheldField | null;
  provenance: ProvenanceField | null;
}

/** `GET /api/v1/accounts/verify_credentials`: one's own account, with what only oneself is told. */
export interface CredentialAccount extends Account {
  source: {
    privacy: 'public' | 'unlisted' | 'private' | 'direct';
    sensitive: boolean;
    language: string | null;
    /** As it was written, and so the fields. */
    note: string;
    fields: AccountField[];
    follow_requests_count: number;
    hide_collections: boolean;
    discoverable: boolean;
    indexable: boolean;
    attribution_domains: string[];
  };
  role: {
    id: string;
    name: string;
    /** Mastodon's flags of what the role may, as a decimal number. */
    permissions: string;
    color: string;
    highlighted: boolean;
  };
}

/** Someone whom a status mentions, even if they are withheld or suspended, since the handle stays. */
export interface Mention {
  id: string;
  username: string;
  url: string;
  acct: string;
}

/** The words of a post from an instant until they were changed. */
export interface StatusEdit {
  /** HTML. */
  content: string;
  spoiler_text: string;
  sensitive: boolean;
  created_at: string;
  account: Account;
  poll: null;
  media_attachments: never[];
  emojis: never[];
}

/** The words of a post as they were written. */
export interface StatusSource {
  id: string;
  text: string;
  spoiler_text: string;
}

/** The post that is quoted, or that it is gone. */
export type Quote = { state: 'accepted'; quoted_status: Status } | { state: 'deleted'; quoted_status: null };

export interface Status {
  id: string;
  created_at: string;
  in_reply_to_id: string | null;
  in_reply_to_account_id: string | null;
  sensitive: boolean;
  spoiler_text: string;
  visibility: 'public' | 'unlisted' | 'private' | 'direct';
  language: string | null;
  uri: string;
  url: string;
  replies_count: number;
  reblogs_count: number;
  favourites_count: number;
  quotes_count: number;
  edited_at: string | null;
  /** HTML. Of a tombstone: the statement, in `<p>`. */
  content: string;
  reblog: Status | null;
  quote: Quote | null;
  /** The text as it was written: of one's own post, as it is deleted. */
  text?: string;
  account: Account;
  media_attachments: never[];
  /** Those whom it names, each once, in order; of whom nothing is told but their handle. */
  mentions: Mention[];
  tags: { name: string; url: string }[];
  emojis: never[];
  card: null;
  poll: null;
  favourited: boolean;
  reblogged: boolean;
  muted: boolean;
  bookmarked: boolean;
  /** Of one's own posts alone: whether one has pinned it to one's profile. */
  pinned?: boolean;

  /** It, its account or what it passes on or quotes is limited: kept out of public timelines, trends, search and recommendations. */
  limited?: true;
  labels: Label[];
  withheld: WithheldField | null;
  /** Whether this stands in place of something this viewer may not see. */
  tombstone: boolean;
  provenance: ProvenanceField | null;
}

/** `GET /api/v1/statuses/:id/context`: the posts above it, from the first of the thread, and its answers. */
export interface Context {
  ancestors: Status[];
  /** Each before its own answers, the oldest first. */
  descendants: Status[];
}

/** Mastodon's error body. */
export interface ErrorBody {
  error: string;
  error_description?: string;
  /** The outcomes that could be asked for instead, with a 409. */
  allowed?: string[];
  /** With a 451. */
  withheld?: WithheldField;
  status?: Status;
  account?: Account;
}

/** `POST /api/v1/accounts`. */
export interface Token {
  access_token: string;
  token_type: 'Bearer';
  scope: string;
  created_at: number;
}

/** `POST /api/v1/demo/sign-in`. */
export interface DemoSignIn {
  access_token: string;
  account: Account;
}

/** `GET /api/v1/scenarios`, `/:id`. */
export interface Scenario {
  id: string;
  title: string;
  description: string;
  language: string;
  /** IANA name, e.g. `Asia/Kolkata`. */
  time_zone: string;
  /** ISO 8601: the first and the last step. */
  starts: string;
  ends: string;
  /** How many steps it has, and how many of them have happened here. */
  steps: number;
  steps_loaded: number;
  loaded: boolean;
}

/** `GET /api/v1/scenarios/:id/chapters`, in story order. */
export interface Chapter {
  id: string;
  title: string;
  headline: string;
  at: string;
}

/** `GET /api/v1/scenarios/:id/sources`. */
export interface Source {
  key: string;
  title: string;
  publisher: string;
  /** A date, `2021-02-10`. */
  published: string;
  /** Null where the address is not known; never guessed. */
  url: string | null;
}

/** A narrator's row: `GET /api/v1/scenarios/:id/context`, newest first, and the `context` frame. */
export interface ContextRow {
  id: string;
  at: string;
  title: string;
  /** Plain text. */
  text: string;
  /** Whose stated reason it tells, where it tells one: a side of its scenario (`ScenarioStage.sides`). */
  side: string | null;
  provenance: ProvenanceField | null;
}

/** One of those that `POST /api/v1/test/users` makes. */
export interface TestUser {
  id: string;
  username: string;
  access_token: string;
}

/** A post that its author has scheduled, as only they are told. */
export interface ScheduledStatus {
  id: string;
  scheduled_at: string;
  params: {
    text: string;
    poll: null;
    media_ids: null;
    sensitive: boolean;
    spoiler_text: string;
    visibility: Status['visibility'];
    language: string | null;
    in_reply_to_id: string | null;
    quoted_status_id: string | null;
    idempotency: string | null;
    scheduled_at: null;
    application_id: null;
    with_rate_limit: boolean;
  };
  media_attachments: [];
  /** Why it was refused when it was due; null where it is still to come. */
  failed: string | null;
}

/** A hashtag, as it is used where one looks from. */
export interface Tag {
  /** Its name. */
  id: string;
  name: string;
  url: string;
  /** Each of the last seven days, in UTC, today first. */
  history: {
    /** When it began, in seconds since the epoch. */
    day: string;
    uses: string;
    accounts: string;
  }[];
  /** Whether whoever looks follows it, where they have signed in. */
  following?: boolean;
}

/** Results of a search. */
export interface Search {
  accounts: Account[];
  statuses: Status[];
  hashtags: Tag[];
}
