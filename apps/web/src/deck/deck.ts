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
    const { clock } = this.state;
    const from = this.atEnd ? seek(clock, this.now(), 0) : clock;
    this.set({ clock: play(from, this.now()), begun: true, live: false });
  };

  readonly pause = (): void => this.set({ clock: pause(this.state.clock, this.now()) });

  readonly toggle = (): void => (this.running ? this.pause() : this.play());

  /** Moves to a position; whether it plays stays as it was. Positions outside are the nearest end. */
  readonly seek = (position: number): void => {
    this.set({ clock: seek(this.state.clock, this.now(), position), begun: true, live: false });
  };

  /** Moves by some ms of stage time, forward or back. */
  readonly seekBy = (ms: number): void => this.seek(this.position + ms);

  /** Pauses at a position, as a step does. */
  readonly standAt = (position: number): void => {
    const paused = pause(this.state.clock, this.now());
    this.set({ clock: seek(paused, this.now(), position), begun: true, live: false });
  };

  /** @param speed clamped to what a clock can run at */
  readonly setSpeed = (speed: number): void => {
    const within = Math.min(Math.max(speed, SPEEDS.min), SPEEDS.max);
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
    const paused = pause(this.state.clock, this.now());
    this.set({ clock: seek(paused, this.now(), this.edge), live: true, begun: true });
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
    const moved = seek(clock, this.now(), time.positionAt(at), time.duration);
    this.set({ clock: moved });
  }

  private set(change: Partial<DeckState>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}
