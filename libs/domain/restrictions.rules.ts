import { eventHead } from './accounts.rules.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import { MAX_END_CHANGES, type Restriction } from './restrictions.js';
import { articleOf, isThere, KINDS_ON, normaliseSubject } from './subjects.js';
import { EVERYWHERE, normaliseCountries, notACountry } from './territory.js';
import type { World } from './world.js';

/** Imposes a restriction without an order: by the platform's own rules, or because the law itself says so. */
export function imposeRestriction(
  world: World,
  { meta, body }: Command<'impose-restriction'>,
): Decided<NewEvent> {
  if (!isThere(world, body.subject)) return refuse.notFound(`The ${body.subject.type}`);
  if (!KINDS_ON[body.subject.type].includes(body.kind)) {
    return refuse.invalid('kind', `${body.kind} cannot be imposed on ${articleOf(body.subject.type)}`);
  }
  const everywhere = body.kind !== 'withhold';
  const countries = normaliseCountries(
    everywhere && body.countries.length === 0 ? [EVERYWHERE] : body.countries,
  );
  if (!countries.ok) return refuse.invalid('countries', notACountry(countries.unknown));
  if (countries.countries.length === 0)
    return refuse.invalid('countries', 'must name at least one country to withhold it in');
  if (everywhere && countries.countries[0] !== EVERYWHERE) {
    return refuse.invalid('countries', `are for withholding alone: ${body.kind} is everywhere`);
  }
  if (body.kind === 'label' ? !body.label : body.label !== null) {
    return refuse.invalid('label', body.kind === 'label' ? "can't be blank" : 'is for labels alone');
  }
  const from = body.from === null ? meta.at : Date.parse(body.from);
  const until = body.until === null ? null : Date.parse(body.until);
  if (Number.isNaN(from)) return refuse.invalid('from', 'is not an instant');
  if (Number.isNaN(until)) return refuse.invalid('until', 'is not an instant');
  if (from < meta.at) return refuse.invalid('from', 'must not be in the past');
  if (until !== null && until <= from) return refuse.invalid('until', 'must be later than from');
  return {
    ok: true,
    subject: meta.id,
    event: {
      ...eventHead(meta),
      type: 'restriction.imposed',
      actor: meta.actor,
      venue: null,
      subject: meta.id,
      payload: {
        kind: body.kind,
        subject: normaliseSubject(body.subject),
        countries: countries.countries,
        basis: body.basis,
        reason: body.reason,
        label: body.label,
        from: new Date(from).toISOString(),
        until: until === null ? null : new Date(until).toISOString(),
      },
    },
  };
}

/** Lifts a restriction; one that an order holds is lifted only by a decision on its item. */
export function liftRestriction(
  world: World,
  { meta, body }: Command<'lift-restriction'>,
): Decided<NewEvent> {
  const restriction = world.restrictions.get(body.restriction);
  if (restriction === undefined) return refuse.notFound('The restriction');
  const held = refuseWhereHeld(restriction, meta.at);
  if (held !== null) return held;
  return {
    ok: true,
    subject: restriction.id,
    event: {
      ...eventHead(meta),
      type: 'restriction.lifted',
      actor: meta.actor,
      venue: null,
      subject: restriction.id,
      payload: { reason: body.reason },
    },
  };
}

/**
 * Sets another end to a restriction that stands without an order: a later one, an earlier one that is still
 * ahead, or none. It is as it was imposed till then, so nothing that was told of the past becomes untrue.
 */
export function changeRestriction(
  world: World,
  { meta, body }: Command<'change-restriction'>,
): Decided<NewEvent> {
  const restriction = world.restrictions.get(body.restriction);
  if (restriction === undefined) return refuse.notFound('The restriction');
  const held = refuseWhereHeld(restriction, meta.at);
  if (held !== null) return held;
  const until = body.until === null ? null : Date.parse(body.until);
  if (Number.isNaN(until)) return refuse.invalid('until', 'is not an instant');
  if (until === restriction.until) return { ok: true, event: null, subject: restriction.id };
  if (until !== null && until <= meta.at) {
    return refuse.invalid('until', 'must be in the future: to end it now, lift it');
  }
  if (until !== null && until <= restriction.from) return refuse.invalid('until', 'must be later than from');
  if ((restriction.changes?.length ?? 0) >= MAX_END_CHANGES) {
    return refuse.conflict(
      `Its end was changed ${MAX_END_CHANGES} times: lift it, and impose another instead`,
      ['lift'],
    );
  }
  return {
    ok: true,
    subject: restriction.id,
    event: {
      ...eventHead(meta),
      type: 'restriction.changed',
      actor: meta.actor,
      venue: null,
      subject: restriction.id,
      payload: { until: until === null ? null : new Date(until).toISOString() },
    },
  };
}

/** Refuses what an order holds, since only a decision on its item changes that, and what has ended. */
function refuseWhereHeld({ order, confidential, until }: Restriction, at: number): Refused | null {
  if (order !== null) {
    return refuse.conflict(
      'An order holds this restriction; decide its item instead',
      // Who may see that it is restricted may not see by which order.
      confidential ? [] : [`decide item ${order.n} of order ${order.id}`],
    );
  }
  return until !== null && until <= at ? refuse.conflict('The restriction has ended already') : null;
}
