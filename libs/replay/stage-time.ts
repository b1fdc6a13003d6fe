/**
 * Stage time: the time that a replay's clock shows while it plays. It follows story time except that
 * a gap longer than the idle limit is shortened to it. Pure arithmetic that browsers import too, so
 * this file imports nothing of Node.
 *
 * Story times are milliseconds since the Unix epoch; positions are milliseconds of stage time at
 * 1×, from 0 at the first instant.
 */

/** The piecewise-linear table between story time and position, rising strictly both ways. */
export class StageTime {
  /** The position of the last instant, ms. */
  readonly duration: number;
  private readonly positions: readonly number[];

  /**
   * @param instants story times at which something happens, strictly ascending, at least one
   * @param idleLimit the longest a gap between two of them lasts on stage, in seconds, more than 0
   * @throws RangeError when either is otherwise
   */
  constructor(
    private readonly instants: readonly number[],
    idleLimit: number,
  ) {
    if (instants.length === 0) throw new RangeError('Stage time needs at least one instant');
    if (!(idleLimit > 0)) throw new RangeError(`The idle limit is more than 0 seconds, got ${idleLimit}`);
    const positions = [0];
    for (let i = 1; i < instants.length; i++) {
      const gap = instants[i]! - instants[i - 1]!;
      if (!(gap > 0)) throw new RangeError(`Instants ascend strictly; number ${i} does not`);
      positions.push(positions[i - 1]! + Math.min(gap, idleLimit * 1000));
    }
    this.positions = positions;
    this.duration = positions.at(-1)!;
  }

  /** Where on stage a story time is: 0 before the first instant, `duration` after the last. */
  positionAt(storyAt: number): number {
    return interpolate(this.instants, this.positions, storyAt);
  }

  /** The story time at a position; the first instant's below 0, the last one's beyond `duration`. */
  storyAt(position: number): number {
    return interpolate(this.positions, this.instants, position);
  }

  /** The position of the first instant after a position; null at the last. */
  instantAfter(position: number): number | null {
    return this.positions.find((one) => one > position) ?? null;
  }

  /** The position of the last instant before a position; null at the first. */
  instantBefore(position: number): number | null {
    return this.positions.findLast((one) => one < position) ?? null;
  }
}

/** The line through (xs, ys) at x, level outside; exact at every point of the table. */
function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let low = 0;
  let high = last;
  // The segment whose start is the last one not after x.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const slope = (ys[high]! - ys[low]!) / (xs[high]! - xs[low]!);
  // Rounding must not carry it past the end of its segment, or it would step back at the next.
  return Math.min(ys[low]! + (x - xs[low]!) * slope, ys[high]!);
}

/** How fast a clock may run, in multiples of stage time. */
export const SPEEDS = { min: 0.25, max: 64 } as const;

/**
 * A replay's clock, as its row holds it: `position = min(base + (now − set_at) × speed, stop_at)`.
 * Positions in ms of stage time; `set_at` and every `now` in ms of wall time, from the caller.
 */
export interface PlayClock {
  state: 'playing' | 'paused';
  base: number;
  set_at: number;
  speed: number;
  /** Where it stops by itself: the next auto-pause mark or the end. */
  stop_at: number;
}

/** A paused clock at the beginning. `stop_at` is a position, `speed` within `SPEEDS`. */
export function newClock(now: number, speed: number, stop_at: number): PlayClock {
  return { state: 'paused', base: 0, set_at: now, speed: checkedSpeed(speed), stop_at };
}

/** The position shown at an instant of wall time. A wall clock that was set back does not rewind it. */
export function positionOf(clock: PlayClock, now: number): number {
  if (clock.state === 'paused') return clock.base;
  return Math.min(clock.base + Math.max(0, now - clock.set_at) * clock.speed, clock.stop_at);
}

/** @param stop_at where to stop next, when it has stopped at the last one */
export function play(clock: PlayClock, now: number, stop_at = clock.stop_at): PlayClock {
  return { ...clock, base: positionOf(clock, now), set_at: now, state: 'playing', stop_at };
}

export function pause(clock: PlayClock, now: number): PlayClock {
  return { ...clock, base: positionOf(clock, now), set_at: now, state: 'paused' };
}

/**
 * To a position from 0 to `stop_at`; beyond either, to that end. Whether it plays stays as it was.
 *
 * @param stop_at where to stop next, seen from there
 */
export function seek(clock: PlayClock, now: number, position: number, stop_at = clock.stop_at): PlayClock {
  return { ...clock, base: Math.min(Math.max(0, position), stop_at), set_at: now, stop_at };
}

/** @throws RangeError when the speed is outside `SPEEDS` */
export function setSpeed(clock: PlayClock, now: number, speed: number): PlayClock {
  return { ...clock, base: positionOf(clock, now), set_at: now, speed: checkedSpeed(speed) };
}

/** The wall time, ms, at which a playing clock reaches a position; null where it never will. */
export function dueAt(clock: PlayClock, position: number): number | null {
  if (clock.state === 'paused' || position > clock.stop_at) return null;
  return clock.set_at + Math.max(0, position - clock.base) / clock.speed;
}

function checkedSpeed(speed: number): number {
  if (speed >= SPEEDS.min && speed <= SPEEDS.max) return speed;
  throw new RangeError(`Speed is ${SPEEDS.min} to ${SPEEDS.max}, got ${speed}`);
}
