import type { ScenarioStage, Source } from '#contract';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { Deck } from '../deck/deck.js';
import { SourceList } from '../explain/source-list.js';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { LessonRoom } from './lesson-room.js';
import type { Go } from '../viewpoint/use-address.js';
import type { LessonPlace, StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage } from '../words/words.js';
import { LESSON_WORDS, type LessonWords } from './lesson-words.js';
import { QuestionAsked } from './question-asked.js';
import { RoomAnswers } from './room-answers.js';
import { RoomOpener } from './room-opener.js';
import '../styles/lesson-column.css';

interface Props {
  stage: ScenarioStage;
  sources: ReadonlyMap<string, Source>;
  deck: Deck;
  time: StageTime;
  address: StageAddress;
  place: LessonPlace;
  go: Go;
  /** The room that is taught in, as its presenter; null without one. */
  room: LessonRoom | null;
}

type Stop = ScenarioStage['lessons'][number]['stops'][number];

/** The teacher's column beside the stage: a stop of a lesson, its question, and what one does while one teaches. */
export function LessonColumn({ stage, sources, deck, time, address, place, go, room }: Props) {
  const language = useLanguage();
  const words = LESSON_WORDS[language];
  const heading = useId();
  const [asks, setAsks] = useState(false);
  const [namesHidden, setNamesHidden] = useState(false);
  const lesson = stage.lessons.find(({ id }) => id === place.id);
  const index = lesson === undefined ? -1 : indexOfStop(lesson.stops, place.stop);
  const stop = lesson?.stops[index];
  const question = stage.ask.find(({ id }) => id === stop?.ask) ?? null;
  // With a room the phones are asked, and what it stands at; without one, hands.
  const asked = stage.ask.find(({ id }) => id === room?.ask?.question) ?? null;
  const canAsk = room === null ? question !== null : asked !== null || room.next !== null;
  const ask = () => (room === null ? setAsks(!asks) : room.onQuestion());

  const at = (next: Stop): StageAddress => ({
    ...address,
    at: next.at.replace('.000Z', 'Z'),
    lesson: { ...place, stop: next.id },
  });
  const goTo = (next: Stop) => {
    setAsks(false);
    deck.pause();
    // The instant of a room is the room's: it is moved there, with all who follow it.
    if (room !== null) deck.seek(time.positionAt(Date.parse(next.at)));
    go(room === null ? at(next) : { ...at(next), at: null }, 'push');
  };
  // A link that names the stop alone opens at its instant.
  const openAtStop = useEffectEvent(() => {
    if (room === null && address.at === null && stop !== undefined) go(at(stop), 'replace');
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
    else if (key === 'q' && canAsk) ask();
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
        {room?.ask != null && asked !== null ? (
          <RoomAnswers stage={stage} room={room} ask={room.ask} question={asked} />
        ) : room === null && asks && question !== null ? (
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
        {room !== null && (
          <button type="button" onClick={() => goTo(stop)}>
            {words.toThis}
          </button>
        )}
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
          {room === null ? words.pause : words.pauseAll} <kbd>P</kbd>
        </button>
        <button type="button" aria-pressed={namesHidden} onClick={() => setNamesHidden(!namesHidden)}>
          {words.hideNames} <kbd>H</kbd>
        </button>
        <button
          type="button"
          aria-pressed={room === null ? asks : undefined}
          disabled={!canAsk}
          title={canAsk ? undefined : room === null ? words.nothingToAsk : words.roomAsksThere}
          onClick={ask}
        >
          {askWord(words, room)} <kbd>Q</kbd>
        </button>
        {room === null && (
          <RoomOpener
            scenario={stage.id}
            place={{ ...place, id: lesson.id, stop: stop.id }}
            lang={address.lang}
          />
        )}
      </section>
    </aside>
  );
}

/** The act of the button of questions now. */
function askWord(words: LessonWords, room: LessonRoom | null): string {
  if (room === null) return words.ask;
  if (room.ask === null) return words.askRoom;
  return room.ask.is_revealed ? words.goOn : words.showAnswers;
}

/** The place of a stop by its id, or by its number from 1; else the first. */
function indexOfStop(stops: readonly Stop[], asked: string): number {
  const named = stops.findIndex(({ id }) => id === asked);
  if (named >= 0) return named;
  const number = Number(asked) - 1;
  return stops[number] === undefined ? 0 : number;
}
