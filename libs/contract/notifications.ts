import type { Account } from './entities.js';

/** The types of notification, by Mastodon's names. */
export type NotificationType = 'moderation_warning';

/** `GET /api/v1/notifications`, `/:id`, and the `notification` frame. */
export interface Notification {
  id: string;
  type: NotificationType;
  group_key: string;
  created_at: string;
  /** Who did what is told: of what the platform does, the one who is told, as Mastodon has it. */
  account: Account;
  moderation_warning: AccountWarning;
  /** The restriction that was imposed, or ended, exactly; null of a moderator's warning, which imposes none. */
  withheld: WithheldNotice | null;
}

/** An action or a warning of the platform on an account or something of it. */
export interface AccountWarning {
  id: string;
  /** `none` where nothing was done, and also where Mastodon has no name for it, such as withholding in some countries. */
  action: 'none' | 'delete_statuses' | 'silence' | 'suspend';
  /** Plain text: a moderator's own words, or what was done, in the reader's language. */
  text: string;
  status_ids: string[];
  target_account: Account;
  appeal: null;
  created_at: string;
}

/** A restriction, as told to the person whom it restricts. */
export interface WithheldNotice {
  /** The restriction, by which its author may appeal (`POST /api/v1/appeals`). */
  restriction_id: string;
  scope: 'one_post' | 'your_account';
  kind: 'withhold' | 'suspend' | 'label' | 'limit';
  /** ISO 3166-1 alpha-2, sorted; `*` alone for everywhere. */
  country_codes: string[];
  basis: 'legal_demand' | 'local_law' | 'platform_rule';
  /** Null where there is no order, or where it may not be named. */
  order_id: string | null;
  /** ISO 8601: since when, and until when if an end was set as it was imposed. */
  since: string;
  until: string | null;
  reason: string | null;
  /** Null where it is on the account. */
  status_id: string | null;
  /** When it ended; null where what is told is that it began. */
  lifted_at: string | null;
}
