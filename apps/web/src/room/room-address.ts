import { keepPresenterKey } from './room-memory.js';

const FRAGMENT = '#presenter=';
/** Of the address of a room, `/r/<code>`, and of the page on which a code is typed, `/r`. */
const ROOM_PATH = /^\/r(?:\/([^/]*))?\/?$/;

/** Whether a path is that of a room, or of the page that asks for a code. */
export function isRoomPath(path: string): boolean {
  return ROOM_PATH.test(path);
}

/** The code that a path names, as codes are written; `''` where it names none. */
export function codeIn(path: string): string {
  const [, code = ''] = ROOM_PATH.exec(path) ?? [];
  try {
    return decodeURIComponent(code).trim().toUpperCase();
  } catch {
    return code.toUpperCase();
  }
}

/** The path of a room's page. */
export function pathOfRoom(code: string): string {
  return `/r/${encodeURIComponent(code.trim().toUpperCase())}`;
}

/**
 * Takes a presenter's key out of the address bar, which a projector shows, and remembers it. To be called before
 * anything is drawn.
 *
 * @returns whether there was one
 */
export function takePresenterKey(): boolean {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith(FRAGMENT)) return false;
  window.history.replaceState(null, '', pathname + search);
  const key = hash.slice(FRAGMENT.length);
  if (isRoomPath(pathname) && key !== '') keepPresenterKey(codeIn(pathname), key);
  return true;
}

/**
 * The address to join a room by, as other devices can open it.
 *
 * @param url of the room, as the server says; where it knows itself by this machine's own name alone, the page's
 *   address is better
 */
export function joinAddress(url: string, page: URL): URL {
  const told = new URL(url);
  return isOwnMachine(told.hostname) && !isOwnMachine(page.hostname)
    ? new URL(told.pathname, page.origin)
    : told;
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
