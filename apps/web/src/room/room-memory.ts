/**
 * A browser's memory of rooms: a viewer's token for as long as the room is there, so that a reload, or
 * another day, keeps place and answers; a presenter's key for as long as the tab is open. Where storage is
 * switched off both last as long as the page.
 */

const withoutStorage = new Map<string, string>();

type Kept = 'localStorage' | 'sessionStorage';

const tokenKey = (code: string): string => `withheld.room.${code}`;
const likesKey = (code: string): string => `withheld.likes.${code}`;
const presenterKey = (code: string): string => `withheld.presenter.${code}`;

/** The token by which a room knows this browser; null where it never joined. @param code upper case */
export const tokenOf = (code: string): string | null => read('localStorage', tokenKey(code));

/** Remembers a token; null forgets it. */
export const keepToken = (code: string, token: string | null): void =>
  write('localStorage', tokenKey(code), token);

/** The key by which this tab presents a room; null where it does not. */
export const presenterKeyOf = (code: string): string | null => read('sessionStorage', presenterKey(code));

/** Remembers a presenter's key; null forgets it. */
export const keepPresenterKey = (code: string, key: string | null): void =>
  write('sessionStorage', presenterKey(code), key);

/** Ids of the posts that were liked here in a room. */
export function likesOf(code: string): string[] {
  return (read('localStorage', likesKey(code)) ?? '').split(' ').filter((id) => id !== '');
}

/** Remembers them. */
export const keepLikes = (code: string, ids: readonly string[]): void =>
  write('localStorage', likesKey(code), ids.length === 0 ? null : ids.join(' '));

function read(kept: Kept, key: string): string | null {
  try {
    return window[kept].getItem(key);
  } catch {
    return withoutStorage.get(key) ?? null;
  }
}

function write(kept: Kept, key: string, value: string | null): void {
  try {
    if (value === null) window[kept].removeItem(key);
    else window[kept].setItem(key, value);
  } catch {
    if (value === null) withoutStorage.delete(key);
    else withoutStorage.set(key, value);
  }
}
