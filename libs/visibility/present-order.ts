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
import { seesByRole, type Viewpoint } from './viewpoint.js';

/**
 * Whether an order may be read from a viewpoint: one that asks for confidentiality by the account
 * that filed it, and by moderators, whose reading is audited: under the authority's id where the
 * order has none, since it was counted among others.
 */
export function mayReadOrder(
  order: Pick<StoredOrder, 'confidential'> &
    Partial<Pick<StoredOrder, 'id'>> & { authority: Pick<StoredOrder['authority'], 'id' | 'account'> },
  viewpoint: Viewpoint,
): boolean {
  const { viewer, asPublic } = viewpoint;
  if (!order.confidential) return true;
  if (!asPublic && viewer !== null && order.authority.account === viewer.id) return true;
  return seesByRole(viewpoint, order.id ?? order.authority.id);
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

export function presentItem({ n, subject, url, decision }: StoredItem): OrderItem {
  return {
    n,
    ...subjectField(subject),
    url,
    state: decision?.outcome ?? 'open',
    decision: decision === null ? null : { ...decision, at: iso(decision.at) },
  };
}

/**
 * A restriction is public; of a confidential order neither its name nor its words are told.
 *
 * @param named whether it may be known what it is on
 */
export function presentRestriction(
  restriction: Restriction,
  viewpoint: Viewpoint,
  named: boolean,
): RestrictionField {
  const until = untilAsKnown(restriction, viewpoint.at);
  const hidden = restriction.confidential && !seesByRole(viewpoint, restriction.id);
  return {
    id: restriction.id,
    kind: restriction.kind,
    ...subjectField(named ? restriction.subject : null),
    countries: restriction.countries,
    basis: restriction.basis,
    reason: hidden ? '' : restriction.reason,
    label: restriction.label,
    from: iso(restriction.from),
    until: until === null ? null : iso(until),
    in_force: inForce(restriction, viewpoint.at),
    order_id: hidden ? null : (restriction.order?.id ?? null),
    item: hidden ? null : (restriction.order?.n ?? null),
  };
}

function subjectField(subject: Subject | null): SubjectField {
  return {
    status_id: subject?.type === 'post' ? subject.id : null,
    account_id: subject?.type === 'account' ? subject.id : null,
    tag: subject?.type === 'hashtag' ? subject.id : null,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
