import type { ScenarioStage } from '#contract';
import { useCallback, useContext, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import { useDeckFrames } from '../deck/use-deck.js';
import { useDeckValue } from '../deck/use-deck-value.js';
import type { Score } from '../tape/score.js';
import { clockTime, longDay } from '../time/moments.js';
import { LanguageContext, useWords } from '../words/words.js';
import { ChapterNames } from './chapter-names.js';
import { indexAt, minutesAndSeconds } from './marks.js';
import { ScoreDrawing } from './score-drawing.js';
import { withheldAt } from './score-lines.js';

interface Props {
  deck: Deck;
  stage: ScenarioStage;
  stageTime: StageTime;
  /** Where each chapter begins, ms of stage time. */
  chapters: readonly number[];
  score: Score | null;
  /** Story time, ms since the epoch, of the furthest moment seen on this device. */
  seen: number;
  leftPlace: string;
  onScrubbing: ((scrubbing: boolean) => void) | undefined;
  /** Stands above the names of the lines. */
  aside: ReactNode;
  /** Another place on the line. */
  mark?: ReactNode;
}

/** Of figures in both languages: `1,435`. */
const figures = new Intl.NumberFormat('en-GB');

/**
 * The story as one line: above it how much happens, below it how much is withheld, and a native range input
 * over all of it. The playhead moves by a custom property, without drawing components again.
 */
export function Scrubber(props: Props) {
  const { deck, stage, stageTime, chapters, score, seen, leftPlace, onScrubbing, aside, mark } = props;
  const { transport: words } = useWords();
  const language = useContext(LanguageContext);
  const line = useRef<HTMLDivElement>(null);
  const range = useRef<HTMLInputElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  const resume = useRef(false);

  const chapter = useDeckValue(
    deck,
    useCallback((position: number) => indexAt(chapters, position), [chapters]),
  );

  /** Where it stands, for those who hear it. */
  const inWords = useCallback(
    (position: number) => {
      const story = stageTime.storyAt(position);
      const at = new Date(story).toISOString();
      const index = indexAt(chapters, position);
      return [
        `${longDay(at, stage.time_zone, language)}, ${clockTime(at, stage.time_zone)}`,
        index >= 0 && words.chapterOf(index + 1, chapters.length, stage.chapters[index]!.title),
        score && `${figures.format(withheldAt(score, story))} ${words.withheldIn(leftPlace)}`,
        words.positionOf(minutesAndSeconds(position), minutesAndSeconds(deck.duration)),
      ]
        .filter(Boolean)
        .join('; ');
    },
    [deck, stage, stageTime, chapters, score, leftPlace, language, words],
  );

  const show = useCallback(
    (position: number) => {
      const share = deck.duration === 0 ? 0 : position / deck.duration;
      line.current?.style.setProperty('--at', `${(share * 100).toFixed(3)}%`);
      const near = share > 0.85 ? 'end' : share > 0.6 ? 'middle' : 'begin';
      if (line.current && line.current.dataset.near !== near) line.current.dataset.near = near;
      const withheld = score === null ? 0 : withheldAt(score, stageTime.storyAt(position));
      const count = withheld === 0 ? '' : figures.format(withheld);
      if (figure.current && figure.current.textContent !== count) figure.current.textContent = count;
      // A reader of the screen tells each change of a focused range: while it plays there is none.
      if (deck.running || range.current === null) return;
      range.current.value = String(position);
      range.current.setAttribute('aria-valuetext', inWords(position));
    },
    [deck, stageTime, score, inWords],
  );
  useDeckFrames(deck, show);

  const grab = () => {
    resume.current = deck.running;
    deck.pause();
    onScrubbing?.(true);
  };
  const letGo = () => {
    if (resume.current && !deck.atEnd) deck.play();
    resume.current = false;
    onScrubbing?.(false);
  };
  const move = (event: KeyboardEvent) => {
    const by = steps(event, deck.duration);
    if (by === null || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    deck.seekBy(by);
  };

  const drawing = useMemo(
    () => ({ score, stageTime, seen, chapters, duration: stageTime.duration }),
    [score, stageTime, seen, chapters],
  );
  return (
    <div className="score">
      <div className="score-key">
        <span className="score-aside">{aside}</span>
        <span className="score-events" aria-hidden="true">
          {words.events}
        </span>
        <span className="score-withheld" aria-hidden="true">
          {words.withheldIn(leftPlace)}
        </span>
      </div>
      <div className="score-line">
        <ChapterNames
          chapters={stage.chapters}
          starts={chapters}
          duration={stageTime.duration}
          current={chapter}
          onSeek={deck.seek}
        />
        <div className="wave" ref={line}>
          <div className="wave-rest">
            <ScoreDrawing {...drawing} />
          </div>
          <div className="wave-played">
            <ScoreDrawing {...drawing} seen={Infinity} />
          </div>
          {mark}
          <div className="wave-head" aria-hidden="true">
            <span className="readout">
              <span ref={figure} className={stage.stand_in_note === null ? undefined : 'made-up'} />
              {` ${words.withheld}`}
            </span>
          </div>
          <input
            ref={range}
            className="wave-range"
            type="range"
            min={0}
            max={stageTime.duration}
            step="any"
            defaultValue={0}
            aria-label={words.position}
            onInput={(event) => deck.seek(event.currentTarget.valueAsNumber)}
            onKeyDown={move}
            onPointerDown={grab}
            onPointerUp={letGo}
            onPointerCancel={letGo}
          />
        </div>
      </div>
    </div>
  );
}

/** How far a key moves a focused range, in ms of stage time; null for other keys. */
function steps({ key, shiftKey }: KeyboardEvent, duration: number): number | null {
  const tenth = duration / 10;
  const arrow = shiftKey ? tenth : 5000;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -arrow;
    case 'ArrowRight':
    case 'ArrowUp':
      return arrow;
    case 'PageDown':
      return -tenth;
    case 'PageUp':
      return tenth;
    case 'Home':
      return -duration;
    case 'End':
      return duration;
    default:
      return null;
  }
}
