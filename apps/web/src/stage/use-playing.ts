import type { ScenarioStage } from '#contract';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react';
import { StageTime } from '../../../../libs/replay/stage-time.js';
import { Deck } from '../deck/deck.js';
import { listenToTape } from '../live/scenario-stream.js';
import type { Story } from '../story/use-story.js';
import { TapeReader, type Reading } from '../tape/tape-reader.js';
import { Tape } from '../tape/tape.js';
import type { Language } from '../words/language.js';
import { Player, type StageView } from './player.js';

/** A story that plays on two sides. */
export interface Playing {
  deck: Deck;
  time: StageTime;
  left: Side;
  right: Side;
  view: StageView;
}

/** One side: its tape, and how far it has been read. */
export interface Side {
  tape: Tape;
  reading: Reading;
  retry: () => void;
}

/** Whether motion is wanted now. */
const wantsMotion = (): boolean =>
  !window.matchMedia('(prefers-reduced-motion: reduce)').matches && document.visibilityState === 'visible';

/**
 * Plays a story on two sides. The deck is one for as long as the story is; another side or language is
 * another tape, which is read while the clock goes on.
 *
 * @param cut id of one of the story's cuts
 * @param at the instant to stand at when it opens, ms since the epoch; null for the beginning
 * @param writtenRef the instant that the stage has itself written into the address, if that is the last thing it did
 */
export function usePlaying(
  { stage }: Story,
  sides: { left: string; right: string; language: Language },
  cut: string,
  at: number | null,
  writtenRef: RefObject<number | null>,
): Playing {
  const time = useMemo(() => {
    const limit = (stage.cuts.find(({ id }) => id === cut) ?? stage.cuts[0])?.idle_limit ?? IDLE_LIMIT;
    return new StageTime(
      stage.instants.map((instant) => Date.parse(instant)),
      limit,
    );
  }, [stage, cut]);
  const [deck] = useState(() => new Deck(time));
  useEffect(() => deck.retime(time), [deck, time]);

  // Where the tape is another one, both sides are read anew: what is kept of the one before is dropped.
  const [edition, setEdition] = useState(0);
  const isAnother = useCallback(() => setEdition((before) => before + 1), []);
  const left = useSide(stage, sides.left, sides.language, edition, isAnother);
  const right = useSide(stage, sides.right, sides.language, edition, isAnother);
  const [readLeft, readRight] = [left.retry, right.retry];
  useEffect(() => {
    const goesOn = () => {
      readLeft();
      readRight();
    };
    return listenToTape(stage.id, sides.left, { goesOn, isAnother });
  }, [stage.id, sides.left, readLeft, readRight, isAnother]);

  const player = useMemo(
    () =>
      new Player(
        deck,
        { time, chapters: stage.chapters, faces: new Set(stage.faces) },
        left.tape,
        right.tape,
        wantsMotion,
      ),
    [deck, time, stage, left.tape, right.tape],
  );
  const view = useSyncExternalStore(player.subscribe, player.snapshot);

  // Opens where the address says, or at the live edge of what is being performed.
  useEffect(() => {
    // The address follows the deck, too: then that may have gone on before this is read, and is left alone.
    const isOwn = writtenRef.current !== null && writtenRef.current === at;
    writtenRef.current = null;
    if (isOwn || (at !== null && Math.floor(time.storyAt(deck.position)) === at)) return;
    if (at !== null) deck.standAt(time.positionAt(at));
    else if (!stage.is_complete) deck.goLive();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each instant that the address names
  }, [deck, at]);

  // Moments read since are shown at once where the deck stands in them; where it is live it follows the end.
  const read = Math.min(left.reading.moments, right.reading.moments);
  const isAtEnd = left.reading.isAtEnd && right.reading.isAtEnd;
  const caughtUp = useRef(false);
  useEffect(() => {
    const end = left.tape.moments.at(-1);
    if (end !== undefined) deck.followTo(time.positionAt(Date.parse(end.at)));
    // A performance is shown as it comes; moments from before somebody came are there at once.
    if (!deck.running && !(deck.snapshot().live && caughtUp.current)) player.move();
    caughtUp.current = isAtEnd;
  }, [deck, player, time, read, left.tape, isAtEnd]);

  useEffect(() => {
    let frame: number | undefined;
    const look = () => {
      frame = undefined;
      player.tick();
      // At the end no time passes any more, and what came last may still be to be shown.
      if (deck.running || player.isBehind) frame = requestAnimationFrame(look);
    };
    let was = deck.snapshot();
    const changed = () => {
      const is = deck.snapshot();
      const moved =
        is.clock.base !== was.clock.base && !(is.clock.state === 'playing' && was.clock.state === 'paused');
      const isSpeed = is.clock.speed !== was.clock.speed;
      // A performance is shown as it comes; every other move shows its moment at once.
      const follows = is.live && was.live;
      was = is;
      if (!follows && (!deck.running || (moved && !isSpeed))) player.move();
      frame ??= requestAnimationFrame(look);
    };
    const stop = deck.subscribe(changed);
    changed();
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [deck, player]);

  return { deck, time, left, right, view };
}

/** Seconds, for a story whose file is not there. */
const IDLE_LIMIT = 6;

function useSide(
  stage: ScenarioStage,
  from: string,
  language: Language,
  edition: number,
  isAnother: () => void,
): Side {
  const reader = useMemo(
    () => new TapeReader(new Tape(from), stage.id, language, isAnother, stage),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another edition or language is another tape; a stage read again is not
    [stage.id, stage.language, from, language, edition, isAnother],
  );
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  const reading = useSyncExternalStore(reader.subscribe, reader.snapshot);
  return { tape: reader.tape, reading, retry: reader.readOn };
}
