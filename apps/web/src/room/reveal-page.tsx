import type { ReplayAsk, ReplayResult, ScenarioStage, Source, StageQuestion } from '#contract';
import { useEffect, useRef, type CSSProperties } from 'react';
import { SourceList } from '../explain/source-list.js';
import { LETTERS, sidesOf, type Side } from '../question/choices.js';
import { countryName, paneTitle } from '../viewpoint/countries.js';
import { useLanguage, wordsIn } from '../words/words.js';

interface Props {
  stage: ScenarioStage;
  question: StageQuestion;
  ask: ReplayAsk;
  result: ReplayResult;
  sources: ReadonlyMap<string, Source>;
  /** The places of the story, in the order in which they are shown. */
  places: readonly string[];
  /** The number of one's own choice; null without one. */
  own: number | null;
}

/** Shows the room's answers, by sides, and then what happened. The bars are a table, and read as one. */
export function RevealPage({ stage, question, ask, result, sources, places, own }: Props) {
  const language = useLanguage();
  const { room } = wordsIn(language);
  const heading = useRef<HTMLHeadingElement>(null);
  // Who chose by a button that is gone now reads on from here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const number = stage.ask.indexOf(question) + 1;
  const sides = sidesOf(result, places);
  const most = Math.max(1, ...sides.flatMap(({ choices }) => choices));
  const nameOf = ({ place }: Side) => (place === null ? room.everybody : paneTitle(place, language));
  const shortOf = ({ place }: Side) => (place === null ? room.everybody : countryName(place, language));
  const { choice: happened } = question.happened;
  return (
    <main className="room-over" tabIndex={0}>
      <section className="question reveal" aria-labelledby="question">
        <p className="question-number">
          <b>{room.question(number, stage.ask.length)}</b> <span>{room.answers(ask.answers)}</span>
        </p>
        <h1 id="question" ref={heading} tabIndex={-1}>
          {question.text}
        </h1>
        {ask.answers === 0 ? (
          <p className="room-lede">{room.nobody}</p>
        ) : (
          <>
            <div
              role="table"
              aria-labelledby="question"
              className={sides.length === 2 ? 'bars facing' : 'bars'}
            >
              <div role="row" className="bars-head">
                <span role="columnheader" className="bars-choice">
                  <span className="sr">{room.choice}</span>
                </span>
                {sides.map((side, n) => (
                  <span key={side.place} role="columnheader" className={`bars-side of-${n}`}>
                    {nameOf(side)} <small>{room.answers(sum(side.choices))}</small>
                  </span>
                ))}
              </div>
              {question.choices.map((text, n) => (
                <div key={text} role="row" className={happened === n + 1 ? 'bars-row happened' : 'bars-row'}>
                  <span role="rowheader" className="bars-choice">
                    <b aria-hidden="true" translate="no">
                      {LETTERS[n]}
                    </b>{' '}
                    {text}
                    {happened === n + 1 && (
                      <span className="bars-tick">
                        <span aria-hidden="true">✓</span>
                        <span className="sr"> ({room.isHappened})</span>
                      </span>
                    )}
                    {own === n + 1 && <em className="bars-own">{room.yours}</em>}
                  </span>
                  {sides.map((side, at) => (
                    <span key={side.place} role="cell" className={`bar-cell of-${at}`}>
                      <small aria-hidden="true">{shortOf(side)}</small>
                      <i
                        aria-hidden="true"
                        style={{ '--share': (side.choices[n] ?? 0) / most } as CSSProperties}
                      />
                      <b>{side.choices[n] ?? 0}</b>
                    </span>
                  ))}
                </div>
              ))}
            </div>
            {result.sides === null && <p className="room-note">{room.together5}</p>}
          </>
        )}
        <div className="what-happened">
          <div>
            <h2>{room.happened}</h2>
            <p dir="auto">{question.happened.text}</p>
          </div>
          <SourceList keys={question.happened.sources} sources={sources} />
        </div>
        <p className="room-note">{room.answersAre}</p>
      </section>
    </main>
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
