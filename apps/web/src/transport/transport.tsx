import type { ScenarioStage } from '#contract';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import { useDeck } from '../deck/use-deck.js';
import { useDeckValue } from '../deck/use-deck-value.js';
import { useOffline } from '../held/offline-context.js';
import type { Score } from '../tape/score.js';
import { useWords } from '../words/words.js';
import { DeskButton } from './desk-button.js';
import { markAfter, markBefore, marksOf, minutesAndSeconds, previousChapter } from './marks.js';
import { Scrubber } from './scrubber.js';
import { ShareButton } from './share-button.js';
import { SpeedControl } from './speed-control.js';
import { StageClock, type Precision } from './stage-clock.js';

export interface TransportProps {
  deck: Deck;
  stage: ScenarioStage;
  /** The table of the cut that plays. */
  stageTime: StageTime;
  /** Of the left side's tape; null until all of it is read. */
  score: Score | null;
  /** Story time, ms since the epoch, of the furthest moment seen on this device. */
  seen: number;
  /** Where the left side looks from, as it stands in a sentence: `in Germany`. */
  leftPlace: string;
  precision: Precision;
  /** The pickers of viewpoints, of as many as there are panes; on a phone they are not shown here. */
  pickers: ReactNode;
  /** Whether both panes are shown; null where there is only one. */
  twoPanes: boolean | null;
  onTwoPanes: (two: boolean) => void;
  room: boolean;
  onRoom: () => void;
  /** Id of the cut that plays, of `stage.cuts`. */
  cut: string;
  onCut: (id: string) => void;
  /** Opens the list of keys. */
  onKeys: () => void;
  /** The address of what is shown now, with viewpoints; asked for when it is shared. */
  link: () => string;
  /** Told when a drag along the scrubber begins and ends: nothing is announced in between. */
  onScrubbing?: (scrubbing: boolean) => void;
  /** Another place on the line: a presenter's, to who looks around. */
  mark?: ReactNode;
  /** Controls of a room, before the others at the end. */
  children?: ReactNode;
}

/** The desk under the sheets: what plays, where in the story, seen from where. Dark in both themes. */
export function Transport(props: TransportProps) {
  const { deck, stage, stageTime, score, seen, leftPlace, precision, cut } = props;
  const { transport: words, keys } = useWords();
  const { clock, live } = useDeck(deck);
  const isOffline = useOffline() !== null;
  const marks = useMemo(() => marksOf(stage, stageTime), [stage, stageTime]);
  const running = useDeckValue(
    deck,
    useCallback(() => deck.running, [deck]),
  );

  const toMark = (found: number | null, go: (position: number) => void) => found !== null && go(found);
  const step = (found: number | null) => toMark(found, deck.standAt);
  const previous = () => deck.seek(previousChapter(marks.chapters, deck.position, 3000 * clock.speed));

  return (
    <section className="transport" aria-label={words.label}>
      <Scrubber
        deck={deck}
        stage={stage}
        stageTime={stageTime}
        chapters={marks.chapters}
        score={score}
        seen={seen}
        leftPlace={leftPlace}
        onScrubbing={props.onScrubbing}
        mark={props.mark}
        aside={
          stage.cuts.length > 1 &&
          props.children === undefined && (
            <select
              className="cut"
              aria-label={words.cut}
              value={cut}
              onChange={(event) => props.onCut(event.currentTarget.value)}
            >
              {stage.cuts.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          )
        }
      />
      <div className="controls">
        <div className="deck">
          <DeskButton
            icon="previous-chapter"
            className="desk-button wide-only"
            label={words.previousChapter}
            hint="["
            onPress={previous}
          />
          <DeskButton
            icon="back"
            label={words.back}
            hint=","
            onPress={() => step(markBefore(marks.steps, deck.position))}
          />
          <DeskButton
            id="transport-play"
            className="desk-play"
            icon={running ? 'pause' : 'play'}
            label={running ? words.pause : words.play}
            hint={keys.space}
            onPress={deck.toggle}
          />
          <DeskButton
            icon="forward"
            label={words.forward}
            hint="."
            onPress={() => step(markAfter(marks.steps, deck.position))}
          />
          <DeskButton
            icon="next-chapter"
            className="desk-button wide-only"
            label={words.nextChapter}
            hint="]"
            onPress={() => toMark(markAfter(marks.chapters, deck.position), deck.seek)}
          />
          <SpeedControl deck={deck} />
          <Position deck={deck} />
        </div>
        <StageClock deck={deck} stage={stage} stageTime={stageTime} precision={precision} />
        <div className="desk-end">
          {props.children}
          {!stage.is_complete && (
            <button
              type="button"
              className="desk-live"
              aria-pressed={live}
              onClick={() => !live && deck.goLive()}
            >
              {live ? words.live : words.backToLive}
            </button>
          )}
          <div className="desk-pickers wide-only">{props.pickers}</div>
          {props.twoPanes !== null && (
            <DeskButton
              icon="panes"
              className="desk-square wide-only"
              label={words.panes}
              pressed={props.twoPanes}
              onPress={() => props.onTwoPanes(!props.twoPanes)}
            />
          )}
          <DeskButton
            icon="room"
            className="desk-square wide-only"
            label={words.room}
            hint="f"
            pressed={props.room}
            onPress={props.onRoom}
          />
          <DeskButton
            icon="keys"
            className="desk-square wide-only"
            label={words.keys}
            hint="?"
            onPress={props.onKeys}
          />
          {!isOffline && <ShareButton title={stage.title} link={props.link} />}
        </div>
      </div>
    </section>
  );
}

/** `3:49 / 5:08`. */
function Position({ deck }: { deck: Deck }) {
  const position = useDeckValue(deck, minutesAndSeconds);
  return (
    <span className="position wide-only">
      {position} / {minutesAndSeconds(deck.duration)}
    </span>
  );
}
