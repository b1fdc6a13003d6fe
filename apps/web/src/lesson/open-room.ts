import { call, granted } from '../api/call.js';
import { failureOf, isOfField } from '../api/failure.js';
import type { LessonPlace } from '../viewpoint/viewpoint-url.js';

/** The fragment by which the link on a lesson's page asks for a room with it. */
const FRAGMENT = '#open-room';

/**
 * Opens a room over a story, half of its phones on each side, and goes to it as its presenter, with a lesson beside
 * the stage. Where nobody is told where to look from, since geography is enforced or the story names no places,
 * everybody looks from where they are.
 *
 * @param lang the language that the address names; null where it names none
 * @throws ApiError where no room was made
 */
export async function openRoom(scenario: string, place: LessonPlace, lang: string | null): Promise<void> {
  const makes = async (assigned: { assign?: string }) =>
    granted(await call('post', '/api/v1/replays', { body: { scenario, ...assigned } }));
  const { code, presenter_key } = await makes({ assign: 'split' }).catch((error: unknown) => {
    if (isOfField('assign', failureOf(error))) return makes({});
    throw error;
  });
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
