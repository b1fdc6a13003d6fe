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
  /** The office that rests while the account is suspended, where it has one; whoever reads tokens alone knows of none. */
  resting?: Role;
  /** Where they said that they look from (ISO 3166-1 alpha-2); null where they did not. */
  country: string | null;
}

/** Whoever holds a bearer token, and what it is for. */
export interface Holder {
  /** Null of a token that is an app's own, with which nobody has signed in. */
  account: SignedInAccount | null;
  /** What it carries; one of another version's list may be among them. */
  scopes: readonly string[];
}

/** Who holds some bearer tokens, by token, in one statement; one that is nobody's is left out. */
export async function holdersOf(sql: Sql, tokens: ReadonlySet<string>): Promise<Map<string, Holder>> {
  const byHash = new Map(Array.from(tokens, (token) => [hashToken(token), token]));
  interface TokenRow {
    token_hash: string;
    scope: string;
    /** Of an app's own none is named; of one that names an account there is a credential, or it is nobody's. */
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
 * @param account whose it is; null: an app's own
 * @param now wall time, ms since the epoch
 * @param scopes what it is for; unless said, all that the account's role may
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
