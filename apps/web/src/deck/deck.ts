import {
  newClock,
  pause,
  play,
  positionOf,
  seek,
  setSpeed,
  SPEEDS,
  type PlayClock,
  type StageTime,
} from '../../../../libs/replay/stage-time.js';

/** The state of a deck that its controls show; replaced as a whole when any of it changes. */
export interface DeckState {
  clock: PlayClock;
  /** It was played or moved at least once: the first words have gone. */
  begun: boolean;
  /** It follows the end of a story that is being performed, as far as it has come. */
  live: boolean;
}

/** An act on a clock that others follow. Positions in ms of stage time. */
export type DeckAct =
  { does: 'play' | 'pause' } | { does: 'seek'; position: number } | { does: 'speed'; speed: number };

/**
 * Who is told of what is done on a deck that follows another clock.
 *
 * @returns whether it may be done: then it is done here at once, and the other clock comes after
 */
export type Hand = (act: DeckAct) => boolean;

/** Ms of wall time by which a followed clock may come otherwise and still have gone on: nothing was moved. */
const GONE_ON = 500;

/** The speeds that the buttons step through, in multiples of stage time. */
export const STEPS_OF_SPEED = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;

/** Wall time in ms, on a clock that is never set. */
type Now = () => number;

/**
 * A replay's deck: the clock that plays, pauses and moves in stage time. It knows no story: the player reads
 * its position and shows what is there. All positions are ms of stage time at 1×, from 0 to the duration.
 */
export class Deck {
  private state: DeckState;
  private readonly listeners = new Set<() => void>();
  /** Where a performance has come to. */
  private edge = 0;
  /** The clock that it follows, as it was told; null where it is its own. */
  private followed: PlayClock | null = null;
  private hand: Hand = () => true;

  /**
   * @param time the table of the cut that plays
   * @param now gives wall time in ms
   */
  constructor(
    private time: StageTime,
    private readonly now: Now = () => performance.now(),
  ) {
    this.state = { clock: newClock(now(), 1, time.duration), begun: false, live: false };
  }

  /** Told after each change of the state; not while time merely passes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): DeckState => this.state;

  /** Ms of stage time, from 0 to `duration`. */
  get position(): number {
    return positionOf(this.state.clock, this.now());
  }

  get duration(): number {
    return this.time.duration;
  }

  /** Whether time passes: it plays, and has not come to the end. */
  get running(): boolean {
    return this.state.clock.state === 'playing' && this.position < this.state.clock.stop_at;
  }

  /** Whether it stands at the end of the story. */
  get atEnd(): boolean {
    return this.position >= this.duration;
  }

  /** Plays on; from the beginning where it stands at the end. */
  readonly play = (): void => {
    if (!this.hand({ does: 'play' })) return;
    const { clock } = this.state;
    const from = this.atEnd ? seek(clock, this.now(), 0) : clock;
    this.set({ clock: play(from, this.now()), begun: true, live: false });
  };

  readonly pause = (): void => {
    if (this.hand({ does: 'pause' })) this.set({ clock: pause(this.state.clock, this.now()) });
  };

  readonly toggle = (): void => (this.running ? this.pause() : this.play());

  /** Moves to a position; whether it plays stays as it was. Positions outside are the nearest end. */
  readonly seek = (position: number): void => {
    if (!this.hand({ does: 'seek', position: this.within(position) })) return;
    this.set({ clock: this.movedTo(this.state.clock, position), begun: true, live: false });
  };

  /** Moves by some ms of stage time, forward or back. */
  readonly seekBy = (ms: number): void => this.seek(this.position + ms);

  /** Pauses at a position, as a step does. */
  readonly standAt = (position: number): void => {
    const isRunning = this.state.clock.state === 'playing';
    if (isRunning && !this.hand({ does: 'pause' })) return;
    if (!this.hand({ does: 'seek', position: this.within(position) })) return;
    const paused = pause(this.state.clock, this.now());
    this.set({ clock: this.movedTo(paused, position), begun: true, live: false });
  };

  /** @param speed clamped to what a clock can run at */
  readonly setSpeed = (speed: number): void => {
    const within = Math.min(Math.max(speed, SPEEDS.min), SPEEDS.max);
    if (!this.hand({ does: 'speed', speed: within })) return;
    this.set({ clock: setSpeed(this.state.clock, this.now(), within) });
  };

  /** To the next of the stepped speeds, up or down. */
  readonly stepSpeed = (by: 1 | -1): void => {
    const { speed } = this.state.clock;
    const next =
      by === 1
        ? STEPS_OF_SPEED.find((one) => one > speed)
        : STEPS_OF_SPEED.toReversed().find((one) => one < speed);
    if (next !== undefined) this.setSpeed(next);
  };

  /** Follows the end of a story that is being performed. */
  readonly goLive = (): void => {
    if (this.followed !== null) return;
    const paused = pause(this.state.clock, this.now());
    this.set({ clock: seek(paused, this.now(), this.edge), live: true, begun: true });
  };

  /**
   * Follows another clock from now on: a room's.
   *
   * @param clock in ms of this deck's own wall time
   * @param hand told of what is done here
   */
  follow(clock: PlayClock, hand: Hand): void {
    [this.followed, this.hand] = [clock, hand];
    this.set({ clock: this.goneOn(clock), begun: true, live: false });
  }

  /** Follows no longer: from here it is its own, up to the end. */
  readonly leave = (): void => {
    if (this.followed === null) return;
    [this.followed, this.hand] = [null, () => true];
    this.set({ clock: this.movedTo(this.state.clock, this.position) });
  };

  /** Notes where a performance has come to, and moves there where it is followed. */
  followTo(position: number): void {
    this.edge = position;
    if (!this.state.live || position === this.position) return;
    this.set({ clock: seek(this.state.clock, this.now(), position) });
  }

  /** Goes on with another cut, or a longer story, at the same instant of the story. */
  retime(time: StageTime): void {
    const at = this.time.storyAt(this.position);
    const { clock } = this.state;
    this.edge = time.positionAt(this.time.storyAt(this.edge));
    this.time = time;
    this.set({ clock: this.followed ?? this.movedTo(clock, time.positionAt(at)) });
  }

  /** The clock at a position, from which it may go on to the end. */
  private movedTo(clock: PlayClock, position: number): PlayClock {
    return seek(clock, this.now(), position, this.duration);
  }

  private within(position: number): number {
    return Math.min(Math.max(0, position), this.duration);
  }

  /** A clock that is told anew, said from where this one began: it went on, and was not moved. */
  private goneOn(told: PlayClock): PlayClock {
    const { clock } = this.state;
    const now = this.now();
    const position = positionOf(told, now);
    const isAnother =
      clock.state !== 'playing' ||
      told.state !== 'playing' ||
      clock.speed !== told.speed ||
      position < clock.base ||
      Math.abs(position - this.position) > GONE_ON * told.speed;
    if (isAnother) return told;
    return { ...told, base: clock.base, set_at: now - (position - clock.base) / told.speed };
  }

  private set(change: Partial<DeckState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
