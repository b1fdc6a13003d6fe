import type { Account, AccountWarning, Notification, Status, WithheldNotice } from '#contract';
import {
  endAsSet,
  isId,
  timeOfId,
  type Restriction,
  type StoredNotice,
  type StoredNotification,
} from '#domain';
import { seal, type Gated } from './gated.js';
import { noticeText } from './texts.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/** Notifications about the same thing within so many ms are one group, as Mastodon has it. */
const GROUP_MS = 12 * 3_600_000;

/** A group of notifications: those of one type, about one post, of some hours; or one alone. */
export type NotificationGroupKey =
  | { id: string }
  | { type: 'favourite' | 'reblog' | 'follow'; post: string | null; from: number; until: number };

/** The key of the group that a notification is in. */
function groupKeyOf(notification: StoredNotification): string {
  const { id, type } = notification;
  const bucket = Math.floor(timeOfId(id) / GROUP_MS);
  switch (type) {
    case 'favourite':
    case 'reblog':
      return `${type}-${notification.post ?? ''}-${bucket}`;
    case 'follow':
      return `${type}-${bucket}`;
    case 'mention':
    case 'follow_request':
    case 'moderation_warning':
      return `ungrouped-${id}`;
  }
}

/** The group that a key names; null where it is none. `from` and `until` are ms since the epoch, and bound it as `[from, until)`. */
export function groupNamed(key: string): NotificationGroupKey | null {
  const alone = /^ungrouped-(.+)$/.exec(key)?.[1];
  if (alone !== undefined) return isId(alone) ? { id: alone } : null;
  const [, type, post, bucket] = /^(?:(favourite|reblog)-(\w+)-|follow-)(\d{1,8})$/.exec(key) ?? [];
  if (bucket === undefined || (post !== undefined && !isId(post))) return null;
  const from = Number(bucket) * GROUP_MS;
  const of = type === 'favourite' || type === 'reblog' ? type : 'follow';
  return { type: of, post: post ?? null, from, until: from + GROUP_MS };
}

/**
 * A notification as its recipient sees it; null for everyone else.
 *
 * @param account who did it, as the recipient sees them; of what the platform does the recipient's own
 * @param status the post that it is about, as the recipient sees it
 */
export function gateNotification(
  notification: StoredNotification,
  account: Gated<Account>,
  viewpoint: Viewpoint,
  status: Gated<Status> | null = null,
): Gated<Notification> | null {
  if (viewerOf(viewpoint) !== notification.account) return null;
  const { id, type } = notification;
  const created_at = iso(timeOfId(id));
  const told = { id, type, group_key: groupKeyOf(notification), created_at, account: account.value };
  if (notification.type !== 'moderation_warning')
    return seal({ ...told, ...(status === null ? {} : { status: status.value }), withheld: null });
  const [warning, withheld] =
    notification.restriction === null
      ? [{ action: 'none' as const, text: notification.text, status_ids: [] }, null]
      : presentNotice(notification, viewpoint);
  const moderation_warning = {
    id,
    ...warning,
    target_account: account.value,
    appeal: null,
    created_at,
  };
  return seal({ ...told, moderation_warning, withheld });
}

/** That one's notifications are to be read again, which tells nothing else. */
export function gateNotificationsMerged(): Gated<null> {
  return MERGED;
}

const MERGED = seal(null);

/** Notifications that passed the gate, in their order. */
export function gateNotifications(notifications: readonly Gated<Notification>[]): Gated<Notification[]> {
  return seal(notifications.map(({ value }) => value));
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
