import { createHash, randomBytes } from 'node:crypto';
import { ofOneAccount } from '#commands';
import { amongIds, idsParameter, type Database, type Sql, type Transaction } from '#database';
import { ROLES, type Role } from '#domain';
import { EVERY_SCOPE, type Scope } from './scopes.js';

/** Whether something names a role. */
export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

export const ACCESS_TOKENS = ofOneAccount('access_token');

/** A token that was just made: only its hash is kept. */
export interface IssuedToken {
  token: string;
  scope: string;
  /** Seconds since the epoch, as OAuth answers carry it. */
  createdAt: number;
}

/** Someone who signed in. */
export interface SignedInAccount {
  id: string;
  role: Role;
  /** The role that rests while the account is suspended, if it has one; unset by what reads tokens alone. */
  resting?: Role;
  /** The country that they said they look from (ISO 3166-1 alpha-2); null where they said none. */
  country: string | null;
}

/** Whoever holds a bearer token, and its scopes. */
export interface Principal {
  /** Null for a token of an app, with which nobody has signed in. */
  account: SignedInAccount | null;
  /** The scopes that it carries; some may be unknown here, from another version's list. */
  scopes: readonly string[];
}

/** The principals of some bearer tokens, by token, in one statement; a token that is nobody's is left out. */
export async function principalsOf(sql: Sql, tokens: ReadonlySet<string>): Promise<Map<string, Principal>> {
  const byHash = new Map(Array.from(tokens, (token) => [hashToken(token), token]));
  interface TokenRow {
    token_hash: string;
    scope: string;
    /** Null for an app's token. A token that names an account without a credential is nobody's. */
    named: string | null;
    id: string | null;
    role: Role;
    country: string | null;
  }
  const rows = await sql.query<TokenRow>(
    `SELECT t.token_hash, t.scope, t.account_id AS named, c.account_id AS id, c.role, c.country FROM access_token t
     ${sql.dialect.lookUp('credential', 'c', 'c.account_id = t.account_id', { orNone: true })}
     WHERE ${amongIds(sql.dialect, 't.token_hash', '$1')}`,
    [idsParameter(byHash.keys())],
  );
  return new Map(
    rows
      .filter(({ named, id }) => named === id)
      .map(({ token_hash, scope, id, role, country }) => [
        byHash.get(token_hash) ?? '',
        { account: id === null ? null : { id, role, country }, scopes: scope.split(' ') },
      ]),
  );
}

/**
 * Makes a token.
 *
 * @param account the account that it signs in; null: an app's own token
 * @param now wall time, ms since the epoch
 * @param scopes if not given, all that the account's role may do
 */
export async function issueToken(
  transaction: Transaction,
  account: string | null,
  now: number,
  scopes: readonly Scope[] = EVERY_SCOPE,
): Promise<IssuedToken> {
  const token = randomBytes(32).toString('base64url');
  const scope = scopes.join(' ');
  await transaction.insert('access_token', [
    { token_hash: hashToken(token), account_id: account, scope, created_at: now },
  ]);
  return { token, scope, createdAt: Math.floor(now / 1000) };
}

/** Makes a token in a transaction of its own, for an account that exists, or for an app. */
export function issueTokenFor(
  database: Database,
  account: string | null,
  now: number,
  scopes?: readonly Scope[],
): Promise<IssuedToken> {
  return database.write((transaction) => issueToken(transaction, account, now, scopes));
}

// 256 random bits need no slow hash: there is nothing to guess.
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
