import { lengthOn, normaliseCountry, VENUES, type VenueId } from '#domain';
import { parseInstant } from './instant.js';
import type { Path, Problems } from './problems.js';

/** @returns ms since the Unix epoch, or null where it was reported */
export function checkInstant(text: string, path: Path, problems: Problems): number | null {
  const at = parseInstant(text);
  if (at === null) problems.add(path, `"${text}" is not in the calendar, or not from 1970 to 9999`);
  return at;
}

export function checkCountry(text: string, path: Path, problems: Problems): void {
  if (normaliseCountry(text) !== null) return;
  problems.add(path, `"${text}" is not a country; give its ISO 3166-1 alpha-2 code, such as IN`);
}

export function checkLanguage(tag: string, path: Path, problems: Problems): void {
  try {
    Intl.getCanonicalLocales(tag);
  } catch {
    problems.add(path, `"${tag}" is not a language tag (BCP 47) such as en or hi`);
  }
}

/** Whether a post's text fits its venue. */
export function checkLength(text: string, venueId: VenueId, path: Path, problems: Problems): void {
  const venue = VENUES[venueId];
  const length = lengthOn(venue, text);
  if (length <= venue.maxLength) return;
  problems.add(path, `text is ${length} characters long; ${venue.name} takes up to ${venue.maxLength}`);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // An offset such as +05:30 is accepted there too; it knows no summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
