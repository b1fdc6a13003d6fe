import type { Account, AccountWarning, Notification, WithheldNotice } from '#contract';
import { endAsSet, timeOfId, type Restriction, type StoredNotice, type StoredNotification } from '#domain';
import { seal, type Gated } from './gated.js';
import { noticeText } from './texts.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * A notification as its recipient sees it; null for everyone else.
 *
 * @param account the recipient's, as they may see it
 */
export function gateNotification(
  notification: StoredNotification,
  account: Gated<Account>,
  viewpoint: Viewpoint,
): Gated<Notification> | null {
  return isFor(notification, viewpoint) ? seal(present(notification, account.value, viewpoint)) : null;
}

/** The notifications that are for the viewer; none while their `account` does not exist yet (null). */
export function gateNotifications(
  notifications: readonly StoredNotification[],
  account: Gated<Account> | null,
  viewpoint: Viewpoint,
): Gated<Notification[]> {
  if (account === null) return seal([]);
  const own = notifications.filter((notification) => isFor(notification, viewpoint));
  return seal(own.map((notification) => present(notification, account.value, viewpoint)));
}

function isFor({ account }: StoredNotification, viewpoint: Viewpoint): boolean {
  return viewerOf(viewpoint) === account;
}

function present(notification: StoredNotification, account: Account, viewpoint: Viewpoint): Notification {
  const { id, type } = notification;
  const created_at = iso(timeOfId(id));
  const [warning, withheld] =
    notification.restriction === null
      ? [{ action: 'none' as const, text: notification.text, status_ids: [] }, null]
      : presentNotice(notification, viewpoint);
  return {
    id,
    type,
    group_key: `ungrouped-${id}`,
    created_at,
    account,
    moderation_warning: { id, ...warning, target_account: account, appeal: null, created_at },
    withheld,
  };
}

/** Leaves out an order that may not be named, even for a moderator: the notice is the author's. */
function presentNotice(
  { id, restriction, changed, ended, ...notice }: StoredNotice,
  { language }: Viewpoint,
): [Pick<AccountWarning, 'action' | 'text' | 'status_ids'>, WithheldNotice] {
  const { kind, subject, countries, basis, label, confidential } = restriction;
  const order = confidential ? null : notice.order;
  const reason = confidential ? '' : restriction.reason;
  const what = subject.type === 'account' ? 'account' : 'post';
  const status = what === 'post' ? subject.id : null;
  const until = endAsSet(restriction, timeOfId(id));
  const told = {
    what,
    kind,
    countries,
    basis,
    label,
    reason,
    order: confidential ? 'unnamed' : order,
    stillIn: ended?.stillIn ?? null,
    newEnd: changed,
  } as const;
  return [
    {
      action: ended === null && changed === null ? ACTIONS[what][kind] : 'none',
      text: noticeText(told, language),
      status_ids: status === null ? [] : [status],
    },
    {
      restriction_id: restriction.id,
      scope: what === 'account' ? 'your_account' : 'one_post',
      kind,
      country_codes: countries,
      basis,
      order_id: order?.id ?? null,
      since: iso(restriction.from),
      until: until === null ? null : iso(until),
      reason: reason === '' ? null : reason,
      status_id: status,
      lifted_at: ended === null ? null : iso(ended.at),
    },
  ];
}

/**
 * Mastodon's names for the actions; `none` where each of its names would be untrue: withholding in some
 * countries or labelling deletes and marks nothing.
 *
 * @see https://docs.joinmastodon.org/entities/AccountWarning/#action
 */
const ACTIONS: Readonly<Record<'post' | 'account', Record<Restriction['kind'], AccountWarning['action']>>> = {
  post: { withhold: 'none', suspend: 'delete_statuses', label: 'none', limit: 'none' },
  account: { withhold: 'none', suspend: 'suspend', label: 'none', limit: 'silence' },
};

function iso(at: number): string {
  return new Date(at).toISOString();
}
