import { createHash } from 'node:crypto';
import { ofOneAccount } from '#commands';
import type { Database, Transaction } from '#database';
import { parseScopes, type Scope } from './scopes.js';
import { hashSecret, newSecret } from './secrets.js';
import { issueToken, type GrantedView, type IssuedToken } from './tokens.js';

export const OAUTH_CODES = ofOneAccount('oauth_code');

/** Ms that a code may be redeemed for; RFC 6749, section 4.1.2, recommends ten minutes at most. */
const LIFETIME_MS = 10 * 60_000;

/** A permission that somebody gave an app, before it has a token for it. */
export interface Authorization {
  /** The app's id. */
  app: string;
  account: string;
  /** As it was asked for, to the letter. */
  redirectUri: string;
  scopes: readonly Scope[];
  /** Of the method `S256` (RFC 7636); null where none was given. */
  codeChallenge: string | null;
  view: GrantedView;
}

/**
 * Makes a code, by which an app gets its token once, within ten minutes. Only its hash is kept.
 *
 * @param now wall time, ms since the epoch
 */
export async function issueCode(database: Database, granted: Authorization, now: number): Promise<string> {
  const code = newSecret();
  await database.write((transaction) =>
    transaction.insert('oauth_code', [
      {
        code_hash: hashSecret(code),
        app_id: granted.app,
        account_id: granted.account,
        redirect_uri: granted.redirectUri,
        scope: granted.scopes.join(' '),
        code_challenge: granted.codeChallenge,
        view_from: granted.view.from,
        view_at: granted.view.at,
        expires_at: now + LIFETIME_MS,
      },
    ]),
  );
  return code;
}

/**
 * Gives the token of a code, once. A code that comes again has been seen by somebody else, so what it gave is
 * taken away, whoever brings it (RFC 6749, section 4.1.2). Brought by another app, for another address or with
 * a wrong verifier, it gives nothing, and stays for whom it is for.
 *
 * @param verifier of PKCE; it has to come where a challenge did, and only there (RFC 9700, section 4.8.2)
 * @returns null where the code gives nothing, for whatever reason
 */
export function redeemCode(
  database: Database,
  presented: { code: string; app: string; redirectUri: string; verifier: string | null },
  now: number,
): Promise<IssuedToken | null> {
  const hash = hashSecret(presented.code);
  interface CodeRow {
    app_id: string;
    account_id: string;
    redirect_uri: string;
    scope: string;
    code_challenge: string | null;
    view_from: string | null;
    view_at: number | null;
    expires_at: number;
  }
  return database.write(async (transaction) => {
    const [row] = await transaction.query<CodeRow>(
      `SELECT app_id, account_id, redirect_uri, scope, code_challenge, view_from, view_at, expires_at
       FROM oauth_code WHERE code_hash = $1`,
      [hash],
    );
    if (row !== undefined) {
      const isFor =
        row.app_id === presented.app &&
        row.redirect_uri === presented.redirectUri &&
        row.expires_at > now &&
        answers(row.code_challenge, presented.verifier);
      if (!isFor) return null;
      // Of two processes that redeem it at once, one finds it gone.
      const taken = await transaction.query(
        'DELETE FROM oauth_code WHERE code_hash = $1 RETURNING code_hash',
        [hash],
      );
      const scopes = parseScopes(row.scope);
      if (taken.length > 0 && scopes.ok)
        return issueToken(transaction, row.account_id, now, scopes.scopes, {
          app: row.app_id,
          code: hash,
          view: { from: row.view_from, at: row.view_at },
        });
    }
    await transaction.query('DELETE FROM access_token WHERE code_hash = $1', [hash]);
    return null;
  });
}

/** Deletes codes that can be redeemed no longer, at most so many. */
export async function dropExpiredCodes(transaction: Transaction, now: number, most: number): Promise<void> {
  await transaction.query(
    `DELETE FROM oauth_code WHERE code_hash IN (
       SELECT code_hash FROM oauth_code WHERE expires_at <= $1 ORDER BY expires_at LIMIT ${most})`,
    [now],
  );
}

/** Whether a verifier is the challenge's, by `S256` (RFC 7636, section 4.6). */
function answers(challenge: string | null, verifier: string | null): boolean {
  if (challenge === null || verifier === null) return challenge === verifier;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
