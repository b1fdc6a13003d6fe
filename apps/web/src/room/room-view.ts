import type { Replay, ReplayAction } from '#contract';
import type { Failure } from '../api/failure.js';

/** Why somebody is not in a room. */
export type Refusal =
  /** There is none by this code. */
  | { is: 'none' }
  /** It was over 24 hours after its last control. */
  | { is: 'over' }
  /** As many are in it as may be. */
  | { is: 'full' }
  /** Its story's file has changed since it was made. */
  | { is: 'another' }
  /** The presenter's key is of another room, or mistyped. */
  | { is: 'key' }
  /** Otherwise, in the server's own words. */
  | { is: 'said'; message: string };

/** How a room is heard: being joined, told by socket, asked for over HTTP, or not at all. */
type Connection = 'joining' | 'told' | 'asked' | 'away';

/** A room as the page knows it; replaced as a whole when anything in it changes. */
export interface RoomView {
  /** Null before it was joined. */
  replay: Replay | null;
  refusal: Refusal | null;
  connection: Connection;
  /** Whether this tab has the presenter's key. */
  isPresenter: boolean;
  /** Where the room has one look from: a country, or `elsewhere`; null where it assigns none, or none is chosen. */
  place: string | null;
  /** The choices made here, by question, whether they have reached the server or not. */
  answers: Readonly<Record<string, number>>;
  /** Questions whose answer waits to be sent. */
  unsent: ReadonlySet<string>;
  /** Why the last thing that was asked of the room was not done; null where it was. */
  failed: Failure | null;
  /** Counts what a deck takes the room's clock from: another version, a better measure of time, a control done. */
  set: number;
}

/** A presenter's acts; they are sent one after the other. */
export type Control = ReplayAction;

export const BEFORE: RoomView = {
  replay: null,
  refusal: null,
  connection: 'joining',
  isPresenter: false,
  place: null,
  answers: {},
  unsent: new Set(),
  failed: null,
  set: 0,
};

/** Why a join was refused, but for 409, of which there are two kinds; null where trying again may help. */
export function refusalOf(failure: Failure, isPresenter: boolean): Refusal | null {
  if (failure.kind === 'unreachable') return null;
  switch (failure.status) {
    case 404:
      return { is: 'none' };
    case 410:
      return { is: 'over' };
    case 403:
      return isPresenter ? { is: 'key' } : { is: 'said', message: failure.message };
    default:
      return failure.status >= 500 ? null : { is: 'said', message: failure.message };
  }
}
