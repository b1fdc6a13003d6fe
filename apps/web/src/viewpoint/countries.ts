import { WITH_ARTICLE } from '#contract';
import { bindsIn, ELSEWHERE, EVERYWHERE } from '../../../../libs/domain/territory.js';
import type { Language } from '../words/language.js';

// Where a name binds is the server's own rule: what a frame withholds of many posts is withheld here by it.
export { bindsIn, ELSEWHERE, EVERYWHERE };

/** Where somebody is whose country the server does not know: asked for by naming no place. */
export const UNKNOWN = 'unknown';

const NAMES: Readonly<Record<Language, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }),
  hi: new Intl.DisplayNames('hi', { type: 'region', fallback: 'code' }),
};
const ELSEWHERE_IN: Readonly<Record<Language, string>> = { en: 'Elsewhere', hi: 'अन्यत्र' };
const UNKNOWN_IN: Readonly<Record<Language, [name: string, inSentence: string]>> = {
  en: ['Country unknown', 'where you are'],
  hi: ['देश अज्ञात', 'जहाँ आप हैं'],
};

/** `DE` → `Germany`, `elsewhere` → `Elsewhere`; what names no region comes back as it is. */
export function countryName(from: string, language: Language = 'en'): string {
  if (from === ELSEWHERE) return ELSEWHERE_IN[language];
  if (from === UNKNOWN) return UNKNOWN_IN[language][0];
  // DisplayNames throws on anything that is not shaped like a region.
  return /^[A-Z]{2}$/.test(from) ? (NAMES[language].of(from) ?? from) : from;
}

/** As it stands after a preposition: `Germany`, `the United States`. */
export function countryInText(from: string, language: Language = 'en'): string {
  const name = countryName(from, language);
  return language === 'en' && WITH_ARTICLE.has(from) ? `the ${name}` : name;
}

/** As it stands in a sentence: `in Germany`, `in the United States`, `elsewhere`. */
export function inCountry(from: string, language: Language = 'en'): string {
  if (from === UNKNOWN) return UNKNOWN_IN[language][1];
  const name = countryName(from, language);
  if (language === 'hi') return from === ELSEWHERE ? name : `${name} में`;
  if (from === ELSEWHERE) return 'elsewhere';
  return `in ${countryInText(from)}`;
}

/** The same as a heading: `In Germany`, `Elsewhere`. */
export function paneTitle(from: string, language: Language = 'en'): string {
  const words = inCountry(from, language);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every country that a viewpoint can be in, by name in a language; `XK` too. */
export function everyCountry(language: Language): { code: string; name: string }[] {
  const found: { code: string; name: string }[] = [];
  for (let one = 65; one <= 90; one++)
    for (let other = 65; other <= 90; other++) {
      const code = String.fromCharCode(one, other);
      if (NOT_COUNTRIES.has(code)) continue;
      const name = NAMES[language].of(code);
      // Without a name it is no country; the browser's own table says so.
      if (name !== undefined && name !== code) found.push({ code, name });
    }
  return found.sort((a, b) => a.name.localeCompare(b.name, language));
}

/** Whether somebody can look from there: a country, or elsewhere. */
function isPlace(from: string): boolean {
  return from === ELSEWHERE || from === UNKNOWN || everyCountry('en').some(({ code }) => code === from);
}

/** The place that an address asks for; null where it names none, or something that is no place. */
export function placeAsked(from: string | null): string | null {
  return from !== null && isPlace(from) ? from : null;
}

/** Names that browsers know and ISO 3166-1 does not have: unions, reserved codes, former countries, made-up ones. */
const NOT_COUNTRIES = new Set([
  ...['AC', 'AN', 'BU', 'CP', 'CQ', 'CS', 'DD', 'DG', 'DY', 'EA', 'EU', 'EZ', 'FX', 'HV', 'IC', 'NH', 'NT'],
  ...['QO', 'QU', 'RH', 'SU', 'TA', 'TP', 'UK', 'UN', 'VD', 'XA', 'XB', 'YD', 'YU', 'ZR', 'ZZ'],
]);
