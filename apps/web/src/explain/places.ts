import { ELSEWHERE, inCountry } from '../viewpoint/countries.js';
import type { Language } from '../words/language.js';

const HINDI = new Intl.DisplayNames('hi', { type: 'region', fallback: 'code' });

/** A place as it stands in a sentence: `in India`, `elsewhere`; `भारत में`, `कहीं और`. */
export function inPlace(from: string, language: Language): string {
  if (language === 'en') return inCountry(from);
  if (from === ELSEWHERE) return 'कहीं और';
  return `${/^[A-Z]{2}$/.test(from) ? (HINDI.of(from) ?? from) : from} में`;
}

/** The same at the beginning of one: `In India`. */
export function atPlace(from: string, language: Language): string {
  const words = inPlace(from, language);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
