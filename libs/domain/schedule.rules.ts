import { eventHead } from './accounts.rules.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { endOrder } from './orders.rules.js';
import { refuse, type Decided } from './refusal.js';
import { EMERGENCY_EXPIRY_REASON } from './schedule.js';
import type { World } from './world.js';

/** Records that a restriction imposed for later began; no event where one does already or it was lifted. */
export function startRestriction(
  world: World,
  { meta, body }: Command<'start-restriction'>,
): Decided<NewEvent> {
  const restriction = world.restrictions.get(body.restriction);
  if (restriction === undefined) return refuse.notFound('The restriction');
  const early = unlessDue(world, 'start-restriction', restriction.id, meta.at);
  if (early !== null) return early;
  return {
    ok: true,
    subject: restriction.id,
    event: {
      ...eventHead(meta),
      type: 'restriction.started',
      actor: null,
      venue: null,
      subject: restriction.id,
      payload: { from: new Date(restriction.from).toISOString() },
    },
  };
}

/** Records that a restriction came to its imposed end; no event where one does already or it was lifted. */
export function expireRestriction(
  world: World,
  { meta, body }: Command<'expire-restriction'>,
): Decided<NewEvent> {
  const restriction = world.restrictions.get(body.restriction);
  if (restriction === undefined) return refuse.notFound('The restriction');
  const early = unlessDue(world, 'expire-restriction', restriction.id, meta.at);
  if (early !== null) return early;
  return {
    ok: true,
    subject: restriction.id,
    event: {
      ...eventHead(meta),
      type: 'restriction.expired',
      actor: null,
      venue: null,
      subject: restriction.id,
      payload: { until: new Date(world.dueAt('expire-restriction', restriction.id)).toISOString() },
    },
  };
}

/** Expires an emergency order that nobody confirmed in time; no event where it was confirmed or has ended. */
export function expireOrder(world: World, { meta, body }: Command<'expire-order'>): Decided<NewEvent> {
  const order = world.orders.get(body.order);
  if (order === undefined) return refuse.notFound('The order');
  return (
    unlessDue(world, 'expire-order', order.id, meta.at) ??
    endOrder(world, { ...meta, actor: null }, order, 'expired', EMERGENCY_EXPIRY_REASON)
  );
}

/** Null where something is due. If it is not scheduled, nothing happens; if not due yet, it is refused. */
function unlessDue(
  world: World,
  what: Parameters<World['dueAt']>[0],
  subject: string,
  at: number,
): Decided<never> | null {
  const due = world.dueAt(what, subject);
  if (due <= at) return null;
  if (!Number.isFinite(due)) return { ok: true, event: null, subject };
  return refuse.conflict(`That is due at ${new Date(due).toISOString()}, and not before`);
}
