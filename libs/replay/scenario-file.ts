import type {
  Certainty,
  ItemOutcome,
  OrderGround,
  Precision,
  RefusalGround,
  RestrictionBasis,
  VenueId,
} from '#domain';
import type { Lesson, LessonWords } from './lesson.js';

/**
 * A scenario file, `seeds/<id>/scenario.yaml`, as parsed: cited steps that become events. The JSON
 * Schema beside the seeds says the same to editors; every file is checked against it.
 */
export interface ScenarioFile {
  id: string;
  title: string;
  description: string;
  /** BCP 47. */
  language: string;
  /** IANA name. */
  time_zone: string;
  /** ISO 8601 with offset: before the first step; the cast exists from then on. */
  opens: string;
  /** The first words of its stage; its title and description unless given. */
  opening?: { headline: string; text: string };
  /** Countries, or `elsewhere`: what the left and the right pane open on, and others that the story is about. */
  places?: { panes: [string, string]; further?: string[] };
  /**
   * Whose stated reasons the narrator's rows tell, by the id that the rows give as `side`; with the step in which
   * each gives it in words of its own.
   */
  sides?: Record<string, Side & { reason?: string }>;
  /** Said beside each count of stand-ins. */
  stand_in_note?: string;
  /** How stage time is made from story time. Durations in seconds of stage time at 1×. */
  replay: { title?: string; idle_limit: number };
  /** Other ways to play it, by id. A cut leaves out no step: it shortens the gaps between them. */
  cuts?: Record<string, { title: string; idle_limit: number }>;
  /** Its words in other languages, by BCP 47 tag. Each translates all that there is to translate. */
  translations?: Record<string, Translation>;
  sources: Record<string, { title: string; publisher: string; published: string; url: string | null }>;
  authorities: Record<string, { name: string; short_name: string; country: string; note: string }>;
  cast: Record<string, CastMember>;
  cohorts: Record<string, Cohort>;
  chapters: { id: string; title: string; headline: string; at: string }[];
  /** Questions that a presenter may put to a room, in story order. */
  ask?: Question[];
  /** Questions that the sources answer differently, each about an order. */
  disputes?: Dispute[];
  /** Lessons on it, for a class. */
  lessons?: Lesson[];
  steps: (ActionStep | ExpectStep)[];
}

/** A question about an order, and what the sources print in answer to it: left open. */
export interface Dispute {
  id: string;
  /** The step that files the order. */
  order: string;
  question: string;
  /** Each as a source prints it. */
  slips: { text: string; sources: string[] }[];
}

/** A question, put before what it asks for happens. */
export interface Question {
  id: string;
  /** The step after which it is asked. */
  after: string;
  text: string;
  choices: string[];
  /** `choice` is its number, from 1; not given where the sources leave it open. */
  happened: { choice?: number; text: string; sources: string[] };
}

/** A party to the story: its name, and a word for where a name is too long. */
export interface Side {
  name: string;
  short: string;
}

/** The words of a stage in another language, under the ids that they have in the file. */
export interface Translation {
  /** Whether a native reader has looked at it. */
  reviewed: boolean;
  title: string;
  opening?: { headline: string; text: string };
  sides?: Record<string, Side>;
  stand_in_note?: string;
  /** Titles. That of `full` is the one of `replay`. */
  cuts?: Record<string, string>;
  chapters: Record<string, { title: string; headline: string }>;
  /** The questions, each with as many choices, and what happened. */
  ask?: Record<string, { text: string; choices: string[]; happened: string }>;
  /** The questions of disputes, by id. */
  disputes?: Record<string, string>;
  /** The lessons, by id. */
  lessons?: Record<string, LessonWords>;
  /** Titles of orders, by step. */
  orders?: Record<string, string>;
  /** The narrator's rows, by step. */
  context: Record<string, { title: string; text: string }>;
}

export interface CastMember {
  venue: VenueId;
  handle: string;
  name: string;
  kind: 'person' | 'body' | 'stand_in';
  verified: boolean;
  note: string;
}

