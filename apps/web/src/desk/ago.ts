import { clockTime, shortDay } from '../time/moments.js';
import type { Language } from '../words/language.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago an instant was, in words, and the same as day and clock. In the browser's zone. */
export function ago(
  at: string,
  language: Language = 'en',
  now: number = Date.now(),
): { text: string; clock: string } {
  const clock = `${shortDay(at, undefined, language)}, ${clockTime(at)}`;
  return { text: relative(Date.parse(at) - now, language), clock };
}

/** When something is due: `in 21 hr.`, `2 days ago`. */
export function dueIn(at: string, language: Language = 'en', now: number = Date.now()): string {
  return relative(Date.parse(at) - now, language);
}

function relative(ms: number, language: Language): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' });
  const size = Math.abs(ms);
  if (size < MINUTE) return format.format(0, 'second');
  if (size < HOUR) return format.format(Math.trunc(ms / MINUTE), 'minute');
  if (size < 2 * DAY) return format.format(Math.trunc(ms / HOUR), 'hour');
  return format.format(Math.trunc(ms / DAY), 'day');
}
