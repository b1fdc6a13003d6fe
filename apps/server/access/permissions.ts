import { isOpenToSuspended, reachOf, type CommandType, type Reach, type Role } from '#domain';
import type { Scope } from '#identity';

/** The conditions under which somebody may do something. */
export interface Permission {
  /** Who has it: anybody, whoever has signed in, or those of some roles. Admins have every permission. */
  to: 'anybody' | 'account' | readonly Role[];
  /** The scope that a token needs; whoever comes without a token needs none. */
  scope: Scope;
  /** Whether it reaches lower ranks alone, or its holder's own too; null where rank does not matter. */
  reach: Reach | null;
  /** Whether a suspended account keeps it. */
  whileSuspended: boolean;
}

/**
 * Who may do what: the one table that routes name, and that guard, sockets and documentation read. Of what a
 * command does, rank and suspension are the rules' to say, in the transaction; the table says it after them.
 */
export const PERMISSIONS = {
  // Reading what is public. A token has to be for it all the same, as in Mastodon.
  'accounts:read': toAnybody('read:accounts'),
  'statuses:read': toAnybody('read:statuses'),
  'search:read': toAnybody('read:search'),
  'orders:read': toAnybody('read:orders'),
  'restrictions:read': toAnybody('read:restrictions'),
  'events:read': toAnybody('read:events'),
  'accounts:create': toAnybody('write:accounts'),

  // One's own.
  'profile:read': toAccounts('profile', 'reads'),
  'profile:write': toAccounts('write:accounts', 'writes'),
  'notifications:read': toAccounts('read:notifications', 'reads'),
  'notifications:write': toAccounts('write:notifications', 'writes'),
  'home:read': toAccounts('read:statuses', 'reads'),
  'home:stream': toAccounts('read', 'reads'),
  'statuses:write': toAccounts('write:statuses', 'publish-post'),
  'statuses:delete': toAccounts('write:statuses', 'delete-post'),
  'reblogs:write': toAccounts('write:statuses', 'repost-post'),
  'reblogs:delete': toAccounts('write:statuses', 'undo-repost'),
  'favourites:write': toAccounts('write:favourites', 'like-post'),
  'favourites:delete': toAccounts('write:favourites', 'unlike-post'),
  'accounts:search': toAccounts('read:accounts', 'reads'),
  'follows:read': toAccounts('read:follows', 'reads'),
  'follows:write': toAccounts('write:follows', 'follow-account'),
  'follows:delete': toAccounts('write:follows', 'unfollow-account'),
  'blocks:read': toAccounts('read:blocks', 'reads'),
  'blocks:write': toAccounts('write:blocks', 'writes'),
  'mutes:read': toAccounts('read:mutes', 'reads'),
  'mutes:write': toAccounts('write:mutes', 'writes'),
  'bookmarks:read': toAccounts('read:bookmarks', 'reads'),
  'bookmarks:write': toAccounts('write:bookmarks', 'writes'),
  'markers:read': toAccounts('read:statuses', 'reads'),
  'markers:write': toAccounts('write:statuses', 'writes'),
  'favourites:read': toAccounts('read:favourites', 'reads'),
  'conversations:write': toAccounts('write:conversations', 'writes'),
  'lists:read': toAccounts('read:lists', 'reads'),
  'filters:read': toAccounts('read:filters', 'reads'),
  'reports:write': toAccounts('write:reports', 'writes'),

  // Whoever is suspended appeals, too: it is what they have left.
  'appeals:read': toAccounts('read:notifications', 'reads'),
  'appeals:write': { ...toAccounts('write:reports', 'writes'), whileSuspended: true },

  // An authority's.
  'orders:write': toOffices(['authority'], 'write:orders'),

  // A moderator's. What an order demands reaches every rank, since the law does; whoever filed it decides
  // nothing of it, an admin neither, by the rule of the command (`libs/domain/orders.rules.ts`).
  'restricted:read': toOffices(['moderator'], 'admin:read'),
  'admin:orders:decide': toOffices(['moderator'], 'admin:write:orders', reachOf('decide-item')),
  'admin:orders:set_aside': toOffices(['moderator'], 'admin:write:orders', reachOf('close-order')),
  'admin:restrictions:impose': toOffices(
    ['moderator'],
    'admin:write:restrictions',
    reachOf('impose-restriction'),
  ),
  'admin:restrictions:lift': toOffices(
    ['moderator'],
    'admin:write:restrictions',
    reachOf('lift-restriction'),
  ),
  'admin:restrictions:change': toOffices(
    ['moderator'],
    'admin:write:restrictions',
    reachOf('change-restriction'),
  ),
  'admin:accounts:read': toOffices(['moderator'], 'admin:read:accounts'),
  'admin:accounts:impose': toOffices(['moderator'], 'admin:write:accounts', reachOf('impose-restriction')),
  'admin:accounts:lift': toOffices(['moderator'], 'admin:write:accounts', reachOf('lift-restriction')),
  'admin:reports:read': toOffices(['moderator'], 'admin:read:reports', 'own'),
  'admin:reports:write': toOffices(['moderator'], 'admin:write:reports', 'own'),
  'admin:appeals:read': toOffices(['moderator'], 'admin:read:reports', 'own'),
  'admin:appeals:write': toOffices(['moderator'], 'admin:write:reports', 'own'),
  'admin:notes:read': toOffices(['moderator'], 'admin:read:reports', 'own'),
  'admin:notes:write': toOffices(['moderator'], 'admin:write:reports', 'own'),
  'admin:queue:read': toOffices(['moderator'], 'admin:read:reports', 'own'),
  'admin:queue:write': toOffices(['moderator'], 'admin:write:reports', 'own'),

  // An admin's.
  'admin:webhooks:read': toOffices(['admin'], 'admin:read'),
  'admin:webhooks:write': toOffices(['admin'], 'admin:write'),
  'admin:audit:read': toOffices(['admin'], 'admin:read:audit'),
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionName = keyof typeof PERMISSIONS;

/** A permission of the table. */
export function permission(name: PermissionName): Permission {
  return PERMISSIONS[name];
}

/**
 * Scopes of what is one's own: account, settings, follows, private state. It is as it is now for whoever is signed
 * in as of the past too, and may be changed; posts and likes may not.
 */
const OF_NOW: ReadonlySet<Scope> = new Set<Scope>([
  'profile',
  'read:blocks',
  'read:bookmarks',
  'read:filters',
  'read:follows',
  'read:lists',
  'read:mutes',
  'write:accounts',
  'write:blocks',
  'write:bookmarks',
  'write:conversations',
  'write:filters',
  'write:follows',
  'write:lists',
  'write:mutes',
  'write:notifications',
  'write:reports',
]);

/** Whether it is about what is as it is now, whatever instant one is signed in as of. */
export function isOfNow(name: PermissionName): boolean {
  return OF_NOW.has(permission(name).scope) || name === 'markers:read' || name === 'markers:write';
}

function toAnybody(scope: Scope): Permission {
  return { to: 'anybody', scope, reach: null, whileSuspended: true };
}

/** @param does the command that it lets one ask for; `reads` or `writes` where it is none */
function toAccounts(scope: Scope, does: CommandType | 'reads' | 'writes'): Permission {
  const whileSuspended = does === 'reads' || (does !== 'writes' && isOpenToSuspended(does));
  return { to: 'account', scope, reach: null, whileSuspended };
}

/** An office rests while its account is suspended. */
function toOffices(to: readonly Role[], scope: Scope, reach: Reach | null = null): Permission {
  return { to, scope, reach, whileSuspended: false };
}
