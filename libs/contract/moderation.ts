import type { Account, Status } from './entities.js';
import type { Order, RestrictionField, SubjectField } from './orders.js';
import type { WEBHOOK_EVENTS } from './webhooks.js';

export type ReportCategory = 'spam' | 'legal' | 'violation' | 'other';

/** `POST /api/v1/reports`. */
export interface Report {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: ReportCategory;
  comment: string;
  /** Nothing is forwarded: there is nowhere to forward it to. */
  forwarded: false;
  created_at: string;
  status_ids: string[];
  rule_ids: string[] | null;
  target_account: Account;
}

/** Mastodon's Role, as far as there are roles here. */
export interface AdminRole {
  id: string;
  name: string;
  color: string;
  /** Mastodon's bit mask, as a decimal number. */
  permissions: string;
  highlighted: boolean;
}

/** `GET /api/v1/admin/accounts`, `/:id`: Mastodon's Admin::Account. */
export interface AdminAccount {
  id: string;
  username: string;
  /** The venue; null for `home`, which is local in Mastodon's sense. */
  domain: string | null;
  created_at: string;
  /** Null where nobody signs in with it, or without one. */
  email: string | null;
  /** No network addresses are kept. */
  ip: null;
  ips: never[];
  locale: null;
  invite_request: null;
  /** Null where nobody signs in with it. */
  role: AdminRole | null;
  confirmed: boolean;
  approved: boolean;
  disabled: false;
  /** Limited, by a restriction of kind `limit`. */
  silenced: boolean;
  suspended: boolean;
  sensitized: false;
  account: Account;
}

/** `GET /api/v1/admin/reports`, `/:id`: Mastodon's Admin::Report. */
export interface AdminReport {
  id: string;
  action_taken: boolean;
  action_taken_at: string | null;
  category: ReportCategory;
  comment: string;
  forwarded: false;
  created_at: string;
  updated_at: string;
  account: AdminAccount;
  target_account: AdminAccount;
  assigned_account: AdminAccount | null;
  action_taken_by_account: AdminAccount | null;
  /** Those of the reported posts that still are. */
  statuses: Status[];
  /** As the reporter named them; this server keeps no list of rules, so without words. */
  rules: { id: string; text: '' }[];
}

/** `GET /api/v1/admin/audit`: a moderator was shown something that is hidden from others at the same place. */
export interface AuditEntry {
  id: string;
  /** ISO 8601, wall time. */
  at: string;
  account_id: string;
  /** Such as `GET /api/v1/statuses/:id`, or of a socket `subscribe public`. */
  route: string;
  view: {
    /** ISO 8601. */
    at: string;
    live: boolean;
    /** A country, `elsewhere`, or null where it was unknown. */
    from: string | null;
  };
  /**
   * Ids of what was seen, and of what a restriction on it is on: posts, accounts, orders,
   * restrictions, authorities, hashtags. Of a socket none: it sees whatever comes.
   */
  subjects: string[];
}

/** `GET /api/v1/admin/subjects/:id/history`: something that was done about a post, an account or a hashtag. */
export interface HistoryEntry {
  /** Of the event, report, appeal or note; entries sort by it, the newest first. */
  id: string;
  /** ISO 8601. */
  at: string;
  type:
    | 'order_filed'
    | 'item_decided'
    | 'restriction_imposed'
    | 'restriction_changed'
    | 'restriction_lifted'
    | 'restriction_expired'
    | 'warned'
    | 'reported'
    | 'appealed'
    | 'noted';
  /** The account or authority that did it; null where the clock or a story did. */
  by: string | null;
  /** Why, in the words of whoever did it. */
  text: string;
  /** Of a decision its outcome, of a report its category, of an appeal `open`, `restored` or `upheld`. */
  outcome: string | null;
  restriction_id: string | null;
  /** The subject of a restriction that began or changed. */
  kind: RestrictionField['kind'] | null;
  countries: string[];
  /** ISO 8601; the end that was set, where one was. */
  until: string | null;
  order_id: string | null;
  item: number | null;
}

/** An author's objection to a restriction on their account or on something of theirs. */
export interface Appeal {
  id: string;
  created_at: string;
  text: string;
  /** `moot`: what it is about has ended by now, without an answer. */
  state: 'open' | 'restored' | 'upheld' | 'moot';
  answered_at: string | null;
  /** Plain text of the answer. */
  answer: string | null;
  /** The restriction as its author may see it: a confidential order is not named. */
  restriction: RestrictionField;
}

/** `GET /api/v1/admin/appeals`: an appeal as moderators deal with it. */
export interface AdminAppeal extends Appeal {
  /** Who appeals: the author of what is restricted. */
  account: Account;
  assigned_account_id: string | null;
  answered_by_account_id: string | null;
  /** The post that it is about; null of an account. */
  status: Status | null;
}

