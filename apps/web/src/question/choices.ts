import type { ReplayResult } from '#contract';

/** The letters of choices, of which there are six at most. */
export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** Answers, as they are drawn: a column for each side; one where the sides are not told apart. */
export interface Side {
  /** A country, or `elsewhere`; null where it is everybody. */
  place: string | null;
  choices: readonly number[];
}

/** The sides in the story's order, others after them. */
export function sidesOf({ choices, sides }: ReplayResult, places: readonly string[]): Side[] {
  if (sides === null) return [{ place: null, choices }];
  const rank = (place: string) => (places.includes(place) ? places.indexOf(place) : places.length);
  return sides.toSorted((one, other) => rank(one.place) - rank(other.place));
}
