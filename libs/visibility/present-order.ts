import type { Authority, Order, OrderItem, RestrictionField, SubjectField } from '#contract';
import {
  inForce,
  untilAsKnown,
  type Restriction,
  type StoredItem,
  type StoredOrder,
  type Subject,
} from '#domain';
import { provenanceField } from './present.js';
import { byRole, granted, GRANTED, type ReadAccess } from './read-access.js';
import { seesAll, viewerOf, type Viewpoint } from './viewpoint.js';

/**
 * Whether an order may be read from a viewpoint. A confidential one may be read by the account that filed
 * it and, as an exemption, by moderators. The audit notes that under the authority's id where the order
 * has none, since it was counted among others.
 */
export function mayReadOrder(
  order: Pick<StoredOrder, 'confidential'> &
    Partial<Pick<StoredOrder, 'id'>> & { authority: Pick<StoredOrder['authority'], 'id' | 'account'> },
  viewpoint: Viewpoint,
): ReadAccess {
  if (!order.confidential) return GRANTED;
  const viewer = viewerOf(viewpoint);
  if (viewer !== null && order.authority.account === viewer) return GRANTED;
  return byRole(order.id ?? order.authority.id, viewpoint);
}

/** Whether an authority may be known to file orders: where one may be read, or it is a scenario's or own. */
export function mayKnowOfAuthority(
  authority: Pick<StoredOrder['authority'], 'id' | 'account'> & { scenario: string | null },
  filesWhatIsRead: boolean,
  viewpoint: Viewpoint,
): ReadAccess {
  const own = authority.account !== null && viewerOf(viewpoint) === authority.account;
  const isKnown = authority.scenario !== null || filesWhatIsRead || own;
  return isKnown ? granted(true) : byRole(authority.id, viewpoint);
}

/** Accounts that decided or imposed something, by the id of what they made. */
export type Actors = ReadonlyMap<string, string>;
export const NO_ACTORS: Actors = new Map();

function actorOf(id: string, actors: Actors, viewpoint: Viewpoint): string | null {
  return seesAll(viewpoint) ? (actors.get(id) ?? null) : null;
}

/** Whether a restriction's order and reason may be read; a confidential order's only by moderators. */
export function mayReadGrounds({ id, confidential }: Restriction, viewpoint: Viewpoint): ReadAccess {
  return confidential ? byRole(id, viewpoint) : GRANTED;
}

export function presentOrder(order: StoredOrder, origin: string): Order {
  return {
    id: order.id,
    external_id: order.externalId,
    authority: presentAuthority(order.authority, origin),
    venue: order.venue,
    title: order.title,
    legal_basis: order.legalBasis,
    grounds: order.grounds,
    reason: order.reason,
    countries: order.countries,
    deadline: order.deadline === null ? null : iso(order.deadline),
    emergency: order.emergency,
    confidential: order.confidential,
    filed_at: iso(order.filedAt),
    status: order.status,
    status_since: iso(order.statusSince),
    status_reason: order.statusReason,
    items_count: order.size,
    outcomes: order.outcomes,
    notices: order.notices.map(({ at, provenance, ...notice }) => ({
      ...notice,
      at: iso(at),
      provenance: provenanceField(provenance, order.scenario),
    })),
    scenario: order.scenario,
    provenance: provenanceField(order.provenance, order.scenario),
  };
}

export function presentAuthority(
  { id, name, shortName, country, note }: StoredOrder['authority'],
  origin: string,
): Authority {
  return { id, name, short_name: shortName, country, note, url: `${origin}/authorities/${id}` };
}

/**
 * An item. Who decided is for moderators: it is of the platform's office, as `imposed_by` is, and hides nothing
 * from others that they would see elsewhere, so the audit does not note it.
 *
 * @param actors who made decisions, by the decisions' ids, as far as it was read
 */
export function presentItem(
  { n, subject, url, decision }: StoredItem,
  actors: Actors,
  viewpoint: Viewpoint,
): OrderItem {
  return {
    n,
    ...subjectField(subject),
    url,
    state: decision?.outcome ?? 'open',
    decision:
      decision === null
        ? null
        : { ...decision, at: iso(decision.at), decided_by: actorOf(decision.id, actors, viewpoint) },
  };
}

/**
 * A restriction is public; neither the id nor the words of a confidential order are told.
 *
 * @param may whether its subject may be named; whether its order and reason may be given
 * @param actors who imposed restrictions, by their ids, as far as it was read: that is for moderators
 */
export function presentRestriction(
  restriction: Restriction,
  viewpoint: Viewpoint,
  may: { name: boolean; giveGrounds: boolean },
  actors: Actors = NO_ACTORS,
): RestrictionField {
  const { at } = viewpoint;
  const until = untilAsKnown(restriction, at);
  return {
    id: restriction.id,
    kind: restriction.kind,
    ...subjectField(may.name ? restriction.subject : null),
    countries: restriction.countries,
    basis: restriction.basis,
    reason: may.giveGrounds ? restriction.reason : '',
    label: restriction.label,
    from: iso(restriction.from),
    until: until === null ? null : iso(until),
    in_force: inForce(restriction, at),
    order_id: may.giveGrounds ? (restriction.order?.id ?? null) : null,
    item: may.giveGrounds ? (restriction.order?.n ?? null) : null,
    imposed_by: actorOf(restriction.id, actors, viewpoint),
  };
}

/** The field of the three that names a subject; none where it is null. */
export function subjectField(subject: Subject | null): SubjectField {
  return {
    status_id: subject?.type === 'post' ? subject.id : null,
    account_id: subject?.type === 'account' ? subject.id : null,
    tag: subject?.type === 'hashtag' ? subject.id : null,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
