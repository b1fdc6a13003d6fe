import { createHash, randomBytes } from 'node:crypto';
import { ofOneAccount } from '#commands';
import { amongIds, idsParameter, type Database, type Sql, type Transaction } from '#database';

/** What someone may do here. */
export const ROLES = ['reader', 'moderator', 'authority', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether something names a role. */
export function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

export const ACCESS_TOKENS = ofOneAccount('access_token');

export const DEFAULT_SCOPE = 'read write follow';

/** A token that was just made: only its hash is kept. */
export interface IssuedToken {
  token: string;
  scope: string;
  /** Seconds since the epoch, as OAuth answers carry it. */
  createdAt: number;
}

/** Someone who signed in. */
export interface Holder {
  id: string;
  role: Role;
  /** Where they said that they look from (ISO 3166-1 alpha-2); null where they did not. */
  country: string | null;
}

/** Whose some bearer tokens are, by token, in one statement; one that is nobody's is left out. */
export async function holdersOf(sql: Sql, tokens: ReadonlySet<string>): Promise<Map<string, Holder>> {
  const byHash = new Map(Array.from(tokens, (token) => [hashToken(token), token]));
  const rows = await sql.query<Holder & { token_hash: string }>(
    `SELECT t.token_hash, c.account_id AS id, c.role, c.country FROM access_token t
     ${sql.dialect.lookUp('credential', 'c', 'c.account_id = t.account_id')} WHERE ${amongIds(sql.dialect, 't.token_hash', '$1')}`,
    [idsParameter(byHash.keys())],
  );
  return new Map(rows.map(({ token_hash, ...holder }) => [byHash.get(token_hash) ?? '', holder]));
}

/**
 * Makes a token for an account.
 *
 * @param now wall time, ms since the epoch
 */
export async function issueToken(
  transaction: Transaction,
  account: string,
  now: number,
): Promise<IssuedToken> {
  const token = randomBytes(32).toString('base64url');
  await transaction.insert('access_token', [
    { token_hash: hashToken(token), account_id: account, scope: DEFAULT_SCOPE, created_at: now },
  ]);
  return { token, scope: DEFAULT_SCOPE, createdAt: Math.floor(now / 1000) };
}

/** Makes a token for an account that exists. */
export function issueTokenFor(database: Database, account: string, now: number): Promise<IssuedToken> {
  return database.write((transaction) => issueToken(transaction, account, now));
}

// 256 random bits need no slow hash: there is nothing to guess.
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
