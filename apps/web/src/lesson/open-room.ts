import type { CreatedReplay, ErrorBody } from '#contract';
import { ask } from '../api/api-client.js';
import { ApiError } from '../api/failure.js';
import type { LessonPlace } from '../viewpoint/viewpoint-url.js';

/** What a lesson's page says in its link that a room is to be opened with it. */
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
  const { signal } = new AbortController();
  const makes = (assigned: object) =>
    ask('/api/v1/replays', signal, 'no-store', { send: { scenario, ...assigned } });
  let answer = await makes({ assign: 'split' });
  if (answer.status === REFUSED) answer = await makes({});
  if (answer.status >= 400) {
    const { error } = answer.body as ErrorBody;
    throw new ApiError({ kind: 'refused', status: answer.status, message: error });
  }
  const { code, presenter_key } = answer.body as CreatedReplay;
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
