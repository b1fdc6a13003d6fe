import { eventHead } from './accounts.rules.js';
import { isForSome } from './audience.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import {
  orderBinds,
  ITEM_OUTCOMES,
  MAX_ORDER_ITEMS,
  RESTRICTION_OF_OUTCOME,
  type ItemOutcome,
} from './orders.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import type { RestrictionPayload, Subject } from './restrictions.js';
import { articleOf, isThere, KINDS_ON, normaliseSubject } from './subjects.js';
import { EVERYWHERE, normaliseCountries, normaliseCountry, notACountry } from './territory.js';
import { externalKey, itemKey } from './world-keys.js';
import type { ItemState, OrderState, World } from './world.js';

const OWN_SCENARIO_ALONE = 'A scenario’s authorities and orders are its scenario’s alone';

/** Registers an authority, once per account that files as it. */
export function registerAuthority(
  world: World,
  { meta, body }: Command<'register-authority'>,
): Decided<NewEvent> {
  const country = body.country === null ? null : normaliseCountry(body.country);
  if (country === null && body.country !== null) {
    return refuse.invalid('country', `"${body.country}" is not a country`);
  }
  const known = meta.actor === null ? undefined : world.authoritiesOf.get(meta.actor);
  if (known !== undefined) return { ok: true, event: null, subject: known };
  if (world.authorities.get(meta.id) !== undefined)
    return refuse.conflict('The authority is registered already');
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'authority.registered',
      actor: meta.actor,
      venue: null,
      subject: meta.id,
      payload: { ...body, country },
    },
  };
}

/** Files an order: by its authority, once per `external_id`; every item names something that exists. */
export function fileOrder(world: World, { meta, body }: Command<'file-order'>): Decided<NewEvent> {
  const own = meta.actor === null ? undefined : world.authoritiesOf.get(meta.actor);
  const named = body.authority ?? own;
  const authority = named === undefined ? undefined : world.authorities.get(named);
  if (authority === undefined) return refuse.notFound('The authority');
  if (authority.account !== null && authority.account !== meta.actor) {
    return refuse.forbidden('An authority’s orders are filed by its own account');
  }
  if (authority.scenario !== (meta.scenario?.id ?? null)) {
    return refuse.forbidden(OWN_SCENARIO_ALONE);
  }
  const filed =
    body.external_id === null
      ? undefined
      : world.ordersByExternalId.get(externalKey(authority.id, body.external_id));
  if (filed !== undefined) return { ok: true, event: null, subject: filed };
  if (body.items.length === 0) return refuse.invalid('items', 'must name at least one thing');
  if (body.items.length > MAX_ORDER_ITEMS) {
    return refuse.invalid(
      'items',
      `must be at most ${MAX_ORDER_ITEMS}; this order names ${body.items.length}`,
    );
  }
  const countries = normaliseCountries(body.countries);
  if (!countries.ok) return refuse.invalid('countries', notACountry(countries.unknown));
  if (countries.countries.length === 0) return refuse.invalid('countries', 'must name at least one country');
  // A scenario's sources need not tell an order's grounds; whoever files one here knows them.
  if (body.grounds.length === 0 && meta.scenario === null)
    return refuse.invalid('grounds', 'must name at least one ground');
  const deadline = body.deadline === null ? null : Date.parse(body.deadline);
  if (Number.isNaN(deadline)) return refuse.invalid('deadline', 'is not an instant');
  const items: Extract<NewEvent, { type: 'order.filed' }>['payload']['items'] = [];
  for (const [index, item] of body.items.entries()) {
    const n = index + 1;
    if ('url' in item) items.push({ n, subject: null, url: item.url });
    else if (isThere(world, item.subject) && isForEverybody(world, item.subject))
      items.push({ n, subject: normaliseSubject(item.subject), url: null });
    else
      return refuse.invalid(
        'items',
        `must name what is there: item ${n} names ${articleOf(item.subject.type)} that is not there`,
      );
  }
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'order.filed',
      actor: meta.actor,
      venue: body.venue,
      subject: meta.id,
      payload: {
        external_id: body.external_id,
        authority: authority.id,
        title: body.title,
        legal_basis: body.legal_basis,
        grounds: body.grounds,
        reason: body.reason,
        countries: countries.countries,
        deadline: deadline === null ? null : new Date(deadline).toISOString(),
        emergency: body.emergency,
        confidential: body.confidential,
        items,
      },
    },
  };
}

export function giveNotice(world: World, { meta, body }: Command<'give-notice'>): Decided<NewEvent> {
  const order = world.orders.get(body.order);
  if (order === undefined) return refuse.notFound('The order');
  if (order.scenario !== (meta.scenario?.id ?? null)) return refuse.forbidden(OWN_SCENARIO_ALONE);
  const closed = refuseWhenClosed(world, order, meta.at);
  if (closed !== null) return closed;
  return {
    ok: true,
    subject: order.id,
    event: {
      ...eventHead(meta),
      type: 'order.noticed',
      actor: meta.actor,
      venue: order.venue,
      subject: order.id,
      payload: { kind: body.kind, text: body.text },
    },
  };
}

