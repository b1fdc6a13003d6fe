import type { Command } from './commands.js';
import { reachOf, rolesBeyond } from './ranks.js';
import { refuse, type Refused } from './refusal.js';
import { itemKey } from './world-keys.js';
import type { World } from './world.js';

/**
 * Refuses whoever acts on themself, or on somebody of a rank beyond their reach. An order is the law's, so a
 * decision on one reaches every rank; but nobody frees themself of one.
 *
 * @returns null where there is nothing to refuse, or where the thing that it acts on does not exist
 */
export function refuseByRank(world: World, command: Command): Refused | null {
  const { actor, scenario } = command.meta;
  if (actor === null || scenario !== null) return null;
  const reach = reachOf(command.type);
  if (reach === null) return refuseFreeingOneself(world, command, actor);
  const on = actedOn(world, command);
  if (on === null) return null;
  if (on === actor) return refuse.forbidden('Nobody moderates themself; someone of a higher rank does');
  const role = world.roles.get(on);
  const own = world.roles.get(actor) ?? 'reader';
  return role === undefined || !rolesBeyond(own, reach).includes(role)
    ? null
    : refuse.forbidden(`Of ${role}s, only someone of a higher rank decides; you are ${own}`);
}

/** Refuses somebody who frees themself: refuses or changes an item about them, or sets its order aside. */
function refuseFreeingOneself(world: World, command: Command, actor: string): Refused | null {
  if (command.type === 'decide-item') {
    const item = world.items.get(itemKey(command.body.order, command.body.n));
    const frees = command.body.outcome === 'refused' || (item?.restriction ?? null) !== null;
    return frees && item?.owner === actor
      ? refuse.forbidden(
          `Item ${command.body.n} is about you: someone else refuses it or changes how it stands`,
        )
      : null;
  }
  if (command.type !== 'close-order' || command.body.as !== 'set_aside') return null;
  const { order } = command.body;
  const numbers = Array.from({ length: world.orders.get(order)?.size ?? 0 }, (_, index) => index + 1);
  return numbers.some((n) => world.items.get(itemKey(order, n))?.owner === actor)
    ? refuse.forbidden('The order is about you, too: someone else sets it aside')
    : null;
}

/** The account that a command acts on; null where the thing is nobody's, or does not exist. */
function actedOn(world: World, command: Command): string | null {
  switch (command.type) {
    case 'warn-account':
      return command.body.account;
    case 'impose-restriction':
      return world.ownerOf(command.body.subject);
    case 'change-restriction':
    case 'lift-restriction': {
      const restriction = world.restrictions.get(command.body.restriction);
      return restriction === undefined ? null : world.ownerOf(restriction.subject);
    }
    default:
      return null;
  }
}