/**
 * Generated stand-ins: `count` accounts, numbered from 1, each with one text for a post. In `handle`,
 * `name`, `note` and `text`, `{n}` is the number, `{n:4}` the number padded with zeros to 4 digits.
 * Nothing about them is left to chance.
 */
export interface Cohort {
  count: number;
  venue: VenueId;
  handle: string;
  name: string;
  note: string;
  text: string;
  /** Some of them by number, described; the others follow the pattern. */
  faces?: Record<string, { name?: string; note?: string; text?: string }>;
}

/** Numbers of a cohort or of an order's items, ascending: `17`, or ranges such as `1-120, 130, 140-257`. */
export type Numbers = number | string;

/** Someone of the cast by key, or some of a cohort. */
export type Actors = string | { cohort: string; numbers: Numbers };

/** One member of the cast, or one of a cohort. */
export type OneActor = string | { cohort: string; number: number };

/** A post by the step that made it, or by the cohort member who made it (`step` where they made several). */
export type PostRef = string | { cohort: string; number: number; step?: string };

export interface StepHead {
  id: string;
  /** ISO 8601 with offset. Strictly after the step before. */
  at: string;
  precision: Precision;
  certainty: Certainty;
  sources: string[];
  /** Says where the sources disagree, or which part of it is our choice. */
  note?: string;
  /** One line of progress. */
  title: string;
}

export type Action =
  /** `text` may be left out for a cohort: each posts its own. `language` is the scenario's unless given. */
  | { post: { by: Actors; text?: string; language?: string; reply_to?: PostRef; quote?: PostRef } }
  | { repost: { by: Actors; post: PostRef } }
  | { like: { by: Actors; post: PostRef } }
  | { follow: { by: Actors; account: OneActor } }
  | {
      order: {
        authority: string;
        venue: VenueId;
        title: string;
        legal_basis: string;
        grounds: OrderGround[];
        reason: string;
        countries: string[];
        deadline?: string;
        emergency?: boolean;
        confidential?: boolean;
        /** Numbered from 1 in this order. */
        items: (
          | { accounts: Actors }
          | { posts: { cohort: string; numbers: Numbers } }
          | { post: PostRef }
          | { hashtag: string }
          | { url: string }
        )[];
      };
    }
  | { notice: { order: string; kind: 'non_compliance' | 'other'; text: string } }
  | {
      decide: {
        order: string;
        /** Numbers, or `open`: every item without a decision. */
        items: Numbers;
        outcome: ItemOutcome;
        reason: string;
        ground?: RefusalGround;
        label?: string;
        /** `legal_demand` unless given. */
        basis?: RestrictionBasis;
      };
    }
  | {
      restrict: {
        kind: 'withhold' | 'suspend' | 'limit';
        accounts?: Actors;
        post?: PostRef;
        hashtag?: string;
        countries?: string[];
        basis: RestrictionBasis;
        reason: string;
        until?: string;
      };
    }
  /** Lifts every restriction that an earlier `restrict` or `label` step imposed. */
  | { lift: { step: string; reason: string } }
  | { label: { accounts?: Actors; post?: PostRef; text: string; basis: RestrictionBasis; reason: string } }
  | { context: { title: string; text: string; side?: string } }
  | { trend: { tag: string; country: string; rank: number; posts?: number } };

/** The body of an action of one kind. */
export type ActionBody<K extends string> = Action extends infer A
  ? A extends Record<K, infer B>
    ? B
    : never
  : never;

export type ActionStep = StepHead & Action;

/** Expects a viewpoint to see something. Without `at`: right after the step before. */
export interface ExpectStep {
  expect: Expectation[];
}

export type Verdict = 'full' | 'labelled' | 'withheld' | 'suspended' | 'deleted' | 'absent';

export type Expectation = { at?: string; from: string } & (
  | { status: PostRef; is: Verdict }
  | { account: OneActor; is: Verdict }
  /** The number of an order's items that stand so; `acted_on` is all but open, restored and refused. */
  | { order: string; items: ItemOutcome | 'open' | 'acted_on'; is: number }
);
