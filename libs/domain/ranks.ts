import type { Command, CommandType } from './commands.js';

/** What somebody who signs in here is. */
export const ROLES = ['reader', 'moderator', 'authority', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const RANK: Readonly<Record<Role, number>> = { reader: 0, authority: 0, moderator: 1, admin: 2 };

/** Up to which rank somebody acts on others: on lower ones alone, or on those of their own rank, too. */
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
};

/** Up to which rank a command acts on others; null where rank does not matter. */
export function reachOf(type: CommandType): Reach | null {
  return REACH[type] ?? null;
}

/** The roles that somebody's reach ends below: whoever has one of these is not theirs to act on. */
export function rolesBeyond(role: Role, reach: Reach): Role[] {
  return ROLES.filter(
    (other) => RANK[other] > RANK[role] || (reach === 'lower' && RANK[other] === RANK[role]),
  );
}

/** Whether the ranks of those involved have to be known for a command. A scenario's come from its file. */
export function asksForRanks({ type, meta }: Command): boolean {
  return meta.actor !== null && meta.scenario === null && reachOf(type) !== null;
}
