/**
 * The scopes of tokens: Mastodon's and this server's own, each with those it contains. The list is closed:
 * nobody can ask for a scope that is not on it, and no scope covers another because its name is a prefix.
 *
 * @see https://docs.joinmastodon.org/api/oauth-scopes/
 */
const SCOPES = {
  read: [
    'profile',
    'read:accounts',
    'read:blocks',
    'read:bookmarks',
    'read:events',
    'read:favourites',
    'read:filters',
    'read:follows',
    'read:lists',
    'read:mutes',
    'read:notifications',
    'read:orders',
    'read:restrictions',
    'read:search',
    'read:statuses',
  ],
  'read:accounts': ['profile'],
  write: [
    'write:accounts',
    'write:blocks',
    'write:bookmarks',
    'write:conversations',
    'write:favourites',
    'write:filters',
    'write:follows',
    'write:lists',
    'write:media',
    'write:mutes',
    'write:notifications',
    'write:orders',
    'write:reports',
    'write:statuses',
  ],
  follow: ['read:blocks', 'read:follows', 'read:mutes', 'write:blocks', 'write:follows', 'write:mutes'],
  push: [],
  'admin:read': [
    'admin:read:accounts',
    'admin:read:audit',
    'admin:read:canonical_email_blocks',
    'admin:read:domain_allows',
    'admin:read:domain_blocks',
    'admin:read:email_domain_blocks',
    'admin:read:ip_blocks',
    'admin:read:reports',
  ],
  'admin:write': [
    'admin:write:accounts',
    'admin:write:canonical_email_blocks',
    'admin:write:domain_allows',
    'admin:write:domain_blocks',
    'admin:write:email_domain_blocks',
    'admin:write:ip_blocks',
    'admin:write:orders',
    'admin:write:reports',
    'admin:write:restrictions',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Broad = keyof typeof SCOPES;
export type Scope = Broad | (typeof SCOPES)[Broad][number];

/** Each scope with all that it grants, itself included; those that contain others come last. */
const GRANTED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...Object.values(SCOPES).flatMap((held) => held.map((scope) => [scope, new Set<string>([scope])] as const)),
  ...Object.entries(SCOPES).map(([scope, held]) => [scope, new Set<string>([scope, ...held])] as const),
]);

/** The scopes of a token for which nothing less was asked: all that its account's role may do. */
export const EVERY_SCOPE: readonly Scope[] = ['read', 'write', 'follow', 'push', 'admin:read', 'admin:write'];

/** All scopes that may be asked for. */
export const SCOPE_NAMES: readonly string[] = [...GRANTED.keys()];

/** Whether something names a scope. */
export function isScope(value: unknown): value is Scope {
  return typeof value === 'string' && GRANTED.has(value);
}

/** Whether the scopes of a token grant the one that is needed. An unknown scope grants nothing. */
export function grants(carried: readonly string[], needed: Scope): boolean {
  return carried.some((scope) => GRANTED.get(scope)?.has(needed) === true);
}

/**
 * The scopes that a text names, separated by spaces, as OAuth has them (RFC 6749, section 3.3).
 *
 * @returns them, each once, or the first word that is no scope; no text names none
 */
export function parseScopes(text: string): { ok: true; scopes: Scope[] } | { ok: false; unknown: string } {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const unknown = words.find((word) => !isScope(word));
  return unknown === undefined
    ? { ok: true, scopes: [...new Set(words.filter(isScope))] }
    : { ok: false, unknown };
}
