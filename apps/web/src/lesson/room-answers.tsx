import type { ReplayAsk, ScenarioStage, StageQuestion } from '#contract';
import type { CSSProperties } from 'react';
import { LETTERS, sidesOf } from '../question/choices.js';
import type { LessonRoom } from './lesson-room.js';
import { paneTitle } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import { LESSON_WORDS } from './lesson-words.js';

interface Props {
  stage: Pick<ScenarioStage, 'ask'>;
  room: LessonRoom;
  ask: ReplayAsk;
  question: StageQuestion;
}

/**
 * Shows the answers of a room's phones, beside the page that the class sees: how many, until the answers are shown, as
 * the room tells nobody more; then a bar for each choice and side.
 */
export function RoomAnswers({ stage, room, ask, question }: Props) {
  const language = useLanguage();
  const words = LESSON_WORDS[language];
  const sides = ask.result === null ? [] : sidesOf(ask.result, room.places);
  const most = Math.max(1, ...sides.flatMap(({ choices }) => choices));
  return (
    <section className="room-answers" aria-label={`${stage.ask.indexOf(question) + 1}. ${question.text}`}>
      <p className="lesson-question">{question.text}</p>
      <p role="status">{words.answered(ask.answers, room.people)}</p>
      {ask.result === null && <p className="quiet">{words.untilShown}</p>}
      <ol>
        {question.choices.map((choice, n) => (
          <li
            key={choice}
            className={ask.result !== null && question.happened.choice === n + 1 ? 'is-it' : undefined}
          >
            <p>
              <b aria-hidden="true">{LETTERS[n]}</b> <span>{choice}</span>
            </p>
            {sides.map(({ place, choices }, at) => (
              <p key={place} className={`answer-bar of-${at}`}>
                <small>{place === null ? words.everybody : paneTitle(place, language)}</small>
                <i aria-hidden="true" style={{ '--share': (choices[n] ?? 0) / most } as CSSProperties} />
                <b>{choices[n] ?? 0}</b>
              </p>
            ))}
          </li>
        ))}
      </ol>
      {ask.result?.sides === null && <p className="quiet">{words.sidesUntold}</p>}
    </section>
  );
}
