import type { Account, AccountWarning, Notification, WithheldNotice } from '#contract';
import { timeOfId, type Restriction, type StoredNotice, type StoredNotification } from '#domain';
import { seal, type Gated } from './gated.js';
import { noticeText } from './texts.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * What someone is told; null for everyone else.
 *
 * @param account whose it is, as they may see it
 */
export function gateNotification(
  notification: StoredNotification,
  account: Gated<Account>,
  viewpoint: Viewpoint,
): Gated<Notification> | null {
  return isFor(notification, viewpoint) ? seal(present(notification, account.value, viewpoint)) : null;
}

/** What someone is told, those left out that are for another; null for an account that is not there yet. */
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

/** Of an order that may not be named nothing leaves, not even to a moderator: it is the author's notice. */
function presentNotice(
  { restriction, ended, ...notice }: StoredNotice,
  { language }: Viewpoint,
): [Pick<AccountWarning, 'action' | 'text' | 'status_ids'>, WithheldNotice] {
  const { kind, subject, countries, basis, label, confidential } = restriction;
  const order = confidential ? null : notice.order;
  const reason = confidential ? '' : restriction.reason;
  const what = subject.type === 'account' ? 'account' : 'post';
  const status = what === 'post' ? subject.id : null;
  const told = {
    what,
    kind,
    countries,
    basis,
    label,
    reason,
    order: confidential ? 'unnamed' : order,
    stillIn: ended?.stillIn ?? null,
  } as const;
  return [
    {
      action: ended === null ? ACTIONS[what][kind] : 'none',
      text: noticeText(told, language),
      status_ids: status === null ? [] : [status],
    },
    {
      scope: what === 'account' ? 'your_account' : 'one_post',
      kind,
      country_codes: countries,
      basis,
      order_id: order?.id ?? null,
      since: iso(restriction.from),
      until: restriction.imposedUntil === null ? null : iso(restriction.imposedUntil),
      reason: reason === '' ? null : reason,
      status_id: status,
      lifted_at: ended === null ? null : iso(ended.at),
    },
  ];
}

/**
 * What Mastodon calls it; its own of the rest would say what is not so: nothing is deleted or marked
 * where it is withheld in some countries or labelled.
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
