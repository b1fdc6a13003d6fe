import type {
  Account,
  GroupedNotificationsResults,
  Notification,
  NotificationGroup,
  PartialAccountWithAvatar,
  Status,
} from '#contract';
import { seal, type Gated } from './gated.js';

/** How many accounts a group names, as with Mastodon. */
const SAMPLE = 8;

/** How notifications are put into groups. */
export interface Grouping {
  /** The types that are grouped; others stand alone. */
  types: readonly string[];
  /** Whether accounts are told in part, but for the latest of each group. */
  partial: boolean;
}

/**
 * The key of the group that a notification stands in where some types alone are grouped.
 *
 * @see https://docs.joinmastodon.org/methods/grouped_notifications/#get-grouped
 */
export function groupOf({ value }: Gated<Notification>, { types }: Pick<Grouping, 'types'>): string {
  return types.includes(value.type) ? value.group_key : `ungrouped-${value.id}`;
}

/**
 * Notifications that passed the gate, in groups, the latest first, with the accounts and posts that they are of
 * beside them, each once.
 *
 * @param notifications the newest first
 */
export function gateGroups(
  notifications: readonly Gated<Notification>[],
  grouping: Grouping,
): Gated<GroupedNotificationsResults> {
  const groups = new Map<string, Notification[]>();
  for (const one of notifications) {
    const key = groupOf(one, grouping);
    groups.set(key, [...(groups.get(key) ?? []), one.value]);
  }
  const accounts = new Map<string, Account>();
  const partly = new Map<string, Account>();
  const statuses = new Map<string, Status>();
  const shown = [...groups].map(([key, of]): NotificationGroup => {
    for (const [n, { account }] of of.slice(0, SAMPLE).entries())
      (grouping.partial && n > 0 ? partly : accounts).set(account.id, account);
    const [first] = of as [Notification];
    if (first.status !== undefined) statuses.set(first.status.id, first.status);
    return groupFrom(key, first, of);
  });
  const partial = [...partly.values()].filter(({ id }) => !accounts.has(id));
  return seal({
    accounts: [...accounts.values()],
    ...(grouping.partial ? { partial_accounts: partial.map(inPart) } : {}),
    statuses: [...statuses.values()],
    notification_groups: shown,
  });
}

/** Who did what some notifications tell, each once. */
export function gateAccountsOf(notifications: readonly Gated<Notification>[]): Gated<Account[]> {
  return seal([...new Map(notifications.map(({ value: { account } }) => [account.id, account])).values()]);
}

function groupFrom(key: string, first: Notification, of: readonly Notification[]): NotificationGroup {
  const { id, type, created_at, status, moderation_warning, withheld } = first;
  return {
    group_key: key,
    notifications_count: of.length,
    type,
    most_recent_notification_id: id,
    page_min_id: of.at(-1)?.id ?? id,
    page_max_id: id,
    latest_page_notification_at: created_at,
    sample_account_ids: [...new Set(of.map(({ account }) => account.id))].slice(0, SAMPLE),
    ...(status === undefined ? {} : { status_id: status.id }),
    ...(moderation_warning === undefined ? {} : { moderation_warning }),
    withheld,
  };
}

function inPart({ id, acct, url, avatar, avatar_static, locked, bot }: Account): PartialAccountWithAvatar {
  return { id, acct, url, avatar, avatar_static, locked, bot };
}
