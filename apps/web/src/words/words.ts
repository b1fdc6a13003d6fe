import { createContext, useContext } from 'react';
import { en, type Words } from './en.js';
import { hi } from './hi.js';
import type { Language } from './language.js';

export type { Words };

const CATALOGUES: Readonly<Record<Language, Words>> = { en, hi };

/** The words of the page in a language. */
export const wordsIn = (language: Language): Words => CATALOGUES[language];

/** The language that the page speaks. */
export const LanguageContext = createContext<Language>('en');

export const useLanguage = (): Language => useContext(LanguageContext);

/** The page's words, in its language. */
export const useWords = (): Words => wordsIn(useLanguage());
