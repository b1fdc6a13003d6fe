import type { Order, Scenario, ScenarioStage, Source, Status, Tape } from '#contract';
import { UNKNOWN } from '../viewpoint/countries.js';
import type { Language } from '../words/language.js';
import { call, granted } from './call.js';
import { nextMaxId } from './link-header.js';

/** Statuses or orders a page: the most that Mastodon's timelines give. */
export const PAGE = 40;

/** A page of a timeline, newest first. */
export interface TimelinePage {
  posts: Status[];
  /** `max_id` of the page after it; null at the end. */
  older: string | null;
  /** Why the server takes the viewer to be there: `simulated`, `geoip`, …; null if it did not say. */
  basis: string | null;
}

/** Reads the local timeline as anybody there sees it, at an instant or now. */
export async function readTimeline(
  view: { from: string; at: string | null },
  maxId: string | null,
  signal: AbortSignal,
): Promise<TimelinePage> {
  const query = {
    local: true,
    limit: PAGE,
    view_from: view.from,
    view_as: 'public',
    view_at: view.at,
    max_id: maxId,
  } as const;
  const answer = await call('get', '/api/v1/timelines/public', { query }, { signal });
  const { headers } = answer;
  return {
    posts: granted(answer),
    older: nextMaxId(headers.get('Link')),
    basis: /\bbasis=(\w+)/.exec(headers.get('Withheld-Viewpoint') ?? '')?.[1] ?? null,
  };
}

/** All that can be replayed here, and the country that the server takes the reader to be in; null for none. */
export async function readScenarios(
  signal: AbortSignal,
): Promise<{ scenarios: Scenario[]; here: string | null }> {
  const answer = await call('get', '/api/v1/scenarios', {}, { signal });
  const from = /\bfrom=([A-Z]{2})\b/.exec(answer.headers.get('Withheld-Viewpoint') ?? '')?.[1] ?? null;
  return { scenarios: granted(answer), here: from };
}

/** A scenario's sources. */
export async function readSources(scenario: string, signal: AbortSignal): Promise<Source[]> {
  const path = { id: scenario };
  return granted(await call('get', '/api/v1/scenarios/{id}/sources', { path }, { signal }));
}

/** Reads a scenario's stage: its words, and how its clock runs. */
export async function readStage(
  scenario: string,
  language: Language,
  signal: AbortSignal,
): Promise<ScenarioStage> {
  const given = { path: { id: scenario }, query: { lang: language } };
  return granted(await call('get', '/api/v1/scenarios/{id}/stage', given, { signal, cache: 'no-cache' }));
}

/**
 * A page of the tape of one place.
 *
 * @param since the cursor of the page before; null for the first
 */
export async function readTape(
  of: { scenario: string; from: string; language: Language },
  since: string | null,
  signal: AbortSignal,
): Promise<Tape> {
  const given = {
    path: { id: of.scenario },
    query: { lang: of.language, ...placeOf(of.from), since },
  };
  // Its address names the place, so a copy of it is that place's.
  const cache = of.from === UNKNOWN ? undefined : 'no-cache';
  return granted(await call('get', '/api/v1/scenarios/{id}/tape', given, { signal, cache }));
}

/** As requests name a place: what is not known is not named, and the server says where it is. */
export function placeOf(from: string): { view_from?: string } {
  return from === UNKNOWN ? {} : { view_from: from };
}

/** The newest orders that anybody may read, as of an instant or so far. */
export async function readOrders(at: string | null, signal: AbortSignal): Promise<Order[]> {
  const query = { limit: PAGE, view_as: 'public', view_at: at } as const;
  return granted(await call('get', '/api/v1/orders', { query }, { signal }));
}
