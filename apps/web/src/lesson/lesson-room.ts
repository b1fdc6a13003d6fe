import type { ReplayAsk } from '#contract';

/** The parts that a lesson's column takes from the room that it is taught in. */
export interface LessonRoom {
  /** The question asked in the room; null where none is. */
  ask: ReplayAsk | null;
  /** How many are in. */
  people: number;
  /** The places of the story, in the order in which they are shown. */
  places: readonly string[];
  /** Id of the question that the room stands at; null where it stands at none. */
  next: string | null;
  /** Asks it, shows the answers, or goes on: whichever comes next. */
  onQuestion: () => void;
}
