import type { Explanation, RestrictionField } from '#contract';
import { clockTime } from '../time/moments.js';
import { spokenDay } from '../time/spoken-day.js';
import type { Language } from '../words/language.js';
import type { Words } from '../words/en.js';
import { inCountry } from '../viewpoint/countries.js';
import { questionsOf } from './questions.js';

/** The facts that a telling is made from. */
export interface Voice {
  words: Words['explain'];
  language: Language;
  timeZone: string;
  /** Hours of a replay are placed within what its sources say. */
  inferredHours: boolean;
  /** The titles of orders, by id. */
  orders: ReadonlyMap<string, string>;
}

/** `10 Feb 2021, c. 10:14`: an instant (ISO 8601), in the story's zone. */
export function whenOf(at: string, { words, language, timeZone, inferredHours }: Voice): string {
  const time = clockTime(at, timeZone);
  return `${spokenDay(at, timeZone, language, 'year')}, ${inferredHours ? words.about(time) : time}`;
}

/** A restriction in a sentence: `Withheld in Germany since 10 Feb 2021, c. 10:14. First order, item 150.` */
export function factOf(restriction: RestrictionField, voice: Voice): string {
  const { words, language, orders } = voice;
  const { kind, countries, from, until, order_id, item } = restriction;
  // Whatever it does everywhere, its word says; of a withholding the places are the point.
  const places =
    countries.includes('*') || kind !== 'withhold'
      ? kind === 'withhold'
        ? ` ${words.everywhere}`
        : ''
      : ` ${countries.map((country) => inCountry(country, language)).join(', ')}`;
  const deed = words.kinds[kind] + places;
  const told =
    until === null
      ? words.since(deed, whenOf(from, voice))
      : words.fromUntil(deed, whenOf(from, voice), whenOf(until, voice));
  const title = orderTitle(order_id, orders);
  const stop = language === 'hi' ? '।' : '.';
  const origin = title === null || item === null ? '' : ` ${words.item(title, item)}${stop}`;
  return `${told}${stop}${origin}`;
}

/** An order's title without how many items it has; null where it is not told. */
export function orderTitle(id: string | null, orders: ReadonlyMap<string, string>): string | null {
  const title = id === null ? undefined : orders.get(id);
  return title?.split(':', 1)[0]?.trim() || null;
}

/**
 * Says in a sentence what a side sees, and why.
 *
 * @param place at the beginning of a sentence: `In Germany`
 */
export function sumOf(explanation: Explanation, place: string, words: Words['explain']): string {
  const { verdict, account_id } = explanation;
  if (verdict !== 'withheld') return words.sums[verdict](place);
  const kind = account_id === null ? 'status' : 'account';
  const decides = questionsOf(kind, explanation, null).find(({ left }) => left?.decides === true);
  const ofAccount = decides?.id === 'account_withheld';
  const binding = explanation.rules.find(({ rule, matched }) => rule === 'withhold' && matched)?.restriction;
  const ground = words.grounds[binding?.basis ?? 'platform_rule'];
  return ofAccount ? words.sums.accountWithheld(place, ground) : words.sums.postWithheld(place, ground);
}
