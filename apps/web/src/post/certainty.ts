import type { ProvenanceField } from '#contract';

/** A mark and its word, always together; and what the word means, in the fact sheet's terms. */
export const CERTAINTY: Readonly<
  Record<ProvenanceField['certainty'], { mark: string; word: string; means: string }>
> = {
  quoted: { mark: '“ ”', word: 'quoted', means: 'The words are the speaker’s, as a source prints them.' },
  reported: { mark: '¶', word: 'reported', means: 'A source says that it happened; the wording is ours.' },
  inferred: { mark: 'c.', word: 'inferred', means: 'It follows from what is reported.' },
  illustrative: {
    mark: '',
    word: 'made up',
    means: 'Made up for the replay, so that there is something to see.',
  },
};

const PRECISION: Readonly<Record<ProvenanceField['precision'], string | null>> = {
  minute: null,
  part_of_day: 'Placed to the part of the day; the hour is ours.',
  day: 'Placed to the day; the hour is ours.',
  month: 'Placed to the month; the day and the hour are ours.',
};

/** How well it is placed in time; null where that is to the minute, and of what is made up: there all of it is ours. */
export function precisionOf({ certainty, precision, sources }: ProvenanceField): string | null {
  return certainty === 'illustrative' || sources.length === 0 ? null : PRECISION[precision];
}
