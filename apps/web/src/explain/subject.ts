import type { Account, ErrorBody, Explanation, Status, WithheldField } from '#contract';
import { placeOf } from '../api/api-client.js';
import { call, granted, type Answered } from '../api/call.js';
import type { Address } from '../api/routes.js';
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
  const view = { ...placeOf(from), view_as: 'public', lang: language, view_at: at } as const;
  const asked = kind === 'status' ? { status: id } : { account: id };
  const [{ answer: itself, status, account }, why] = await Promise.all([
    kind === 'status' ? readPost(id, view, signal) : readAccount(id, view, signal),
    call('get', '/api/v1/explain', { query: { ...view, ...asked } }, { signal }),
  ]);
  // As a question, what is no id is refused; as an address, it is of nothing.
  const isNoId = itself.status === 404 && why.status === 422;
  for (const answer of isNoId ? [itself] : [itself, why])
    if (!answer.ok && !ANSWERS.has(answer.status)) granted(answer);

  const { status: http, headers } = itself;
  return {
    from,
    http,
    status,
    account,
    withheld: (status ?? account)?.withheld ?? null,
    statement: insteadOf(itself)?.error ?? null,
    explanation: why.ok ? why.body : null,
    headers: TELLING.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  };
}

type View = NonNullable<Address<'get', '/api/v1/statuses/{id}' | '/api/v1/accounts/{id}'>['query']>;

async function readPost(id: string, query: View, signal: AbortSignal) {
  const answer = await call('get', '/api/v1/statuses/{id}', { path: { id }, query }, { signal });
  return { answer, status: answer.ok ? answer.body : (insteadOf(answer)?.status ?? null), account: null };
}

async function readAccount(id: string, query: View, signal: AbortSignal) {
  const answer = await call('get', '/api/v1/accounts/{id}', { path: { id }, query }, { signal });
  return { answer, status: null, account: answer.ok ? answer.body : (insteadOf(answer)?.account ?? null) };
}

/** Takes out what a 451 gives in its place; null of any other answer. */
function insteadOf(answer: Answered<unknown>): ErrorBody | null {
  return !answer.ok && answer.status === 451 ? answer.body : null;
}
