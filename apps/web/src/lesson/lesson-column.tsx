import type { ScenarioStage, Source } from '#contract';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { Deck } from '../deck/deck.js';
import { SourceList } from '../explain/source-list.js';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';
import type { Go } from '../viewpoint/use-address.js';
import type { LessonPlace, StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage } from '../words/words.js';
import { LESSON_WORDS } from './lesson-words.js';
import { QuestionAsked } from './question-asked.js';
import '../styles/lesson-column.css';

interface Props {
  stage: ScenarioStage;
  sources: ReadonlyMap<string, Source>;
  deck: Deck;
  address: StageAddress;
  place: LessonPlace;
  go: Go;
}

type Stop = ScenarioStage['lessons'][number]['stops'][number];

/** The teacher's column beside the stage: a stop of a lesson, its question, and what one does while one teaches. */
export function LessonColumn({ stage, sources, deck, address, place, go }: Props) {
  const language = useLanguage();
  const words = LESSON_WORDS[language];
  const heading = useId();
  const [asks, setAsks] = useState(false);
  const [namesHidden, setNamesHidden] = useState(false);
  const lesson = stage.lessons.find(({ id }) => id === place.id);
  const index = lesson === undefined ? -1 : indexOfStop(lesson.stops, place.stop);
  const stop = lesson?.stops[index];
  const question = stage.ask.find(({ id }) => id === stop?.ask) ?? null;

  const at = (next: Stop): StageAddress => ({
    ...address,
    at: next.at.replace('.000Z', 'Z'),
    lesson: { ...place, stop: next.id },
  });
  const goTo = (next: Stop) => {
    setAsks(false);
    deck.pause();
    go(at(next), 'push');
  };
  // A link that names the stop alone opens at its instant.
  const openAtStop = useEffectEvent(() => {
    if (address.at === null && stop !== undefined) go(at(stop), 'replace');
  });
  useEffect(() => openAtStop(), []);

  useEffect(() => {
    document.documentElement.dataset['names'] = namesHidden ? 'hidden' : 'shown';
    return () => {
      delete document.documentElement.dataset['names'];
    };
  }, [namesHidden]);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.altKey || event.metaKey || !singleKeys()) return;
    if (keyPlace(event.target) === 'writing') return;
    const key = event.key.toLowerCase();
    if (key === 'p') deck.pause();
    else if (key === 'h') setNamesHidden(!namesHidden);
    else if (key === 'q' && question !== null) setAsks(!asks);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  if (lesson === undefined || stop === undefined)
    return (
      <aside className="rail lesson-column" aria-label={words.column}>
        <p>{words.unknownLesson}</p>
      </aside>
    );
  const [before, after] = [lesson.stops[index - 1], lesson.stops[index + 1]];
  const path = `/lessons/${encodeURIComponent(lesson.id)}`;
  const lang = address.lang === null ? '' : `?lang=${address.lang}`;
  return (
    <aside className="rail lesson-column" aria-labelledby={heading}>
      <div>
        <p className="quiet">{words.stopOf(index + 1, lesson.stops.length, stop.minutes)}</p>
        <h2 id={heading}>{stop.title}</h2>
        {asks && question !== null ? (
          <QuestionAsked key={question.id} question={question} sources={sources} />
        ) : (
          <>
            <p className="lesson-question">{stop.question}</p>
            <p className="quiet">{stop.task}</p>
            <details key={stop.id}>
              <summary>{words.notice}</summary>
              <p>{stop.notice}</p>
              <SourceList keys={stop.sources} sources={sources} />
            </details>
          </>
        )}
      </div>
      <p className="lesson-ways">
        {before !== undefined && (
          <button type="button" onClick={() => goTo(before)}>
            {words.previous}
          </button>
        )}
        {after !== undefined && (
          <button type="button" onClick={() => goTo(after)}>
            {words.next}
          </button>
        )}
        <a href={`${path}/sheets/${encodeURIComponent(stop.id)}${lang}`}>{words.sheet}</a>
        <a href={`${path}${lang}`}>{words.allOfIt}</a>
      </p>
      <section className="lesson-desk" aria-label={words.teach}>
        <button type="button" onClick={() => deck.pause()}>
          {words.pause} <kbd>P</kbd>
        </button>
        <button type="button" aria-pressed={namesHidden} onClick={() => setNamesHidden(!namesHidden)}>
          {words.hideNames} <kbd>H</kbd>
        </button>
        <button
          type="button"
          aria-pressed={asks}
          disabled={question === null}
          title={question === null ? words.nothingToAsk : undefined}
          onClick={() => setAsks(!asks)}
        >
          {words.ask} <kbd>Q</kbd>
        </button>
      </section>
    </aside>
  );
}

/** The place of a stop by its id, or by its number from 1; else the first. */
function indexOfStop(stops: readonly Stop[], asked: string): number {
  const named = stops.findIndex(({ id }) => id === asked);
  if (named >= 0) return named;
  const number = Number(asked) - 1;
  return stops[number] === undefined ? 0 : number;
}
