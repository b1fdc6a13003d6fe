import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { failureOf, type Failure } from '../api/failure.js';
import type { LessonPlace } from '../viewpoint/viewpoint-url.js';
import { useLanguage } from '../words/words.js';
import { LESSON_WORDS } from './lesson-words.js';
import { openRoom, takeRoomAsked } from './open-room.js';

interface Props {
  scenario: string;
  place: LessonPlace;
  /** The language that the address names. */
  lang: string | null;
}

/** The button that opens a room with the lesson. Whoever follows the lesson's own link to one has pressed it. */
export function RoomOpener({ scenario, place, lang }: Props) {
  const words = LESSON_WORDS[useLanguage()];
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const open = useCallback(() => {
    setOpening(true);
    setFailure(null);
    openRoom(scenario, place, lang).catch((error: unknown) => {
      setFailure(failureOf(error));
      setOpening(false);
    });
  }, [scenario, place, lang]);
  const begin = useEffectEvent(() => {
    if (takeRoomAsked()) open();
  });
  // eslint-disable-next-line react-hooks/set-state-in-effect -- the link that was followed is the press
  useEffect(() => begin(), []);
  return (
    <>
      <button type="button" onClick={() => !opening && open()} aria-disabled={opening}>
        {opening ? words.opening : words.openRoom}
      </button>
      <p role="alert">
        {failure !== null &&
          (failure.kind === 'unreachable' ? words.notOpened : words.refused(failure.message))}
      </p>
    </>
  );
}
