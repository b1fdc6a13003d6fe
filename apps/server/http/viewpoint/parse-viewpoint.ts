import { ELSEWHERE, normaliseCountry } from '#domain';
import { LANGUAGES, type Language } from '#visibility';

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export type Parsed<T> = { ok: true; value: T } | { ok: false; error: string };

/**
 * An instant as `view_at` takes it: ISO 8601 with an offset, not in the future. A space before the
 * offset is read as `+`, which is what a `+` in a query becomes.
 *
 * @param now ms since the epoch
 * @param name what an error calls it
 * @returns ms since the epoch
 */
export function parseViewAt(text: string, now: number, name = 'view_at'): Parsed<number> {
  const instant = text.trim().replace(/ (\d{2}:\d{2})$/, '+$1');
  const match = INSTANT.exec(instant);
  const at = Date.parse(instant);
  const day = match?.[1];
  if (day === undefined || Number.isNaN(at) || !isDay(day)) {
    return {
      ok: false,
      error: `${name} "${text}" is not an instant: give ISO 8601 with an offset, such as 2021-02-10T08:04:00Z`,
    };
  }
  if (at < 0) return { ok: false, error: `${name} "${text}" is before 1970` };
  if (at > now) return { ok: false, error: `${name} "${text}" is in the future` };
  return { ok: true, value: at };
}

/**
 * Parses `view_from`: a country, or `elsewhere`.
 *
 * @param name what an error calls it
 */
export function parseViewFrom(text: string, name = 'view_from'): Parsed<string> {
  if (text.trim().toLowerCase() === ELSEWHERE) return { ok: true, value: ELSEWHERE };
  const country = normaliseCountry(text);
  if (country === null) {
    return {
      ok: false,
      error: `${name} "${text}" is not a country: give ISO 3166-1 alpha-2, such as IN, or elsewhere`,
    };
  }
  return { ok: true, value: country };
}

/** Parses `view_as`, which is `public` or left out. */
export function parseViewAs(text: string): Parsed<'public'> {
  return text === 'public'
    ? { ok: true, value: 'public' }
    : { ok: false, error: `view_as "${text}": only public is known` };
}

/** Parses `lang`: the language of what the platform says. */
export function parseLang(text: string): Parsed<Language> {
  const language = LANGUAGES.find((one) => one === text);
  return language === undefined
    ? { ok: false, error: `lang "${text}" is not spoken here: give ${LANGUAGES.join(' or ')}` }
    : { ok: true, value: language };
}

// Date.parse takes 30 February for 2 March.
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
