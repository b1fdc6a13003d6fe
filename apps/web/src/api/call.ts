import type { ErrorBody } from '#contract';
import { fill, type Named } from './address.js';
import { ApiError } from './failure.js';
import { request } from './network.js';
import type { Answer, Given, Method, Route } from './routes.js';

/** Ms without an answer after which there is none. */
const PATIENCE = 15_000;

/** An answer of the server's: what was asked for, or why it is not given. */
export type Answered<Body> = { status: number; headers: Headers } & (
  { ok: true; body: Body } | { ok: false; body: ErrorBody }
);

/** How a request is made, whatever it asks for. */
export interface Manner {
  signal?: AbortSignal | undefined;
  /**
   * `no-cache` where the address names the viewpoint, and a copy may be asked after; else a page read from one
   * country might be answered from a copy made in another, or earlier.
   */
  cache?: RequestCache | undefined;
  /** Of whoever asks; nobody without. */
  token?: string | null;
  /** Ms without an answer after which there is none, where it is not the usual. */
  patience?: number;
}

/**
 * Asks a route of the API, and gives its answer, whatever it is: a 451 is an answer, too.
 *
 * @param route as the API's document has it: what it is given, and its answer, are checked by that
 * @throws ApiError where no answer of ours came; whatever `fetch` throws where none came, or it was called off
 */
export async function call<M extends Method, P extends Route<M>>(
  method: M,
  route: P,
  given: Given<M, P>,
  { signal, cache = 'no-store', token = null, patience: ms = PATIENCE }: Manner = {},
): Promise<Answered<Answer<M, P>>> {
  const { header, body, ...named } = given as Named & { header?: Record<string, string>; body?: object };
  const patience = new AbortController();
  const giveUp = () => patience.abort();
  const timer = window.setTimeout(giveUp, ms);
  if (signal?.aborted === true) giveUp();
  signal?.addEventListener('abort', giveUp);
  try {
    const response = await request(fill(route, named), {
      method: method.toUpperCase(),
      headers: {
        Accept: 'application/json',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...header,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache,
      signal: patience.signal,
    });
    const { ok, status, headers } = response;
    // The one place where what came is taken for what the document says.
    if (ok) return { ok, status, headers, body: (await response.json()) as Answer<M, P> };
    const refusal = (await response.json().catch(() => null)) as ErrorBody | null;
    // An answer without Mastodon's error body is a proxy's, not the server's.
    if (typeof refusal?.error !== 'string') throw new ApiError({ kind: 'unreachable' });
    return { ok, status, headers, body: refusal };
  } finally {
    window.clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Takes the answer out. @throws ApiError where it is refused */
export function granted<Body>(answer: Answered<Body>): Body {
  if (answer.ok) return answer.body;
  throw new ApiError({ kind: 'refused', status: answer.status, message: answer.body.error });
}