/** Confirming keeps an order in force; revoking, expiry and setting aside end it and lift its restrictions. */
export function closeOrder(world: World, { meta, body }: Command<'close-order'>): Decided<NewEvent> {
  const order = world.orders.get(body.order);
  if (order === undefined) return refuse.notFound('The order');
  if (order.scenario !== (meta.scenario?.id ?? null)) return refuse.forbidden(OWN_SCENARIO_ALONE);
  const setsAside = body.as === 'set_aside';
  const closed = (setsAside ? refuseFiler(order, meta) : null) ?? refuseWhenClosed(world, order, meta.at);
  if (closed !== null) return closed;
  if (body.as === 'confirmed' && order.status === 'confirmed') {
    return refuse.conflict('The order is confirmed already', ['revoked', 'set_aside']);
  }
  if (body.as !== 'confirmed') return endOrder(world, meta, order, body.as, body.reason);
  return {
    ok: true,
    subject: order.id,
    event: {
      ...eventHead(meta),
      type: 'order.confirmed',
      actor: meta.actor,
      venue: order.venue,
      subject: order.id,
      payload: { reason: body.reason },
    },
  };
}

/** An order's end, with the restrictions that it still holds. */
export function endOrder(
  world: World,
  meta: Command['meta'],
  order: OrderState,
  as: 'revoked' | 'expired' | 'set_aside',
  reason: string,
): Decided<NewEvent> {
  const lifts: string[] = [];
  for (let n = 1; n <= order.size; n++) {
    const restriction = world.items.get(itemKey(order.id, n))?.restriction;
    if (restriction) lifts.push(restriction);
  }
  return {
    ok: true,
    subject: order.id,
    event: {
      ...eventHead(meta),
      type: `order.${as}`,
      actor: meta.actor,
      venue: order.venue,
      subject: order.id,
      payload: { reason, lifts },
    },
  };
}

/** Decides an item. A different decision ends its restriction and imposes its own; the same again clashes. */
export function decideItem(world: World, { meta, body }: Command<'decide-item'>): Decided<NewEvent> {
  const order = world.orders.get(body.order);
  if (order === undefined) return refuse.notFound('The order');
  if (order.scenario !== (meta.scenario?.id ?? null)) return refuse.forbidden(OWN_SCENARIO_ALONE);
  const closed = refuseFiler(order, meta) ?? refuseWhenClosed(world, order, meta.at);
  if (closed !== null) return closed;
  const item = world.items.get(itemKey(order.id, body.n));
  if (item === undefined) return refuse.notFound(`Item ${body.n} of the order`);
  const allowed = allowedOutcomes(item);
  const state = item.outcome ?? 'open';
  if (body.if_state != null && body.if_state !== state) {
    return refuse.conflict(`Item ${body.n} is ${state} by now, and not ${body.if_state}`, allowed);
  }
  if (!allowed.includes(body.outcome)) {
    return refuse.conflict(
      `Item ${body.n} is ${item.outcome ?? 'open'} and cannot become ${body.outcome}`,
      allowed,
    );
  }
  if (body.outcome === 'refused' ? body.ground === null : body.ground !== null) {
    return refuse.invalid(
      'ground',
      body.outcome === 'refused' ? 'must be given with a refusal' : 'is for refusals alone',
    );
  }
  if (body.outcome === 'labelled' ? !body.label : body.label !== null)
    return refuse.invalid('label', body.outcome === 'labelled' ? "can't be blank" : 'is for labels alone');
  const kind = RESTRICTION_OF_OUTCOME[body.outcome];
  let imposes: RestrictionPayload | null = null;
  if (kind !== null && item.subject !== null) {
    imposes = {
      kind,
      subject: item.subject,
      countries: kind === 'withhold' ? order.countries : [EVERYWHERE],
      basis: body.basis,
      reason: body.reason,
      label: kind === 'label' ? body.label : null,
      from: new Date(meta.at).toISOString(),
      until: null,
    };
  }
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'item.decided',
      actor: meta.actor,
      venue: order.venue,
      subject: meta.id,
      payload: {
        order: order.id,
        n: body.n,
        outcome: body.outcome,
        reason: body.reason,
        ground: body.ground,
        lifts: item.restriction,
        imposes,
      },
    },
  };
}

function allowedOutcomes(item: ItemState): ItemOutcome[] {
  return ITEM_OUTCOMES.filter((outcome) => {
    if (outcome === item.outcome) return false;
    const kind = RESTRICTION_OF_OUTCOME[outcome];
    if (kind !== null) return item.subject !== null && KINDS_ON[item.subject.type].includes(kind);
    // There is something to restore only while a restriction of the item holds.
    return outcome === 'restored' ? item.restriction !== null : true;
  });
}

/**
 * Whether a subject is no post for some people alone. An order is read by more than these, and names its items,
 * so that it names none of those posts; of whoever files it nobody learns that there is one.
 */
function isForEverybody(world: World, { type, id }: Subject): boolean {
  const post = type === 'post' ? world.posts.get(id) : undefined;
  return post === undefined || !isForSome(post.visibility);
}

/**
 * Refuses whoever filed an order: four eyes see a demand before it binds anybody, so somebody else decides on
 * it or sets it aside. An admin has the roles for both. Its filer may revoke it.
 */
function refuseFiler({ filer }: OrderState, { actor }: Command['meta']): Refused | null {
  return filer !== null && filer === actor
    ? refuse.forbidden('You filed this order: someone else decides on it')
    : null;
}

/** Refuses where an order is closed. One whose time has run out is, even before the clock's own event. */
function refuseWhenClosed(world: World, order: OrderState, at: number): Refused | null {
  const status = world.dueAt('expire-order', order.id) <= at ? 'expired' : order.status;
  return orderBinds(status)
    ? null
    : refuse.conflict(`The order is ${status.replace('_', ' ')}; nothing follows on it`);
}
