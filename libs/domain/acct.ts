import { isVenueId, type VenueId } from './venues.js';
import { handleKey } from './world-keys.js';

const HANDLE = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i;
export const MAX_HANDLE = 30;

/** Whether a text can be a handle: Mastodon's form (letters, digits, `_`, inner `.` and `-`). */
export function isHandle(text: string): boolean {
  return text.length <= MAX_HANDLE && HANDLE.test(text);
}

/** Mastodon's `acct` of an account: `name@venue`; on `home`, the name alone. */
export function acctOf({ handle, venue }: { handle: string; venue: VenueId }): string {
  return venue === 'home' ? handle : `${handle}@${venue}`;
}

/**
 * The `handleKey` that an `acct` names, in any case; a leading @ is dropped, and `name@home` is `name`.
 *
 * @returns null where it cannot be an account's `acct`
 */
export function parseAcct(acct: string): string | null {
  const [handle = '', named = 'home', ...rest] = acct.replace(/^@/, '').split('@');
  const venue = named.toLowerCase();
  return isHandle(handle) && isVenueId(venue) && rest.length === 0 ? handleKey(venue, handle) : null;
}
