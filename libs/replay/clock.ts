import {
  pause,
  play,
  positionOf,
  seek,
  setSpeed,
  SPEEDS,
  type PlayClock,
  type StageTime,
} from './stage-time.js';

/** A question that a scenario asks, and where on stage it is asked, ms. */
export interface Mark {
  question: string;
  position: number;
}

/** The measure of a room's positions: stage time in its cut, and its questions in stage order. */
export interface RoomTable {
  time: StageTime;
  marks: readonly Mark[];
}

/** A room's clock: it stops by itself at each question that was not revealed, and at the end. */
export interface RoomClock extends PlayClock {
  /** The question that it stops for; null at the end. */
  stop_for: string | null;
  /** The question on the screens; null without one. */
  ask: string | null;
  /** The questions whose answers were shown. */
  revealed: readonly string[];
}

/** A control, with positions in ms of stage time. */
export type RoomControl =
  | { action: 'play' | 'pause' | 'reveal' }
  | { action: 'seek'; position: number }
  | { action: 'speed'; speed: number }
  | { action: 'step'; direction: 'forward' | 'back' }
  /** Null: the question that the clock stands at. */
  | { action: 'ask'; question: string | null };

/** The clock after a control; or why not, in words for whoever asked. */
export type Controlled = { ok: true; clock: RoomClock } | { ok: false; error: string };

/** A room's clock before anything was done: paused at the beginning. @param now ms of wall time */
export function newRoomClock({ time, marks }: RoomTable, now: number): RoomClock {
  const clock = { state: 'paused' as const, base: 0, set_at: now, speed: 1, stop_at: 0, stop_for: null };
  return halting({ ...clock, ask: null, revealed: [] }, { time, marks });
}

/**
 * A room's clock after a control, at an instant of wall time.
 *
 * @param now ms of wall time, of the clock that all of the room's `now` are of
 */
export function controlled(room: RoomClock, control: RoomControl, table: RoomTable, now: number): Controlled {
  const clock = stoppedByItself(room, now);
  switch (control.action) {
    case 'play': {
      const isAtEnd = positionOf(clock, now) >= table.time.duration;
      return moved({ ...clock, ask: null }, play(isAtEnd ? to(clock, 0, table, now) : clock, now), table);
    }
    case 'pause':
      return moved(clock, pause(clock, now), table);
    case 'seek':
      return moved({ ...clock, ask: null }, to(clock, control.position, table, now), table);
    case 'speed': {
      if (!(control.speed >= SPEEDS.min && control.speed <= SPEEDS.max))
        return { ok: false, error: `speed must be from ${SPEEDS.min} to ${SPEEDS.max}` };
      return moved(clock, setSpeed(clock, now, control.speed), table);
    }
    case 'step': {
      const from = positionOf(clock, now);
      const next =
        control.direction === 'forward' ? table.time.instantAfter(from) : table.time.instantBefore(from);
      return moved({ ...clock, ask: null }, to(pause(clock, now), next ?? from, table, now), table);
    }
    case 'ask':
      return asked(clock, control.question, table, now);
    case 'reveal': {
      const { ask, revealed } = clock;
      if (ask === null) return { ok: false, error: 'No question is on the screens: ask one first' };
      return moved({ ...clock, revealed: [...new Set([...revealed, ask])] }, clock, table);
    }
  }
}

/** The clock, paused where it has come to the place at which it stops: no control but `play` sets it going again. */
function stoppedByItself(clock: RoomClock, now: number): RoomClock {
  return positionOf(clock, now) >= clock.stop_at ? { ...clock, ...pause(clock, now) } : clock;
}

function asked(clock: RoomClock, question: string | null, table: RoomTable, now: number): Controlled {
  const here = positionOf(clock, now);
  const mark = table.marks.find((one) =>
    question === null ? one.position === here : one.question === question,
  );
  if (mark === undefined) {
    const error =
      question === null
        ? 'No question is asked at this moment: name one of the scenario’s, or play on to the next'
        : `The scenario has no question "${question.slice(0, 64)}"`;
    return { ok: false, error };
  }
  return moved({ ...clock, ask: mark.question }, to(pause(clock, now), mark.position, table, now), table);
}

/** The clock moved to a position, or to the end that it is beyond; whether it plays stays as it was. */
function to(clock: PlayClock, position: number, { time }: RoomTable, now: number): PlayClock {
  return seek(clock, now, position, time.duration);
}

function moved(room: RoomClock, { state, base, set_at, speed }: PlayClock, table: RoomTable): Controlled {
  return { ok: true, clock: halting({ ...room, state, base, set_at, speed }, table) };
}

/** The same clock, with where it stops next, as seen from where it stands. */
function halting(clock: RoomClock, { time, marks }: RoomTable): RoomClock {
  const next = marks.find(
    ({ question, position }) => position > clock.base && !clock.revealed.includes(question),
  );
  return { ...clock, stop_at: next?.position ?? time.duration, stop_for: next?.question ?? null };
}
