/** A lesson on a story: places in it to stop at, with a question each. */
export interface Lesson {
  id: string;
  title: string;
  /** Whom it is for, and what it takes, in a sentence or two. */
  lede: string;
  /** In story order. */
  stops: LessonStop[];
  /** The law, in a card: provisions in our words. */
  law?: { id: string; title: string; text: string; sources: string[] }[];
  /** Said under the card. */
  law_note?: string;
}

/** An instant of the story at which a class stops, and looks from both places. */
interface LessonStop {
  id: string;
  /** ISO 8601 with offset. */
  at: string;
  title: string;
  /** How long it takes. */
  minutes: number;
  /** For the class. */
  question: string;
  /** Something small to find, or to write. */
  task: string;
  /** For whoever teaches: what there is to be noticed. */
  notice: string;
  /** The source that `notice` cites. */
  sources: string[];
  /** The id of one of the story's questions (`ask`), to be put to a room here. */
  ask?: string;
}

/** The words of a lesson in another language, its parts by their ids. */
export interface LessonWords {
  title: string;
  lede: string;
  stops: Record<string, Pick<LessonStop, 'title' | 'question' | 'task' | 'notice'>>;
  law?: Record<string, { title: string; text: string }>;
  law_note?: string;
}
