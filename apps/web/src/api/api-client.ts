import type { ErrorBody, Order, Scenario, ScenarioStage, Source, Status, Tape } from '#contract';
import { UNKNOWN } from '../viewpoint/countries.js';
import { ApiError } from './failure.js';
import { nextMaxId } from './link-header.js';
import { request } from './network.js';

/** Statuses or orders a page: the most that Mastodon's timelines give. */
export const PAGE = 40;
/** Milliseconds without an answer after which there is none. */
const PATIENCE = 15_000;

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
  const query = new URLSearchParams({
    local: 'true',
    limit: String(PAGE),
    view_from: view.from,
    view_as: 'public',
  });
  if (view.at !== null) query.set('view_at', view.at);
  if (maxId !== null) query.set('max_id', maxId);
  const { body, headers } = await get(`/api/v1/timelines/public?${query}`, signal);
  return {
    posts: body as Status[],
    older: nextMaxId(headers.get('Link')),
    basis: /\bbasis=(\w+)/.exec(headers.get('Withheld-Viewpoint') ?? '')?.[1] ?? null,
  };
}

/** All that can be replayed here, and the country that the server takes the reader to be in; null for none. */
export async function readScenarios(
  signal: AbortSignal,
): Promise<{ scenarios: Scenario[]; here: string | null }> {
  const { body, headers } = await get('/api/v1/scenarios', signal);
  const from = /\bfrom=([A-Z]{2})\b/.exec(headers.get('Withheld-Viewpoint') ?? '')?.[1] ?? null;
  return { scenarios: body as Scenario[], here: from };
}

/** A scenario's sources. */
export async function readSources(scenario: string, signal: AbortSignal): Promise<Source[]> {
  return (await get(`/api/v1/scenarios/${encodeURIComponent(scenario)}/sources`, signal)).body as Source[];
}

/** Reads a scenario's stage: its words, and how its clock runs. */
export async function readStage(
  scenario: string,
  language: string,
  signal: AbortSignal,
): Promise<ScenarioStage> {
  const path = `/api/v1/scenarios/${encodeURIComponent(scenario)}/stage?lang=${language}`;
  return (await get(path, signal, 'no-cache')).body as ScenarioStage;
}

/**
 * A page of the tape of one place.
 *
 * @param since the cursor of the page before; null for the first
 */
export async function readTape(
  of: { scenario: string; from: string; language: string },
  since: string | null,
  signal: AbortSignal,
): Promise<Tape> {
  const query = new URLSearchParams({ lang: of.language, ...placeOf(of.from) });
  if (since !== null) query.set('since', since);
  const path = `/api/v1/scenarios/${encodeURIComponent(of.scenario)}/tape?${query}`;
  // Its address names the place, so a copy of it is that place's.
  return (await get(path, signal, of.from === UNKNOWN ? undefined : 'no-cache')).body as Tape;
}

/** As requests name a place: what is not known is not named, and the server says where it is. */
export function placeOf(from: string): { view_from?: string } {
  return from === UNKNOWN ? {} : { view_from: from };
}

/** The newest orders that anybody may read, as of an instant or so far. */
export async function readOrders(at: string | null, signal: AbortSignal): Promise<Order[]> {
  const query = new URLSearchParams({ limit: String(PAGE), view_as: 'public' });
  if (at !== null) query.set('view_at', at);
  return (await get(`/api/v1/orders?${query}`, signal)).body as Order[];
}

/**
 * @param cache `no-cache` where the address names the viewpoint; else a page read from one country might be
 *   answered from a copy made in another, or earlier
 */
async function get(
  path: string,
  signal: AbortSignal,
  cache?: RequestCache,
): Promise<{ body: unknown; headers: Headers }> {
  const { status, body, headers } = await ask(path, signal, cache);
  if (status < 400) return { body, headers };
  throw new ApiError({ kind: 'refused', status, message: (body as ErrorBody).error });
}

/** How a request is other than most. */
interface Asking {
  /** To be posted as JSON. */
  send?: object;
  /** Ms without an answer after which there is none, where the server is asked to wait with it. */
  patience?: number;
}

/**
 * Gives the server's answer, whatever it is: a 451 is an answer, too.
 *
 * @param cache `no-cache` where the address names the viewpoint; else a page read from one country might be
 *   answered from a copy made in another, or earlier
 * @throws ApiError where no answer of ours came
 */
export async function ask(
  path: string,
  signal: AbortSignal,
  cache: RequestCache = 'no-store',
  { send, patience: ms = PATIENCE }: Asking = {},
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  const timer = window.setTimeout(giveUp, ms);
  signal.addEventListener('abort', giveUp);
  try {
    const response = await request(path, {
      ...(send === undefined
        ? { headers: { Accept: 'application/json' } }
        : {
            method: 'POST',
            headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
            body: JSON.stringify(send),
          }),
      cache,
      signal: patience.signal,
    });
    const { ok, status, headers } = response;
    if (ok) return { status, body: (await response.json()) as unknown, headers };
    const body = (await response.json().catch(() => null)) as ErrorBody | null;
    // An answer without Mastodon's error body is a proxy's, not the server's.
    if (typeof body?.error !== 'string') throw new ApiError({ kind: 'unreachable' });
    return { status, body, headers };
  } finally {
    window.clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
