/**
 * How sure an event is:
 * - `quoted`: the words are the speaker's, as a source prints them;
 * - `reported`: a source says that it happened; the wording is ours;
 * - `inferred`: follows from reported facts;
 * - `illustrative`: made up for the replay, so that there is something to see.
 */
export const CERTAINTIES = ['quoted', 'reported', 'inferred', 'illustrative'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** How well the time of an event is known. */
export const PRECISIONS = ['minute', 'part_of_day', 'day', 'month'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Where an event comes from. A person's own event has none: it is its own source. */
export interface Provenance {
  certainty: Certainty;
  precision: Precision;
  /** Keys of the scenario's sources, e.g. `S1`. */
  sources: string[];
  /** Says where the sources disagree, or which part of it is our choice; plain text. */
  note: string | null;
}
