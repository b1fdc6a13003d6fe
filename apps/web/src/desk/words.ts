import type { Language } from '../words/language.js';
import { useLanguage } from '../words/words.js';
import { en, type DeskWords } from './words.en.js';
import { hi } from './words.hi.js';

export type { DeskWords };

const CATALOGUES: Readonly<Record<Language, DeskWords>> = { en, hi };

/** The desk's words, in the page's language. */
export const useDeskWords = (): DeskWords => CATALOGUES[useLanguage()];
