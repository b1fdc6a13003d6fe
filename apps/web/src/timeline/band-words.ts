import type { Words } from '../words/words.js';
import type { Band } from './band.js';

/** The story's own words that stand in bands. */
export interface StoryWords {
  /** Said beside counts of stand-ins; null for nothing. */
  standInNote: string | null;
}

/** A band's heading, its text, and how many it is about. */
export function bandWords(
  band: Band,
  { bands }: Words,
  { standInNote }: StoryWords,
): { title: string; text: string; count: string } {
  // A scenario counts stand-ins: the word stands beside the number, always.
  const countOf = (items: number, scenario: string | null): string => {
    if (items === 0) return '';
    return scenario === null ? bands.items(items) : bands.standIns(items, standInNote ?? '');
  };
  switch (band.kind) {
    case 'context':
      return { title: band.row.title, text: band.row.text, count: '' };
    case 'order': {
      const { title, what, text, items, scenario } = band.order;
      const did = bands.order[what] ?? what;
      return { title: title === '' ? did : `${did}: ${title}`, text, count: countOf(items, scenario) };
    }
    case 'decision': {
      const { outcome, reason, items, scenario } = band.decision;
      const title = bands.decision(bands.outcome[outcome] ?? outcome);
      return { title, text: reason, count: countOf(items, scenario) };
    }
  }
}

/** The sentence that is read out for a band: what happened, and to how many. The reason is in the row. */
export function bandSentence(band: Band, words: Words, story: StoryWords): string {
  const { title, count } = bandWords(band, words, story);
  return [title, count]
    .filter((part) => part !== '')
    .map(sentence)
    .join(' ');
}

/** With its full stop. */
export function sentence(text: string): string {
  return /[.!?…।]["”’]?$/.test(text) ? text : `${text}.`;
}
