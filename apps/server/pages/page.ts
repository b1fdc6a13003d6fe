import { ELSEWHERE } from '#domain';
import type { StoredScenario } from '#projections';
import type { Language, Viewpoint } from '#visibility';
import { PAGE_WORDS, type PageWords } from './page-words.js';

/** A page of its own, one that others put into theirs, or a feed. */
export type PageKind = 'page' | 'embed' | 'feed';

/** The context that a page is rendered in, beside the entities that passed the gate. */
export interface Page {
  kind: PageKind;
  /** Where links point to, e.g. `https://example.org`. */
  origin: string;
  /** The path and query that were asked for. */
  asked: string;
  /** Null where the request was refused before it had one. */
  viewpoint: Viewpoint | null;
  language: Language;
  words: PageWords;
  /** The scenario that the page is of, which nothing restricts. */
  scenario: StoredScenario['manifest'] | null;
}

export function pageRequestOf(
  kind: PageKind,
  origin: string,
  asked: string,
  viewpoint: Viewpoint | null,
  scenario: Page['scenario'],
): Page {
  const language = viewpoint?.language ?? 'en';
  return { kind, origin, asked, viewpoint, language, words: PAGE_WORDS[language], scenario };
}

/** A title. For a page of a scenario it begins with "Replay of" and the year in which the scenario ends. */
export function titleOf({ scenario }: Pick<Page, 'scenario'>, text: string): string {
  if (scenario === null) return text;
  const year = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: scenario.time_zone });
  return `Replay of ${year.format(new Date(scenario.ends))}: ${text}`;
}

/** Another viewpoint than the page's own. */
interface Change {
  from?: 'IN' | typeof ELSEWHERE;
  live?: true;
}

/**
 * An absolute address here that keeps the viewpoint: the instant, the country where it was chosen, and
 * as whom.
 */
export function absoluteUrl(page: Page, to: string, change: Change = {}): string {
  const url = new URL(to, page.origin);
  for (const name of ['view_at', 'view_from', 'view_as']) url.searchParams.delete(name);
  const { viewpoint } = page;
  if (viewpoint !== null) {
    if (!viewpoint.live && change.live !== true) url.searchParams.set('view_at', instantOf(viewpoint.at));
    const from = change.from ?? (viewpoint.basis === 'simulated' ? viewpoint.from : null);
    if (from !== null) url.searchParams.set('view_from', from);
    if (viewpoint.asPublic) url.searchParams.set('view_as', 'public');
  }
  // `:` needs no escape in a query (RFC 3986, section 3.4), and people read these links.
  url.search = url.search.replaceAll('%3A', ':');
  return url.href;
}

/** The same address without its origin: a link within the site works by whatever name that was reached. */
export function linkTo(page: Page, to: string, change: Change = {}): string {
  return absoluteUrl(page, to, change).slice(new URL(page.origin).origin.length);
}

/** The stage at the page's instant, with both sides. */
export function stageLink({ viewpoint }: Page): string {
  return viewpoint === null || viewpoint.live
    ? '/'
    : `/?view_at=${instantOf(viewpoint.at)}&left=IN&right=${ELSEWHERE}`;
}

function instantOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
