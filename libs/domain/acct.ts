import { isVenueId, type VenueId } from './venues.js';
import { handleKey } from './world-keys.js';

const HANDLE = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;
export const MAX_HANDLE = 30;

/** Whether an account may be called so: Mastodon's form (letters, digits, `_`, inner `.` and `-`). */
export function isHandle(text: string): boolean {
  return text.length <= MAX_HANDLE && HANDLE.test(text);
}

/** What Mastodon calls an account's `acct`: `name@venue`; on `home`, the name alone. */
export function acctOf({ handle, venue }: { handle: string; venue: VenueId }): string {
  return venue === 'home' ? handle : `${handle}@${venue}`;
}

/**
 * The `handleKey` that an `acct` names; a leading @ is dropped, and `name@home` is `name`.
 *
 * @returns null where no account can be called so
 */
export function parseAcct(acct: string): string | null {
  const [handle = '', venue = 'home', ...rest] = acct.replace(/^@/, '').split('@');
  return isHandle(handle) && isVenueId(venue) && rest.length === 0 ? handleKey(venue, handle) : null;
}
