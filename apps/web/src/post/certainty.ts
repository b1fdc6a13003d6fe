import type { ProvenanceField } from '#contract';
import type { Words } from '../words/words.js';

/** The mark of how sure something is; it stands always with its word. */
export const CERTAINTY_MARKS: Readonly<Record<ProvenanceField['certainty'], string>> = {
  quoted: '“ ”',
  reported: '¶',
  inferred: 'c.',
  illustrative: '',
};

/** How well it is placed in time; empty where that is to the minute, and of what is made up: there all of it is ours. */
export function precisionOf({ certainty, precision, sources }: ProvenanceField, words: Words): string {
  return certainty === 'illustrative' || sources.length === 0 ? '' : words.precision[precision];
}
