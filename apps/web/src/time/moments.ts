import type { ProvenanceField } from '#contract';
import type { Language } from '../words/language.js';

type Precision = ProvenanceField['precision'];

/** The day before the month, and figures that the reader's keyboard has. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', hi: 'hi-IN-u-nu-latn' };

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a formatter costs more than formatting a page of rows with it.
function format(
  locale: string,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
    formats.set(key, made);
  }
  return made;
}

/** `13:30`, on a 24-hour clock, in an IANA time zone (the browser's own where none is given). */
export function clockTime(at: string, timeZone?: string): string {
  return format('en-GB', timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}

/** `Wed 10 February 2021`. */
export function longDay(at: string, timeZone?: string, language: Language = 'en'): string {
  const options = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return format(LOCALES[language], timeZone, options).format(new Date(at)).replace(',', '');
}

/** `10 Feb 2021`. */
export function shortDay(at: string, timeZone?: string, language: Language = 'en'): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format(LOCALES[language], timeZone, options).format(new Date(at));
}

/** `March 2020`. */
export function month(at: string, timeZone: string, language: Language = 'en'): string {
  return format(LOCALES[language], timeZone, { month: 'long', year: 'numeric' }).format(new Date(at));
}

/**
 * When the day began there that an instant falls on, ISO 8601 with milliseconds.
 *
 * @param at in the same form
 */
export function dayStart(at: string, timeZone: string): string {
  const days = daysOf(timeZone);
  // To ask which day it is costs a hundred times as much as to compare: most ask of a day that is known.
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]!.from <= at) low = middle + 1;
    else high = middle;
  }
  const known = days[low - 1];
  if (known !== undefined && at < known.until) return known.from;
  const day = dayAround(at, timeZone);
  days.splice(low, 0, day);
  return day.from;
}

/** A day of a time zone: the instants from and until, the latter not among them. */
interface Day {
  from: string;
  until: string;
}

function dayAround(at: string, timeZone: string): Day {
  const day = dayKey(at, timeZone);
  const minute = Math.floor(Date.parse(at) / MINUTE);
  // No day is longer: one is of 25 hours where clocks are put back, and begins with a minute.
  const edge = (within: number, outside: number): number => {
    while (Math.abs(within - outside) > 1) {
      const middle = (within + outside) >> 1;
      if (dayKey(middle * MINUTE, timeZone) === day) within = middle;
      else outside = middle;
    }
    return Math.max(within, outside);
  };
  const iso = (minutes: number): string => new Date(minutes * MINUTE).toISOString();
  const [before, after] = [minute - 26 * 60, minute + 26 * 60];
  return { from: iso(edge(minute, before)), until: iso(edge(minute, after)) };
}

const MINUTE = 60_000;
/** The days that were asked for, by their time zone, in their order. */
const daysByZone = new Map<string, Day[]>();
const MOST_DAYS = 5_000;

function daysOf(timeZone: string): Day[] {
  const days = daysByZone.get(timeZone);
  if (days !== undefined && days.length < MOST_DAYS) return days;
  const none: Day[] = [];
  daysByZone.set(timeZone, none);
  return none;
}

/** `2021-02-10`: which day an instant falls on there. */
function dayKey(at: string | number, timeZone: string): string {
  return format('sv-SE', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );
}

/** The short name of a zone at an instant: `IST`, `UTC`, `GMT+1`. */
export function zoneName(at: string, timeZone?: string): string {
  // English as in India knows IST; elsewhere it is GMT+5:30.
  const parts = format('en-IN', timeZone, { timeZoneName: 'short' }).formatToParts(new Date(at));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/**
 * The hour of a row. A source gives the minute, or the hour was chosen within what is known: then it
 * is marked inferred. Of what is known to the month alone, no hour is shown.
 */
export function hourOf(
  at: string,
  precision: Precision | null,
  timeZone: string,
): { text: string; inferred: boolean } | null {
  if (precision === 'month') return null;
  return { text: clockTime(at, timeZone), inferred: precision !== null && precision !== 'minute' };
}

/** The heading above the first row of a day, or of a month where no more is known. */
export function dayLabel(
  at: string,
  precision: Precision | null,
  timeZone: string,
  language: Language = 'en',
): string {
  return precision === 'month' ? month(at, timeZone, language) : longDay(at, timeZone, language);
}

/** Whether the text is an instant at all; the server alone judges whether it is a good one. */
export function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
