import type { Command, CommandType } from './commands.js';

/** The roles of people who sign in here. */
export const ROLES = ['reader', 'moderator', 'authority', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const RANK: Readonly<Record<Role, number>> = { reader: 0, authority: 0, moderator: 1, admin: 2 };

/** How far a command reaches: to lower ranks alone, or to the actor's own rank, too. */
export type Reach = 'lower' | 'own';

/**
 * Commands by which somebody acts on another account by the platform's own rules, imposing and undoing alike.
 * As in Mastodon they reach lower ranks alone.
 *
 * @see https://github.com/mastodon/mastodon/blob/main/app/policies/account_policy.rb
 */
const REACH: Readonly<Partial<Record<CommandType, Reach>>> = {
  'warn-account': 'lower',
  'impose-restriction': 'lower',
  'lift-restriction': 'lower',
  'change-restriction': 'lower',
};

/** How far a command reaches; null where rank does not matter. */
export function reachOf(type: CommandType): Reach | null {
  return REACH[type] ?? null;
}

/** The roles beyond somebody's reach: they may not act on anybody who has one of these. */
export function rolesBeyond(role: Role, reach: Reach): Role[] {
  return ROLES.filter(
    (other) => RANK[other] > RANK[role] || (reach === 'lower' && RANK[other] === RANK[role]),
  );
}

/** Whether deciding a command needs the ranks of those involved. A scenario's commands never do. */
export function asksForRanks({ type, meta }: Command): boolean {
  return meta.actor !== null && meta.scenario === null && reachOf(type) !== null;
}
