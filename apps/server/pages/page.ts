import type { StreamName } from '#contract';
import { ELSEWHERE } from '#domain';
import type { StoredScenario } from '#projections';
import type { Language, Viewpoint } from '#visibility';
import { PAGE_WORDS } from './catalogue.js';
import type { PageWords } from './page-words.js';

/** The parameters of an address that say from when, where and as whom a page is seen, and in which language. */
const VIEWPOINT = ['view_at', 'view_from', 'view_as', 'lang'] as const;

/** A page of its own, one that others put into theirs, or a feed. */
export type PageKind = 'page' | 'embed' | 'feed';

/** The context that a page is rendered in, beside the entities that passed the gate. */
export interface Page {
  kind: PageKind;
  /** Where links point to, e.g. `https://example.org`. */
  origin: string;
  /** The path and query that were asked for. */
  asked: string;
  /** Where something happens that changes what the page shows; empty where it does not change by itself. */
  streams: readonly StreamName[];
  /** Null where the request was refused before it had one. */
  viewpoint: Viewpoint | null;
  language: Language;
  words: PageWords;
  /** The scenario that the page is of, which nothing restricts. */
  scenario: StoredScenario['manifest'] | null;
  /** Whether that scenario has been told to its end. */
  isOver: boolean;
}

export function pageRequestOf(
  kind: PageKind,
  origin: string,
  asked: string,
  viewpoint: Viewpoint | null,
  language: Language,
  scenario: Page['scenario'],
): Page {
  return {
    kind,
    origin,
    asked,
    streams: [],
    viewpoint,
    language,
    words: PAGE_WORDS[language],
    scenario,
    isOver: false,
  };
}

/** A title. For a page of a scenario it begins with "Replay of" and the year in which the scenario ends. */
export function titleOf({ scenario }: Pick<Page, 'scenario'>, text: string): string {
  if (scenario === null) return text;
  const year = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: scenario.time_zone });
  return `Replay of ${year.format(new Date(scenario.ends))}: ${text}`;
}

/** Another viewpoint or language than the page's own. */
interface Change {
  live?: true;
  language?: Language;
}

/**
 * An absolute address here that keeps the viewpoint: the instant, the country where it was chosen, and
 * as whom; and the language where it was chosen.
 */
export function absoluteUrl(page: Page, to: string, change: Change = {}): string {
  const url = new URL(to, page.origin);
  for (const name of VIEWPOINT) url.searchParams.delete(name);
  const { viewpoint } = page;
  if (viewpoint !== null) {
    if (!viewpoint.live && change.live !== true) url.searchParams.set('view_at', instantOf(viewpoint.at));
    if (viewpoint.basis === 'simulated' && viewpoint.from !== null)
      url.searchParams.set('view_from', viewpoint.from);
    if (viewpoint.asPublic) url.searchParams.set('view_as', 'public');
  }
  const language = change.language ?? languageOfAddress(page);
  if (language !== null) url.searchParams.set('lang', language);
  url.search = readable(url.searchParams);
  return url.href;
}

/** The same address without its origin: a link within the site works by whatever name that was reached. */
export function linkTo(page: Page, to: string, change: Change = {}): string {
  return absoluteUrl(page, to, change).slice(new URL(page.origin).origin.length);
}

/** The stage at the page's instant, with both of its sides. */
export function stageLink(page: Page): string {
  const { viewpoint } = page;
  const asked = new URLSearchParams();
  if (viewpoint !== null && !viewpoint.live) asked.set('view_at', instantOf(viewpoint.at));
  const language = languageOfAddress(page);
  if (language !== null) asked.set('lang', language);
  return `/${asked.size === 0 ? '' : `?${readable(asked)}`}`;
}

/**
 * Both sides at the moment that the page shows: on the stage, of a story, whose end a live page shows once it is
 * over; else of what people write here.
 */
export function bothSidesLink(page: Page): string {
  const { viewpoint, scenario, isOver } = page;
  const asked = new URLSearchParams();
  if (viewpoint !== null) {
    if (!viewpoint.live) asked.set('view_at', instantOf(viewpoint.at));
    else if (scenario !== null && isOver) asked.set('view_at', instantOf(Date.parse(scenario.ends)));
    // The other side is where the story has it.
    if (viewpoint.basis === 'simulated' && viewpoint.from !== null && viewpoint.from !== ELSEWHERE)
      asked.set('left', viewpoint.from);
  }
  const language = languageOfAddress(page);
  if (language !== null) asked.set('lang', language);
  return `${scenario === null ? '/timeline' : '/'}${asked.size === 0 ? '' : `?${readable(asked)}`}`;
}

/** The page that says why something is seen so, from where this page is seen; `about` as `explain` takes it. */
export function explainLink(page: Page, about: string): string {
  const { viewpoint } = page;
  const asked = new URLSearchParams(about);
  if (viewpoint !== null && !viewpoint.live) asked.set('view_at', instantOf(viewpoint.at));
  if (viewpoint?.basis === 'simulated' && viewpoint.from !== null) asked.set('left', viewpoint.from);
  const language = languageOfAddress(page);
  if (language !== null) asked.set('lang', language);
  return `/explain?${readable(asked)}`;
}

/** The language that the address names; null where it is the browser's. */
export function languageOfAddress({ asked, origin, language }: Page): Language | null {
  return new URL(asked, origin).searchParams.get('lang') === language ? language : null;
}

/** A query as people read it: `:` needs no escape there (RFC 3986, section 3.4). */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%3A', ':');
}

function instantOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
