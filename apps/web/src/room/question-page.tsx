import type { ReplayAsk, ScenarioStage, StageQuestion } from '#contract';
import { useEffect, useEffectEvent } from 'react';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { LETTERS } from '../question/choices.js';
import { shortDay } from '../time/moments.js';

interface Props {
  stage: ScenarioStage;
  question: StageQuestion;
  ask: ReplayAsk;
  /** How many are in the room. */
  people: number;
  /** Null for who presents: nothing is chosen there. */
  own: {
    /** The number of the choice that was made, from 1; null before. */
    choice: number | null;
    /** Whether it waits to be sent. */
    isUnsent: boolean;
    /** Whether one came too late. */
    isTooLate: boolean;
    onChoose: (choice: number) => void;
  } | null;
}

/** A question to the room. Until the answers are shown nobody is told more than how many there are. */
export function QuestionPage({ stage, question, ask, people, own }: Props) {
  const language = useLanguage();
  const { room } = wordsIn(language);
  const number = stage.ask.indexOf(question) + 1;
  const choose = useEffectEvent((event: KeyboardEvent) => {
    if (own === null || !singleKeys() || event.ctrlKey || event.altKey || event.metaKey) return;
    if (keyPlace(event.target) === 'writing') return;
    const at = LETTERS.findIndex((letter) => letter === event.key.toUpperCase());
    if (at >= 0 && at < question.choices.length) own.onChoose(at + 1);
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => choose(event);
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const said = () => {
    if (own === null) return room.nobodySees;
    if (own.isTooLate) return room.tooLate;
    if (own.choice === null) return room.chooseOne;
    return own.isUnsent ? room.yoursIsKept : room.yoursIsIn;
  };
  return (
    <main className="room-over" tabIndex={0}>
      <section className={own === null ? 'question of-presenter' : 'question'} aria-labelledby="question">
        <p className="question-number">
          <b>{room.question(number, stage.ask.length)}</b>{' '}
          <span>{shortDay(question.at, stage.time_zone, language)}</span>
        </p>
        <h1 id="question">{question.text}</h1>
        <ol className="choices" aria-label={room.choices}>
          {question.choices.map((text, n) => {
            const words = (
              <>
                <b aria-hidden="true" translate="no">
                  {LETTERS[n]}
                </b>
                <span>{text}</span>
              </>
            );
            return (
              <li key={text}>
                {own === null ? (
                  <p className="choice">{words}</p>
                ) : (
                  <button
                    type="button"
                    className="choice"
                    aria-pressed={own.choice === n + 1}
                    onClick={() => own.onChoose(n + 1)}
                  >
                    {words}
                  </button>
                )}
              </li>
            );
          })}
        </ol>
        {own === null && (
          <div className="answered">
            <p role="status">{room.answered(ask.answers, people)}</p>
            <progress
              value={ask.answers}
              max={Math.max(people, ask.answers, 1)}
              aria-label={room.answered(ask.answers, people)}
            />
          </div>
        )}
        <p className="room-note" role={own === null ? undefined : 'status'}>
          {said()}
        </p>
        {own !== null && (
          <p className="room-note">
            <b>{room.answered(ask.answers, people)}.</b> {room.nobodySees}
          </p>
        )}
      </section>
    </main>
  );
}
