import type { Account, Status } from './entities.js';

/** The types of notification, by Mastodon's names. */
export type NotificationType =
  'mention' | 'follow' | 'follow_request' | 'favourite' | 'reblog' | 'moderation_warning';

/** `GET /api/v1/notifications`, `/:id`, and the `notification` frame. */
export interface Notification {
  id: string;
  type: NotificationType;
  /** Shared by notifications about the same post, or of new followers, within half a day. */
  group_key: string;
  created_at: string;
  /** Who did what is told: of what the platform does, the one who is told, as Mastodon has it. */
  account: Account;
  /** The post that mentions one, or one's own that is liked or re-posted. */
  status?: Status;
  /** Of a `moderation_warning` alone. */
  moderation_warning?: AccountWarning;
  /** The restriction that was imposed, or ended, exactly; null of all else, a moderator's warning among it, which imposes none. */
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

/** `GET /api/v1/notifications/unread_count`: how many there are since what one's marker says, as far as is counted. */
export interface UnreadCount {
  count: number;
}

/** Notifications that stand for one another: as many as a page holds of them. */
export interface NotificationGroup {
  group_key: string;
  notifications_count: number;
  type: NotificationType;
  most_recent_notification_id: string;
  /** Ids and time of those that the page holds. */
  page_min_id: string;
  page_max_id: string;
  latest_page_notification_at: string;
  /** The latest of who did it, eight at most. */
  sample_account_ids: string[];
  status_id?: string;
  moderation_warning?: AccountWarning;
  withheld: WithheldNotice | null;
}

/** An account of which no more is told than a picture takes. */
export interface PartialAccountWithAvatar {
  id: string;
  acct: string;
  url: string;
  avatar: string;
  avatar_static: string;
  locked: boolean;
  bot: boolean;
}

/** `GET /api/v2/notifications`, and `/:group_key`. */
export interface GroupedNotificationsResults {
  accounts: Account[];
  /** Where they were asked for, those of whom none is the latest of a group. */
  partial_accounts?: PartialAccountWithAvatar[];
  statuses: Status[];
  notification_groups: NotificationGroup[];
}

/** Counts of what a policy holds back: nothing, as all is accepted. */
export interface NotificationPolicySummary {
  pending_requests_count: number;
  pending_notifications_count: number;
}

/** `GET`, `PATCH /api/v2/notifications/policy`. */
export interface NotificationPolicy {
  for_not_following: 'accept';
  for_not_followers: 'accept';
  for_new_accounts: 'accept';
  for_private_mentions: 'accept';
  for_limited_accounts: 'accept';
  summary: NotificationPolicySummary;
}

/** `GET`, `PUT /api/v1/notifications/policy`, as Mastodon had it before 4.3. */
export interface V1NotificationPolicy {
  filter_not_following: boolean;
  filter_not_followers: boolean;
  filter_new_accounts: boolean;
  filter_private_mentions: boolean;
  summary: NotificationPolicySummary;
}

/** `GET /api/v1/notifications/requests/merged`. */
export interface NotificationRequestsMerged {
  merged: boolean;
}
