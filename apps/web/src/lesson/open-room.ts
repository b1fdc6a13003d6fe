import { call, granted } from '../api/call.js';
import type { LessonPlace } from '../viewpoint/viewpoint-url.js';

/** The fragment by which the link on a lesson's page asks for a room with it. */
const FRAGMENT = '#open-room';
/** Where geography is enforced nobody is told where to look from, so this is refused. */
const REFUSED = 422;

/**
 * Opens a room over a story, half of its phones on each side, and goes to it as its presenter, with a lesson beside
 * the stage.
 *
 * @param lang the language that the address names; null where it names none
 * @throws ApiError where no room was made
 */
export async function openRoom(scenario: string, place: LessonPlace, lang: string | null): Promise<void> {
  const makes = (assigned: { assign?: string }) =>
    call('post', '/api/v1/replays', { body: { scenario, ...assigned } });
  const split = await makes({ assign: 'split' });
  const { code, presenter_key } = granted(split.status === REFUSED ? await makes({}) : split);
  const query = new URLSearchParams({
    lesson: place.id,
    stop: place.stop,
    ...(lang === null ? {} : { lang }),
  });
  window.location.assign(`/r/${code}?${query}#presenter=${presenter_key}`);
}

/** Whether the address asks for a room; it asks once, and says so no more. */
export function takeRoomAsked(): boolean {
  const { hash, pathname, search } = window.location;
  if (hash !== FRAGMENT) return false;
  window.history.replaceState(window.history.state, '', pathname + search);
  return true;
}