/** `GET /api/v1/admin/notes`: a moderator's note to the other moderators, on exactly one thing. */
export interface ModeratorNote {
  id: string;
  created_at: string;
  /** Who wrote it, and alone may delete it. */
  account_id: string;
  text: string;
  status_id: string | null;
  target_account_id: string | null;
  order_id: string | null;
}

/** An open thing in the moderators' queue, and what it is on. */
export interface QueueEntry extends SubjectField {
  /** `item:<order>:<n>`, `report:<id>` or `appeal:<id>`: by this it is assigned. */
  id: string;
  kind: 'item' | 'report' | 'appeal';
  /** ISO 8601: since when it waits. */
  since: string;
  /** ISO 8601: of an item, its order's deadline. */
  due: string | null;
  /** The order and the number of an item; of an appeal, those that hold the restriction. */
  order_id: string | null;
  item: number | null;
  /** Of an item that names something elsewhere. */
  url: string | null;
  /** The account that it is on, where it is on one and not on a post of it; who reported or appealed is not told here. */
  account_id: string | null;
  /** Of a report its category. */
  category: ReportCategory | null;
  /** Plain text: what the order, the report or the appeal says. */
  text: string;
  assigned_account_id: string | null;
  /** The posts, whole, so that a list can be drawn; null of anything else. */
  status: Status | null;
  /** The account that it is about, or whose post it is; null of a hashtag or address. */
  account: Account | null;
}

/** `GET /api/v1/admin/queue`: what waits for a moderator, the newest first. */
export interface Queue {
  entries: QueueEntry[];
  /** How many there are of each kind under the same filters but `kind`. */
  counts: { item: number; report: number; appeal: number };
  /** Given as `before`, reads on; null at the end. */
  next: string | null;
}

/** `POST /api/v1/orders/:id/decisions` with `each`: what became of each item. */
export interface BulkDecision {
  order: Order;
  /** Numbers of the items that were decided. */
  decided: number[];
  /** Those that were not, and why: mostly, that another moderator was sooner. */
  refused: { n: number; error: string; state: string }[];
}

/** `GET /api/v1/admin/preview`: what a decision would do, before it is done. */
export interface Preview {
  outcome: string;
  /** ISO 3166-1 alpha-2, sorted: where it would be withheld; `*` alone for everywhere. */
  countries: string[];
  /** Whether it stays visible to whoever is in none of them. */
  visible_elsewhere: boolean;
  /** HTTP status of a request for it by id, where it binds and elsewhere. */
  http_status: { there: number; elsewhere: number };
  /** How many posts and accounts it is on. */
  statuses: number;
  accounts: number;
  /** Posts of these accounts, which go with them. */
  statuses_of_accounts: number;
  /** Re-posts by others, which go with what they pass on. */
  reblogs: number;
  /** Replies by others, which stay, under the tombstone. */
  replies: number;
  /** How many authors are told of it, and may appeal. */
  authors: number;
}

/** A kind of thing that a webhook is told of, each of `WEBHOOK_EVENTS`. */
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `GET /api/v1/admin/webhooks`, `/:id`: another system that is told of what happens. */
export interface Webhook {
  id: string;
  url: string;
  events: WebhookEvent[];
  enabled: boolean;
  created_at: string;
  updated_at: string;
  /** How many messages wait to be delivered. */
  pending: number;
  /** How many messages were given up, or found the queue full, since it was made. */
  lost: number;
  /** The latest first; at most 20. */
  deliveries: WebhookDelivery[];
}

/** The answer to making a webhook, and to asking for a new secret: the only ones that tell it. */
export interface WebhookWithSecret extends Webhook {
  /** `whsec_` and base64 of the key, as Standard Webhooks has it. */
  secret: string;
}

/** A message to a webhook, and what became of it. */
export interface WebhookDelivery {
  /** The message's id, the same at each attempt. */
  id: string;
  type: WebhookEvent | 'ping';
  state: 'pending' | 'delivered' | 'given_up';
  attempts: number;
  created_at: string;
  /** ISO 8601: when it was tried last, and is tried next. */
  tried_at: string | null;
  next_at: string | null;
  /** The status that answered the last attempt; null where nothing answered. */
  http_status: number | null;
  error: string | null;
}

/** The body of a message to a webhook, as moderators see what it tells. */
export interface WebhookMessage {
  type: WebhookEvent | 'ping';
  /** ISO 8601: when it happened. */
  timestamp: string;
  data: {
    /** The restriction that began, changed or ended, or is appealed against; null where the message is of something else. */
    restriction: RestrictionField | null;
    order: Order | null;
    report: WebhookReport | null;
    appeal: WebhookAppeal | null;
  };
}

/** A report, as a webhook is told of it: ids, and what was said. */
export interface WebhookReport {
  id: string;
  created_at: string;
  category: ReportCategory;
  comment: string;
  account_id: string;
  target_account_id: string;
  status_ids: string[];
}

/** An appeal, as a webhook is told of it. */
export interface WebhookAppeal {
  id: string;
  created_at: string;
  account_id: string;
  text: string;
}
