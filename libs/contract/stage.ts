/**
 * `GET /api/v1/scenarios/:id/stage`: what the stage says and how its clock runs. The words are those of the
 * scenario's file, in the language that `lang` names where the file is translated, else in its own; where
 * the file is not there, or cannot be read, what the log does not tell is null or empty.
 */
export interface ScenarioStage {
  id: string;
  /** SHA-256 of the file that was loaded, in hex: another revision of the story has another. */
  revision: string;
  title: string;
  /** Of these words: `en`, `hi`. */
  language: string;
  /** Whether these words were translated and a native reader has not looked at them yet. */
  is_unreviewed_translation: boolean;
  /** An IANA name: where its days begin. */
  time_zone: string;
  /** The first words that the stage shows; its title and description where it has none of its own. */
  opening: { headline: string; text: string };
  /** The countries, or `elsewhere`, that the left and the right pane open on; null where it does not say. */
  places: [string, string] | null;
  /** Other countries that the story is about, for the top of the picker. */
  further_places: string[];
  /**
   * Parties to the story: whoever a narrator's row speaks for (`ContextRow.side`). `reason` is the id of the post
   * in which one gives its reason in its own words; null where it does not say.
   */
  sides: { id: string; name: string; short: string; reason: string | null }[];
  /** Ids of the stand-ins that the story describes: they are shown each by itself. */
  faces: string[];
  /** Said beside each count of stand-ins; null where the story has none. */
  stand_in_note: string | null;
  /**
   * The cuts that the stage can play, `full` first; empty where the file is not there. A cut leaves out no step: it
   * shortens the gaps between them.
   */
  cuts: { id: string; title: string; /** Seconds that a gap lasts at most, at 1×. */ idle_limit: number }[];
  /**
   * ISO 8601, ascending strictly: when something happens, between which stage time runs. Of the file where
   * it is the one that was loaded, so that they are all there while it is performed; else the steps of the log.
   */
  instants: string[];
  /** `at` is ISO 8601. */
  chapters: { id: string; title: string; headline: string; at: string }[];
  /** Questions for a room (`POST /api/v1/replays`), in story order; empty where the file is not there. */
  ask: StageQuestion[];
  /** Lessons on the story, for a class; empty where the file is not there. */
  lessons: StageLesson[];
  /** Narrator's rows in this language, by id; empty where they are told in the story's own. */
  context: Record<string, { title: string; text: string }>;
  /** Titles of orders in this language, by id; empty where they are told in the story's own. */
  orders: Record<string, string>;
  /** Whether the file is the one that was loaded; where not, these words may be of another version of it. */
  file_is_loaded: boolean;
  /** Whether all steps have happened; false while it is performed. */
  is_complete: boolean;
}

/** A question that a presenter may put to the room, before what it asks for happens. */
export interface StageQuestion {
  id: string;
  /** ISO 8601: the step after which it is asked. A room's clock stops there by itself. */
  at: string;
  text: string;
  /** Two to six; numbered from 1. */
  choices: string[];
  /** To be shown once it is revealed. */
  happened: {
    /** The number of the choice that it was; null where the sources leave it open. */
    choice: number | null;
    text: string;
    /** Keys into `GET /api/v1/scenarios/:id/sources`. */
    sources: string[];
  };
}

/** A lesson on a story: where in it a class stops, with a question each, and the law in a card. */
export interface StageLesson {
  /** Its page is `/lessons/<id>`. */
  id: string;
  title: string;
  lede: string;
  /** In story order. */
  stops: {
    /** Its sheet is `/lessons/<lesson>/sheets/<id>`. */
    id: string;
    /** ISO 8601: the instant that is looked at from both places. */
    at: string;
    title: string;
    minutes: number;
    question: string;
    task: string;
    /** For whoever teaches: what there is to be noticed. */
    notice: string;
    /** Keys into `GET /api/v1/scenarios/:id/sources`, of what `notice` cites. */
    sources: string[];
    /** The id of a question of `ask`, to be put to a room here; null for none. */
    ask: string | null;
  }[];
  /** Provisions of the law, in words of the file's own. */
  law: { id: string; title: string; text: string; sources: string[] }[];
  law_note: string | null;
}
