import type { ContextRow, ProvenanceField, Status } from './entities.js';
import type { FramePayloads } from './sockets.js';

type Decision = FramePayloads['decision'];

/** Decisions of one instant and outcome on items of one order. */
export interface NumberedDecision extends Decision {
  /** The items decided, ascending; null where the order is confidential. */
  numbers: number[] | null;
}

/** The payload of a frame of a tape, by type. Each is whole: the last one of an id holds. */
export interface TapePayloads {
  /** A post that is seen for the first time. */
  update: Status;
  /** A post that reads otherwise than a moment before. */
  'status.update': Status;
  /** The id of a post that is no longer seen. */
  delete: string;
  /**
   * A post that the feed leaves out and that stands in its threads: an unlisted one, or the tombstone of what is
   * suspended or gone. Where the feed held it, its `delete` comes first; an `update` or `status.update` of the id
   * brings it back into the feed.
   */
  thread: Status;
  context: ContextRow;
  order: FramePayloads['order'];
  decision: NumberedDecision;
  /** A hashtag was seen among the trends of a country. */
  trend: {
    id: string;
    tag: string;
    country: string;
    rank: number;
    /** How many posts a source counted; null where none did. */
    posts: number | null;
    scenario: string;
    provenance: ProvenanceField | null;
  };
}

/** One change to what is seen, as one place sees it. */
export type TapeFrame = {
  [K in keyof TapePayloads]: { type: K; payload: TapePayloads[K] };
}[keyof TapePayloads];

/** An instant at which what a place sees of a scenario changes. */
export interface Moment {
  /** Counts up from 0 within the tape. */
  n: number;
  /** Story time, ISO 8601. Ascends strictly. */
  at: string;
  /** The step of the scenario; null where a restriction began or ended by the clock. */
  step: string | null;
  frames: TapeFrame[];
}

/** `GET /api/v1/scenarios/:id/tape`: how what one place sees of a scenario changes, in story order. */
export interface Tape {
  moments: Moment[];
  /** `since` of the next page; null at the end, or at the end of what has been performed so far. */
  next: string | null;
  /** `since` by which to read on after these moments, also at the end, where more may come about. */
  cursor: string;
  /** ISO 8601: the instant up to which the whole tape tells all that has happened. Tapes of two places may differ in it while it is performed. */
  until: string;
  /** Whether all steps have happened; false while it is performed. */
  is_complete: boolean;
}
