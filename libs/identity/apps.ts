import { timingSafeEqual } from 'node:crypto';
import type { PrivateTable } from '#commands';
import type { Database, Sql } from '#database';
import { dropExpiredCodes } from './authorization-codes.js';
import { hashSecret, newSecret } from './secrets.js';
import { dropUnusedTokens } from './tokens.js';

export const OAUTH_APPS: PrivateTable = {
  table: 'oauth_app',
  erase: { nothing: 'An app registers itself before anybody signs in by it, and is nobody’s.' },
};

/** Ms: an app for which nobody has held a token for so long is forgotten. */
const UNUSED_MS = 90 * 86_400_000;
/** Rows that have ended, of which a registration removes at most so many of each kind. */
const SWEPT = 100;

/** An app that people sign in by. */
export interface OAuthApp {
  id: string;
  clientId: string;
  /** SHA-256 of its secret, in hex. */
  secretHash: string;
  name: string;
  website: string | null;
  /** As they were registered, to the letter. */
  redirectUris: readonly string[];
  /** The scopes that its tokens may have, at most. */
  scopes: readonly string[];
}

/**
 * Registers an app; and removes some of what has ended, so that what anybody may register does not grow for ever.
 *
 * @param now wall time, ms since the epoch
 * @returns the app, and its secret, which is kept nowhere
 */
export async function registerApp(
  database: Database,
  { id, name, website, redirectUris, scopes }: Omit<OAuthApp, 'clientId' | 'secretHash'>,
  now: number,
): Promise<{ app: OAuthApp; secret: string }> {
  const secret = newSecret();
  const app = {
    id,
    clientId: newSecret(),
    secretHash: hashSecret(secret),
    name,
    website,
    redirectUris,
    scopes,
  };
  await database.write(async (transaction) => {
    await dropExpiredCodes(transaction, now, SWEPT);
    await dropUnusedTokens(transaction, now, SWEPT);
    await transaction.query(
      `DELETE FROM oauth_app WHERE client_id IN (
         SELECT a.client_id FROM oauth_app a
         WHERE a.created_at <= $1 AND NOT EXISTS (SELECT 1 FROM access_token t WHERE t.app_id = a.id)
         ORDER BY a.created_at LIMIT ${SWEPT})`,
      [now - UNUSED_MS],
    );
    await transaction.insert('oauth_app', [
      {
        client_id: app.clientId,
        id,
        secret_hash: app.secretHash,
        name,
        website,
        redirect_uris: redirectUris.join('\n'),
        scope: scopes.join(' '),
        created_at: now,
      },
    ]);
  });
  return { app, secret };
}

/** The app with a client id, or with an id; undefined where there is none. */
export async function findApp(
  sql: Sql,
  by: { clientId: string } | { id: string },
): Promise<OAuthApp | undefined> {
  interface AppRow {
    client_id: string;
    id: string;
    secret_hash: string;
    name: string;
    website: string | null;
    redirect_uris: string;
    scope: string;
  }
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['client_id', by.clientId] as const);
  const [row] = await sql.query<AppRow>(
    `SELECT client_id, id, secret_hash, name, website, redirect_uris, scope FROM oauth_app WHERE ${column} = $1`,
    [value],
  );
  return (
    row && {
      id: row.id,
      clientId: row.client_id,
      secretHash: row.secret_hash,
      name: row.name,
      website: row.website,
      redirectUris: row.redirect_uris.split('\n'),
      scopes: row.scope.split(' ').filter((scope) => scope !== ''),
    }
  );
}

/** Whether a secret is an app's. */
export function isSecretOf(app: OAuthApp, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(app.secretHash, 'hex'));
}
