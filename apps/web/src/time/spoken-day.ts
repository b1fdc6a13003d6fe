import type { Language } from '../words/language.js';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', hi: 'hi-IN' };

const formats = new Map<string, Intl.DateTimeFormat>();

/** `10 Feb` or, with its year, `10 Feb 2021`: the day of an instant (ISO 8601) in an IANA time zone. */
export function spokenDay(
  at: string,
  timeZone: string,
  language: Language,
  length: 'day' | 'year' = 'day',
): string {
  const key = `${timeZone} ${language} ${length}`;
  let format = formats.get(key);
  if (format === undefined) {
    const year = length === 'year' ? ({ year: 'numeric' } as const) : {};
    format = new Intl.DateTimeFormat(LOCALES[language], {
      timeZone,
      day: 'numeric',
      month: 'short',
      ...year,
    });
    formats.set(key, format);
  }
  return format.format(new Date(at));
}

const numbers = new Intl.NumberFormat('en-IN');

/** `1,435`, grouped as both languages of the page write it. */
export function figure(count: number): string {
  return numbers.format(count);
}
