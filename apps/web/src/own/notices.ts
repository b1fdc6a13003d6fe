import type { Appeal, Notification, WithheldNotice } from '#contract';

/** A restriction on something of one's own, as its author was told of it, and what they said against it. */
export interface OwnNotice {
  notice: WithheldNotice;
  appeal: Appeal | null;
}

/** Asks for the notifications by which authors are told. */
export const WARNINGS = { 'types[]': ['moderation_warning'] };

/**
 * Makes notices of what one was told, one for each restriction, the newest first: that it ended, where it has, else
 * that it began.
 *
 * @param notifications the newest first, as they are read
 */
export function ownNotices(notifications: readonly Notification[], appeals: readonly Appeal[]): OwnNotice[] {
  const told = new Map<string, WithheldNotice>();
  for (const { withheld } of notifications) {
    if (withheld !== null && !told.has(withheld.restriction_id)) told.set(withheld.restriction_id, withheld);
  }
  const against = new Map(appeals.map((appeal) => [appeal.restriction.id, appeal]));
  return [...told.values()].map((notice) => ({
    notice,
    appeal: against.get(notice.restriction_id) ?? null,
  }));
}

/** Those that restrict now. */
export function standing(notices: readonly OwnNotice[], now: number): OwnNotice[] {
  return notices.filter(
    ({ notice }) => notice.lifted_at === null && (notice.until === null || Date.parse(notice.until) > now),
  );
}
