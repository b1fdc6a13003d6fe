import type { LoggedEvent, RestrictionPayload } from '#domain';
import { provenanceText, type Fold } from './fold.js';
import { foldRestrictionEnded } from './notifications.projection.js';

export function foldAuthorityRegistered(fold: Fold, event: LoggedEvent<'authority.registered'>): void {
  fold.insert('authority', {
    id: event.subject,
    account_id: event.actor,
    ...event.payload,
    scenario: event.scenario?.id ?? null,
  });
}

export function foldOrderFiled(fold: Fold, event: LoggedEvent<'order.filed'>): void {
  const { authority, grounds, countries, deadline, emergency, confidential, items, ...rest } = event.payload;
  const order_id = event.subject;
  fold.insert('legal_order', {
    id: order_id,
    ...rest,
    authority_id: authority,
    venue: event.venue ?? 'home',
    grounds: JSON.stringify(grounds),
    countries: JSON.stringify(countries),
    deadline_at: deadline === null ? null : Date.parse(deadline),
    emergency: emergency ? 1 : 0,
    confidential: confidential ? 1 : 0,
    filed_at: event.at,
    size: items.length,
    scenario: event.scenario?.id ?? null,
    provenance: provenanceText(event.provenance),
  });
  fold.orderStatuses.begin({
    id: event.id,
    order_id,
    status: 'in_force',
    reason: '',
    from_at: event.at,
    until_at: null,
  });
  for (const { n, subject, url } of items) {
    fold.insert('order_item', {
      order_id,
      n,
      subject_type: subject?.type ?? null,
      subject_id: subject?.id ?? null,
      url,
    });
  }
}

export function foldOrderNoticed(fold: Fold, event: LoggedEvent<'order.noticed'>): void {
  fold.insert('order_notice', {
    id: event.id,
    order_id: event.subject,
    at: event.at,
    ...event.payload,
    provenance: provenanceText(event.provenance),
  });
}

export function foldOrderStatus(
  fold: Fold,
  event: LoggedEvent<'order.confirmed' | 'order.revoked' | 'order.expired' | 'order.set_aside'>,
): void {
  const order_id = event.subject;
  fold.orderStatuses.end({ order_id }, event.at);
  fold.orderStatuses.begin({
    id: event.id,
    order_id,
    status: event.type.slice('order.'.length),
    reason: event.payload.reason,
    from_at: event.at,
    until_at: null,
  });
  if (event.type !== 'order.confirmed')
    for (const id of event.payload.lifts) foldRestrictionEnded(fold, event, id);
}

export function foldItemDecided(fold: Fold, event: LoggedEvent<'item.decided'>, confidential: boolean): void {
  const { order, n, outcome, reason, ground, lifts, imposes } = event.payload;
  fold.decisions.end({ order_id: order, n }, event.at);
  fold.decisions.begin({
    id: event.id,
    order_id: order,
    n,
    outcome,
    reason,
    ground,
    from_at: event.at,
    until_at: null,
  });
  if (lifts !== null) foldRestrictionEnded(fold, event, lifts);
  if (imposes !== null)
    insertRestriction(fold, event, imposes, {
      order_id: order,
      item_n: n,
      confidential: confidential ? 1 : 0,
    });
}

export function foldRestrictionImposed(fold: Fold, event: LoggedEvent<'restriction.imposed'>): void {
  insertRestriction(fold, event, event.payload, { order_id: null, item_n: null, confidential: 0 });
}

export function foldRestrictionChanged(fold: Fold, event: LoggedEvent<'restriction.changed'>): void {
  const { until } = event.payload;
  const until_at = until === null ? null : Date.parse(until);
  fold.insert('restriction_end', { id: event.id, restriction_id: event.subject, at: event.at, until_at });
  fold.changedEnds.set(event.subject, until_at);
  fold.told.restriction(event.id, event.subject, 'changed');
}

function insertRestriction(
  fold: Fold,
  { id, at, scenario }: LoggedEvent<'item.decided' | 'restriction.imposed'>,
  payload: RestrictionPayload,
  order: { order_id: string | null; item_n: number | null; confidential: number },
): void {
  const { kind, subject, countries, basis, reason, label, from, until } = payload;
  fold.insert('restriction', {
    id,
    kind,
    subject_type: subject.type,
    subject_id: subject.id,
    countries: JSON.stringify(countries),
    basis,
    reason,
    label,
    from_at: Date.parse(from),
    until_at: until === null ? null : Date.parse(until),
    ...order,
    scenario: scenario?.id ?? null,
    imposed_until: until === null ? null : Date.parse(until),
    began_id: Date.parse(from) <= at ? id : null,
    ended_id: null,
  });
  if (Date.parse(from) <= at) fold.told.restriction(id, id, 'began');
}
