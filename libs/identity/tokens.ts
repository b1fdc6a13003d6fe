import { ofOneAccount } from '#commands';
import { amongIds, idsParameter, type Database, type Sql, type Transaction } from '#database';
import { ROLES, type Role } from '#domain';
import { EVERY_SCOPE, type Scope } from './scopes.js';
import { hashSecret, newSecret } from './secrets.js';

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
  /** The id of the app that it was given to; unset where there is none, as after a sign-up by hand. */
  app?: string;
  /** The viewpoint in its grant: where to look from and as of when; unset where it has neither. */
  view?: GrantedView;
}

/** A viewpoint that a grant carries, and every request with its token has unless it says otherwise. */
export interface GrantedView {
  /** A country or `elsewhere`, normalised; null: wherever they are found to be. */
  from: string | null;
  /** Ms since the epoch; null: now. */
  at: number | null;
}

/** Ms: a token that nobody has used for so long has ended. Mastodon has no refresh tokens, and nor has this. */
const UNUSED_MS = 90 * 86_400_000;
/** Ms: that a token is in use is written down once a day, since it is known on every request. */
const NOTED_EVERY_MS = 86_400_000;

/**
 * The principals of some bearer tokens, by token, in one statement; a token that is nobody's, or has ended, is
 * left out.
 *
 * @param now wall time, ms since the epoch
 * @param onStale told of tokens, by what `noteUse` takes, whose use was not written down for a day
 */
export async function principalsOf(
  sql: Sql,
  tokens: ReadonlySet<string>,
  now: number,
  onStale?: (hashes: readonly string[]) => void,
): Promise<Map<string, Principal>> {
  const byHash = new Map(Array.from(tokens, (token) => [hashSecret(token), token]));
  interface TokenRow {
    token_hash: string;
    scope: string;
    /** Null for an app's token. A token that names an account without a credential is nobody's. */
    named: string | null;
    id: string | null;
    role: Role;
    country: string | null;
    app_id: string | null;
    view_from: string | null;
    view_at: number | null;
    used_at: number;
  }
  const rows = await sql.query<TokenRow>(
    `SELECT t.token_hash, t.scope, t.account_id AS named, c.account_id AS id, c.role, c.country,
       t.app_id, t.view_from, t.view_at, COALESCE(t.used_at, t.created_at) AS used_at
     FROM access_token t
     ${sql.dialect.lookUp('credential', 'c', 'c.account_id = t.account_id', { orNone: true })}
     WHERE ${amongIds(sql.dialect, 't.token_hash', '$1')}`,
    [idsParameter(byHash.keys())],
    { planned: 'once' },
  );
  const held = rows.filter(({ named, id, used_at }) => named === id && used_at > now - UNUSED_MS);
  const stale = held.filter(({ used_at }) => used_at <= now - NOTED_EVERY_MS);
  if (stale.length > 0) onStale?.(stale.map(({ token_hash }) => token_hash));
  return new Map(
    held.map(({ token_hash, scope, id, role, country, app_id, view_from: from, view_at: at }) => [
      byHash.get(token_hash) ?? '',
      {
        account: id === null ? null : { id, role, country },
        scopes: scope.split(' '),
        ...(app_id === null ? {} : { app: app_id }),
        ...(from === null && at === null ? {} : { view: { from, at } }),
      },
    ]),
  );
}

/** Writes down that tokens, by their hashes, were used. */
export async function noteUse(database: Database, hashes: readonly string[], now: number): Promise<void> {
  await database.write((transaction) =>
    transaction.query(
      `UPDATE access_token SET used_at = $1
       WHERE ${amongIds(transaction.dialect, 'token_hash', '$2')}`,
      [now, idsParameter(hashes)],
    ),
  );
}

/** Deletes tokens that nobody has used for 90 days, at most so many. */
export async function dropUnusedTokens(transaction: Transaction, now: number, most: number): Promise<void> {
  await transaction.query(
    `DELETE FROM access_token WHERE token_hash IN (
       SELECT token_hash FROM access_token WHERE COALESCE(used_at, created_at) <= $1
       ORDER BY COALESCE(used_at, created_at) LIMIT ${most})`,
    [now - UNUSED_MS],
  );
}

/**
 * Ends a token. An app ends its own, and those that were given to none (RFC 7009, section 2.1).
 *
 * @returns `foreign` where it is another app's, and stays; a token that is nobody's is ended already
 */
export function revokeToken(database: Database, token: string, app: string): Promise<'ended' | 'foreign'> {
  const hash = hashSecret(token);
  return database.write(async (transaction) => {
    await transaction.query(
      'DELETE FROM access_token WHERE token_hash = $1 AND (app_id = $2 OR app_id IS NULL)',
      [hash, app],
    );
    const left = await transaction.query('SELECT 1 AS found FROM access_token WHERE token_hash = $1', [hash]);
    return left.length === 0 ? 'ended' : 'foreign';
  });
}

/** The grant that a token comes from. */
export interface Grant {
  /** The id of the app that it is given to. */
  app: string;
  /** The hash of the code that it is given for; null where there was none. */
  code: string | null;
  view: GrantedView;
}

/**
 * Makes a token.
 *
 * @param account the account that it signs in; null: an app's own token
 * @param now wall time, ms since the epoch
 * @param scopes if not given, all that the account's role may do
 * @param grant if not given, it comes from no app's
 */
export async function issueToken(
  transaction: Transaction,
  account: string | null,
  now: number,
  scopes: readonly Scope[] = EVERY_SCOPE,
  grant?: Grant,
): Promise<IssuedToken> {
  const token = newSecret();
  const scope = scopes.join(' ');
  await transaction.insert('access_token', [
    {
      token_hash: hashSecret(token),
      account_id: account,
      scope,
      created_at: now,
      app_id: grant?.app ?? null,
      code_hash: grant?.code ?? null,
      view_from: grant?.view.from ?? null,
      view_at: grant?.view.at ?? null,
    },
  ]);
  return { token, scope, createdAt: Math.floor(now / 1000) };
}

/**
 * Makes a token in a transaction of its own, for an account that exists, or for an app.
 *
 * @param app the id of the app that it is given to, if it is given to one
 */
export function issueTokenFor(
  database: Database,
  account: string | null,
  now: number,
  scopes?: readonly Scope[],
  app?: string,
): Promise<IssuedToken> {
  const grant = app === undefined ? undefined : { app, code: null, view: { from: null, at: null } };
  return database.write((transaction) => issueToken(transaction, account, now, scopes, grant));
}
