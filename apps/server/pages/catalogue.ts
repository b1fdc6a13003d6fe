import { ELSEWHERE, EVERYWHERE } from '#domain';
import { countryName, type Language } from '#visibility';
import type { PageWords } from './page-words.js';
import { ENGLISH } from './page-words.en.js';
import { HINDI } from './page-words.hi.js';

/** The catalogue of the pages. What stands in place of something withheld is in `#visibility`. */
export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = { en: ENGLISH, hi: HINDI };

/** Where someone looks from, as it stands in a sentence; null where it is not known. */
export function placeName(from: string | null, language: Language): string | null {
  if (from === null) return null;
  return from === ELSEWHERE ? PAGE_WORDS[language].elsewhere : countryName(from, language);
}

/** Countries in a list, by name. */
export function countryNames(countries: readonly string[], language: Language): string {
  if (countries.includes(EVERYWHERE)) return PAGE_WORDS[language].everywhere;
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    countries.map((country) => countryName(country, language).replace(/^the /, '')),
  );
  // CLDR puts a comma there, which Hindi does not.
  return list.replace(', और ', ' और ');
}
