import { LANGUAGES, type Language } from '../words/language.js';
import { ELSEWHERE } from './countries.js';

/** The state in the page's address: what is shown, at which instant, from where, and in which words. */
export interface StageAddress {
  /** The scenario, where the address names one. */
  scenario: string | null;
  /** As written in the address; null: from the beginning, or live. */
  at: string | null;
  /** Where each pane looks from; null: where the story says. */
  left: string | null;
  right: string | null;
  /** Null: as the browser asks for. */
  lang: Language | null;
  /** The stop of a lesson whose column stands beside the stage; not there without one. */
  lesson?: LessonPlace;
}

/** A stop of a lesson: the lesson's id, and the stop's id or its number from 1. */
export interface LessonPlace {
  id: string;
  stop: string;
}

/** Reads `?view_at=…&left=IN&right=elsewhere&lang=hi`; what is missing is null. */
export function parseAddress(search: string): StageAddress {
  const query = new URLSearchParams(search);
  const lang = query.get('lang');
  return {
    scenario: query.get('scenario')?.trim() || null,
    // A space before an offset is a `+` that was not escaped.
    at: query.get('view_at')?.trim().replace(' ', '+') || null,
    left: side(query.get('left')),
    right: side(query.get('right')),
    lang: LANGUAGES.find((one) => one === lang) ?? null,
    ...lessonIn(query),
  };
}

/** The address of a view, on the page's path: what is not null is named, so that a link says what it shows. */
export function formatAddress(address: StageAddress, path = '/'): string {
  const query = new URLSearchParams();
  if (address.scenario !== null) query.set('scenario', address.scenario);
  if (address.at !== null) query.set('view_at', address.at);
  if (address.left !== null) query.set('left', address.left);
  if (address.right !== null) query.set('right', address.right);
  if (address.lang !== null) query.set('lang', address.lang);
  if (address.lesson !== undefined) {
    query.set('lesson', address.lesson.id);
    query.set('stop', address.lesson.stop);
  }
  // `:` needs no escape in a query (RFC 3986, section 3.4), and people read these links.
  const search = query.toString().replaceAll('%3A', ':');
  return search === '' ? path : `${path}?${search}`;
}

function lessonIn(query: URLSearchParams): { lesson?: LessonPlace } {
  const id = query.get('lesson')?.trim() ?? '';
  return id === '' ? {} : { lesson: { id, stop: query.get('stop')?.trim() ?? '1' } };
}

function side(text: string | null): string | null {
  const value = text?.trim() ?? '';
  if (value === '') return null;
  return value.toLowerCase() === ELSEWHERE ? ELSEWHERE : value.toUpperCase();
}
