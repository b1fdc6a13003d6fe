import type { Account } from '#contract';

const KEY = 'withheld.session';

/** Somebody who signed in on this page, for as long as its tab is open. */
export interface Session {
  token: string;
  account: Pick<Account, 'id' | 'acct' | 'display_name'>;
  /** The app that the token was given to, by which it is ended; null of a demo account's. */
  app: { client_id: string; client_secret: string } | null;
}

/** Reads who signed in; null where nobody did, or where storage is switched off. */
export function storedSession(): Session | null {
  try {
    const found: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null');
    return isSession(found) ? found : null;
  } catch {
    return null;
  }
}

/** Keeps a session in this tab alone, and no longer than the tab; null forgets it. */
export function storeSession(session: Session | null): void {
  try {
    if (session === null) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Storage may be switched off; whoever signed in then does so again on the next page.
  }
}

/** Whether somebody signed in in this tab. */
export const isSignedIn = (): boolean => storedSession() !== null;

function isSession(found: unknown): found is Session {
  const session = found as Partial<Session> | null;
  return typeof session?.token === 'string' && typeof session.account?.id === 'string';
}
