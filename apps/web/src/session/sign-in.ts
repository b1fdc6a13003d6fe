import type { Account } from '#contract';
import { addressOf } from '../api/address.js';
import type { Language } from '../words/language.js';
import { Client } from './client.js';
import type { Session } from './stored-session.js';

const PENDING = 'withheld.signing-in';
const SCOPES = 'read write admin:read admin:write';

/** A role that a demo account may be taken of, and that a page is for. */
export type Role = 'moderator' | 'authority' | 'reader';

/** Kept in the tab while somebody is away at the page that asks whether they let this one in: it ties the answer to the question. */
interface Pending {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  state: string;
  verifier: string | null;
}

/**
 * Takes a demo account of a role.
 *
 * @param code the one in the server's terminal, where it asks for one
 * @throws Refusal: 404 where there is no demo, 403 where the code is missing or wrong
 */
export async function takeDemoAccount(role: Role, code: string): Promise<Session> {
  const signedIn = await new Client(null).post('/api/v1/demo/sign-in', {
    body: { role, code: code === '' ? undefined : code },
  });
  return { token: signedIn.access_token, account: whoIs(signedIn.account), app: null };
}

/**
 * Leaves for the server's own page, where people sign in with their name and password and let this page in:
 * OAuth's code flow, with PKCE wherever the browser has a digest (it has none on plain HTTP beyond this machine).
 *
 * @throws Refusal
 */
export async function leaveToSignIn(language: Language): Promise<void> {
  const redirect_uri = window.location.origin + window.location.pathname;
  const app = await new Client(null).post('/api/v1/apps', {
    body: { client_name: 'Withheld in the browser', redirect_uris: redirect_uri, scopes: SCOPES },
  });
  const state = randomText();
  const verifier = isSecureContext ? randomText() : null;
  const { client_id, client_secret } = app;
  const pending: Pending = { client_id, client_secret, redirect_uri, state, verifier };
  window.sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const query = {
    response_type: 'code' as const,
    client_id,
    redirect_uri,
    scope: SCOPES,
    state,
    lang: language,
    ...(verifier === null
      ? {}
      : { code_challenge: await challengeOf(verifier), code_challenge_method: 'S256' as const }),
  };
  window.location.assign(addressOf('/oauth/authorize', { query }));
}

/**
 * Takes the token for the code that somebody came back with, and the code out of the address.
 *
 * @returns null where nobody came back, or with an answer to somebody else's request
 * @throws Refusal
 */
export async function comeBack(): Promise<Session | null> {
  const query = new URLSearchParams(window.location.search);
  const [code, state] = [query.get('code'), query.get('state')];
  if (state === null) return null;
  const pending = takePending();
  for (const name of ['code', 'state', 'iss', 'error', 'error_description']) query.delete(name);
  const search = query.toString();
  window.history.replaceState(null, '', window.location.pathname + (search === '' ? '' : `?${search}`));
  if (code === null || pending?.state !== state) return null;
  const { client_id, client_secret, redirect_uri, verifier } = pending;
  const { access_token } = await new Client(null).post('/oauth/token', {
    body: {
      grant_type: 'authorization_code',
      code,
      client_id,
      client_secret,
      redirect_uri,
      code_verifier: verifier ?? undefined,
    },
  });
  const account = await new Client(access_token).read('/api/v1/accounts/verify_credentials', {});
  return { token: access_token, account: whoIs(account), app: { client_id, client_secret } };
}

/** Ends the token, where it was given to an app; a demo account's is one of many, and is only forgotten. */
export async function signOut({ token, app }: Session): Promise<void> {
  if (app !== null)
    await new Client(null).post('/oauth/revoke', { body: { token, ...app } }).catch(() => undefined);
}

function takePending(): Pending | null {
  const kept = window.sessionStorage.getItem(PENDING);
  window.sessionStorage.removeItem(PENDING);
  return kept === null ? null : (JSON.parse(kept) as Pending);
}

const whoIs = ({ id, acct, display_name }: Account): Session['account'] => ({ id, acct, display_name });

/** 256 random bits in base64url. */
function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** RFC 7636, section 4.2. */
async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return base64url(new Uint8Array(digest));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
