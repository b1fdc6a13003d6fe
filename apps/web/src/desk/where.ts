import { listOfCountries } from '../viewpoint/countries-field.js';
import { EVERYWHERE, inCountry } from '../viewpoint/countries.js';
import type { Language } from '../words/language.js';
import type { DeskWords } from './words.js';

/** Where something binds, as it stands in a sentence: `in India and in Germany`, `everywhere`. */
export function whereOf(countries: readonly string[], language: Language, words: DeskWords): string {
  if (countries[0] === EVERYWHERE) return words.everywhere.toLowerCase();
  return listOfCountries(countries, language, (code) =>
    code === 'EU' ? inUnion(words, language) : inCountry(code, language),
  );
}

/** The same at the beginning of a line. */
export function headOf(countries: readonly string[], language: Language, words: DeskWords): string {
  const where = whereOf(countries, language, words);
  return where.charAt(0).toUpperCase() + where.slice(1);
}

function inUnion(words: DeskWords, language: Language): string {
  return language === 'hi' ? `${words.euOption} में` : `in the ${words.euOption}`;
}

/** The kind of an entry's subject, as a word: `post`, `account`, `hashtag`, `address elsewhere`. */
export function kindOf(
  entry: { status_id: string | null; account_id: string | null; tag: string | null; url: string | null },
  words: DeskWords,
): string {
  if (entry.status_id !== null) return words.on.post;
  if (entry.account_id !== null) return words.on.account;
  if (entry.tag !== null) return words.on.tag;
  return entry.url === null ? words.on.gone : words.on.url;
}
