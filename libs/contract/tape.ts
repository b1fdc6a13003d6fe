import type { ContextRow, ProvenanceField, Status } from './entities.js';
import type { FramePayloads } from './sockets.js';

/** The payload of a frame of a tape, by type. Each is whole: the last one of an id holds. */
export interface TapePayloads {
  /** A post that is seen for the first time. */
  update: Status;
  /** A post that reads otherwise than a moment before. */
  'status.update': Status;
  /** The id of a post that is no longer seen. */
  delete: string;
  context: ContextRow;
  order: FramePayloads['order'];
  /** `numbers`: the items decided, ascending; null where the order is confidential. */
  decision: FramePayloads['decision'] & { numbers: number[] | null };
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
}

/**
 * `GET /api/v1/scenarios/:id/stage`: what the stage says and how its clock runs, from the scenario's file
 * and not from the log. In the language that `lang` names, where the file is translated.
 */
export interface ScenarioStage {
  id: string;
  title: string;
  /** Of these words: `en`, `hi`. */
  language: string;
  /** Whether these words were translated and a native reader has not looked at them yet. */
  is_unreviewed_translation: boolean;
  time_zone: string;
  /** The first words that the stage shows. */
  opening: { headline: string; text: string };
  /** The countries, or `elsewhere`, that the left and the right pane open on. */
  places: [string, string];
  /** Other countries that the story is about, for the top of the picker. */
  further_places: string[];
  /** Parties to the story: whoever a narrator's row speaks for (`ContextRow.side`). */
  sides: { id: string; name: string; short: string }[];
  /** Said beside each count of stand-ins; null where the story has none. */
  stand_in_note: string | null;
  /** The cuts that the stage can play, the first by default. A cut leaves out no step: it shortens the gaps between them. */
  cuts: { id: string; title: string; /** Seconds that a gap lasts at most, at 1×. */ idle_limit: number }[];
  /** ISO 8601, ascending strictly: the instants between which stage time runs, one for each moment. */
  instants: string[];
  /** `at` is ISO 8601. */
  chapters: { id: string; title: string; headline: string; at: string }[];
  /** Narrator's rows in this language, by id; empty where they are told in the story's own. */
  context: Record<string, { title: string; text: string }>;
  /** Whether the file is the one that was loaded; where not, what is shown is of another version of it. */
  file_is_loaded: boolean;
  /** Whether all steps have happened; false while it is performed. */
  is_complete: boolean;
}
