import type { Account, Explanation, Status, WithheldField } from '#contract';
import { ask, placeOf } from '../api/api-client.js';
import { ApiError } from '../api/failure.js';
import type { Language } from '../words/language.js';

/** A post or an account, by id. */
export interface Subject {
  kind: 'status' | 'account';
  id: string;
}

/** The answer that one place gets about a subject at an instant. */
export interface Side {
  from: string;
  /** The HTTP status of the subject itself: 200, 404, 451; 403 where this server does not show this place. */
  http: number;
  /** The post or its tombstone; null where there is none, and of an account. */
  status: Status | null;
  /** Of an account: it, or what is left of it where it is withheld. */
  account: Account | null;
  withheld: WithheldField | null;
  /** The words in its place, in the viewer's language; null where it is shown. */
  statement: string | null;
  /** Null where nothing may be known of it, or this place may not be looked from. */
  explanation: Explanation | null;
  /** Headers that a program goes by, as they came. */
  headers: readonly (readonly [name: string, value: string])[];
}

/** Headers that say why, in the order in which they are shown. */
const TELLING = ['Link', 'Geo-Scope-Block', 'Withheld-Viewpoint'] as const;

/** Statuses that answer about the subject; all others are failures. */
const ANSWERS: ReadonlySet<number> = new Set([200, 403, 404, 451]);

/**
 * Reads a subject and why it is seen so, as anybody at a place sees it.
 *
 * @param at an instant as the page's address has it; null for now
 * @throws ApiError where the server does not answer, or refuses the view itself
 */
export async function readSide(
  { kind, id }: Subject,
  { from, at }: { from: string; at: string | null },
  language: Language,
  signal: AbortSignal,
): Promise<Side> {
  const view = new URLSearchParams({ ...placeOf(from), view_as: 'public', lang: language });
  if (at !== null) view.set('view_at', at);
  const path = `/api/v1/${kind === 'status' ? 'statuses' : 'accounts'}/${encodeURIComponent(id)}?${view}`;
  const explain = new URLSearchParams(view);
  explain.set(kind, id);
  const [itself, why] = await Promise.all([ask(path, signal), ask(`/api/v1/explain?${explain}`, signal)]);
  // What is no id is refused as a question, and is, as an address, of nothing.
  const isNoId = itself.status === 404 && why.status === 422;
  for (const { status, body } of isNoId ? [itself] : [itself, why])
    if (!ANSWERS.has(status))
      throw new ApiError({ kind: 'refused', status, message: (body as { error: string }).error });

  const { status: http, body, headers } = itself;
  const shown = shownIn(http, body);
  const thing = shown as (Status & Account) | null;
  return {
    from,
    http,
    status: kind === 'status' ? thing : null,
    account: kind === 'account' ? thing : null,
    withheld: thing?.withheld ?? null,
    statement: http === 451 ? (body as { error: string }).error : null,
    explanation: why.status === 200 ? (why.body as Explanation) : null,
    headers: TELLING.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  };
}

/** The subject, or the tombstone that a 451 carries. */
function shownIn(http: number, body: unknown): unknown {
  if (http === 200) return body;
  if (http !== 451) return null;
  const { status, account } = body as { status?: Status; account?: Account };
  return status ?? account ?? null;
}
