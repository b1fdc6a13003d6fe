import { handleKey, type LoggedEvent } from '#domain';
import { provenanceText, type Fold } from './fold.js';

export function foldAccountOpened(fold: Fold, event: LoggedEvent<'account.opened'>): void {
  const { handle, display_name, note, verified, kind } = event.payload;
  const venue = event.venue ?? 'home';
  fold.insert('account', {
    id: event.subject,
    venue,
    handle,
    handle_key: handleKey(venue, handle),
    display_name,
    note,
    verified: verified ? 1 : 0,
    kind,
    opened_at: event.at,
    scenario: event.scenario?.id ?? null,
    provenance: provenanceText(event.provenance),
  });
}

export function foldAccountUpdated(fold: Fold, event: LoggedEvent<'account.updated'>): void {
  const { display_name, note, bot, locked, fields } = event.payload;
  fold.insert('account_version', {
    id: event.id,
    account_id: event.subject,
    at: event.at,
    display_name,
    note,
    bot: bot ? 1 : 0,
    locked: locked ? 1 : 0,
    fields: JSON.stringify(fields),
  });
  fold.updates.set(event.subject, event.at);
}

export function foldFollow(fold: Fold, event: LoggedEvent<'account.followed' | 'account.unfollowed'>): void {
  const { id, at, subject } = event;
  const actor = event.actor ?? '';
  const by = event.type === 'account.followed' ? 1 : -1;
  if (by === 1) {
    fold.follows.begin({ id, actor, subject, from_at: at, until_at: null });
    // A request that they may have made before; a scenario makes none.
    if (event.scenario === null) fold.followRequests.end({ actor, subject }, at);
    fold.told.follow('follow', { id, actor, recipient: subject });
  } else fold.follows.end({ actor, subject }, at);
  fold.accountCounts.add(subject, at, 'followers', by);
  fold.accountCounts.add(actor, at, 'following', by);
}

export function foldFollowRequest(
  fold: Fold,
  event: LoggedEvent<'account.follow_requested' | 'account.follow_withdrawn' | 'account.follow_rejected'>,
): void {
  const { id, at, subject } = event;
  const actor = event.actor ?? '';
  switch (event.type) {
    case 'account.follow_requested':
      fold.followRequests.begin({ id, actor, subject, from_at: at, until_at: null });
      fold.told.follow('follow_request', { id, actor, recipient: subject });
      break;
    case 'account.follow_withdrawn':
      fold.followRequests.end({ actor, subject }, at);
      break;
    case 'account.follow_rejected':
      fold.followRequests.end({ actor: subject, subject: actor }, at);
      break;
  }
}
