import type { ReplayState } from '#contract';
import type { PlayClock } from '../../../../libs/replay/stage-time.js';

/**
 * Takes what a room tells into what is known of it: an older version is late and told nothing. The same version
 * again brings counts alone, so that its clock goes on as it did.
 */
export function heard<R extends ReplayState>(known: R, told: ReplayState): R {
  if (told.version < known.version) return known;
  if (told.version > known.version) return { ...known, ...told };
  const { position, server_time } = known;
  // Of two tellings of one version the later counts.
  if (Date.parse(told.server_time) < Date.parse(server_time)) return known;
  return { ...known, ...told, position, server_time };
}

/**
 * A room's clock as a deck plays it: `min(position + (now − server_time) × speed, stop_at)`.
 *
 * @param setAt ms of the deck's own clock at which the server's was `server_time`
 */
export function clockOf(state: ReplayState, setAt: number): PlayClock {
  return {
    state: state.state,
    base: state.position,
    set_at: setAt,
    speed: state.speed,
    stop_at: state.stop_at,
  };
}

/** Whether a room has not begun: it stands at the beginning of its story. */
export function isWaiting({ state, position, ask }: ReplayState): boolean {
  return state === 'paused' && position === 0 && ask === null;
}

/** The sides of a stage, and which of them is a viewer's own. */
export interface RoomSides {
  left: string;
  right: string;
  own: 'left' | 'right';
}

/**
 * The sides on which somebody in a room sees a story: its two places; where they look from a third, that stands
 * in place of the left one.
 *
 * @param place a country, `elsewhere`, or `unknown`
 */
export function sidesFrom(place: string, [left, right]: readonly [string, string]): RoomSides {
  if (place === right) return { left, right, own: 'right' };
  return { left: place, right, own: 'left' };
}
