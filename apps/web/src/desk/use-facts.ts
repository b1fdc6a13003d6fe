import type {
  Account,
  HistoryEntry,
  ModeratorNote,
  Order,
  Preview,
  QueueEntry,
  RestrictionField,
  Status,
} from '#contract';
import { useCallback, useEffect, useState } from 'react';
import type { Address } from '../api/routes.js';
import { refusalOf, type Client } from '../session/client.js';
import type { Choice } from './desk-keys.js';

/** Reads things by id, each once; what cannot be read stays unknown. */
function useById<T>(ids: readonly string[], read: (id: string) => Promise<T>): ReadonlyMap<string, T> {
  const [known, setKnown] = useState<ReadonlyMap<string, T>>(new Map());
  const [asked] = useState(() => new Set<string>());
  const key = ids.join(' ');
  useEffect(() => {
    for (const id of key.split(' ').filter((one) => one !== '' && !asked.has(one))) {
      asked.add(id);
      read(id).then(
        (thing) => setKnown((before) => new Map(before).set(id, thing)),
        () => undefined,
      );
    }
  }, [key, asked, read]);
  return known;
}

/** The orders of items, by id. */
export function useOrders(client: Client, ids: readonly string[]): ReadonlyMap<string, Order> {
  return useById(
    ids,
    useCallback((id: string) => client.read('/api/v1/orders/{id}', { path: { id } }), [client]),
  );
}

/** The names of accounts, by id. */
export function useNames(client: Client, ids: readonly string[]): ReadonlyMap<string, string> {
  return useById(
    ids,
    useCallback(
      async (id: string) => {
        const { display_name, acct } = await client.read('/api/v1/accounts/{id}', { path: { id } });
        return display_name === '' ? `@${acct}` : display_name;
      },
      [client],
    ),
  );
}

export interface SubjectFacts {
  history: readonly HistoryEntry[];
  notes: readonly ModeratorNote[];
  /** Restrictions in force on it. */
  standing: readonly RestrictionField[];
}

const NO_FACTS: SubjectFacts = { history: [], notes: [], standing: [] };

/** The facts on an entry's subject: its history, notes, and what restricts it now. */
export function useSubjectFacts(
  client: Client,
  entry: QueueEntry | null,
  version: number,
): { facts: SubjectFacts; again: () => void } {
  const [read, setRead] = useState<{ of: string; facts: SubjectFacts } | null>(null);
  const [more, setMore] = useState(0);
  const id = entry === null ? null : (entry.status_id ?? entry.account_id);
  const tag = entry?.tag ?? null;
  const of = id ?? (tag === null ? null : `tag:${tag}`);
  useEffect(() => {
    if (of === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    const orNone = <T>(read: Promise<T[]>): Promise<T[]> => read.catch(() => []);
    const history = { path: { id: of }, query: { limit: 40 } };
    const restricting = { query: { subject: id, in_force: true } };
    void Promise.all([
      orNone(client.read('/api/v1/admin/subjects/{id}/history', history, signal)),
      id === null ? [] : orNone(client.read('/api/v1/admin/notes', { query: { subject: id } }, signal)),
      id === null ? [] : orNone(client.read('/api/v1/restrictions', restricting, signal)),
    ]).then(([history, notes, standing]) => {
      if (!stop.signal.aborted) setRead({ of, facts: { history, notes, standing } });
    });
    return () => stop.abort();
  }, [client, of, id, version, more]);
  const again = useCallback(() => setMore((n) => n + 1), []);
  return { facts: read !== null && read.of === of ? read.facts : NO_FACTS, again };
}

/** As whom an item is looked at: everybody, somebody in a country, or a moderator. */
export type Look = { as: 'everybody' } | { as: 'country'; country: string } | { as: 'moderator' };

/** The subject as it is seen: a post, a tombstone, an account, or nothing. */
export type Seen =
  | { is: 'reading' | 'absent' | 'unread' }
  | { is: 'post'; status: Status }
  | { is: 'account'; account: Account };

/** Reads how somebody else sees an entry's subject; asked as `view_as=public`, so that it is no exemption. */
export function useSeen(client: Client, entry: QueueEntry | null, look: Look, version: number): Seen {
  const [seen, setSeen] = useState<{ key: string; seen: Seen } | null>(null);
  const id = entry === null ? null : (entry.status_id ?? entry.account_id);
  const isPost = entry?.status_id != null;
  const from = look.as === 'country' ? look.country : 'elsewhere';
  const isAsked = id !== null && look.as !== 'moderator';
  const key = isAsked ? `${id} ${from}` : '';
  useEffect(() => {
    if (id === null || !isAsked) return;
    const stop = new AbortController();
    const given = { path: { id }, query: { view_from: from, view_as: 'public' } } as const;
    const post = (status: Status): Seen => ({ is: 'post', status });
    const ofAccount = (account: Account): Seen => ({ is: 'account', account });
    const read = isPost
      ? client.read('/api/v1/statuses/{id}', given, stop.signal).then(post)
      : client.read('/api/v1/accounts/{id}', given, stop.signal).then(ofAccount);
    read.then(
      (found) => setSeen({ key, seen: found }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const { status, body } = refusalOf(error);
        if (status === 451 && isPost && body?.status) setSeen({ key, seen: post(body.status) });
        else if (status === 451 && body?.account) setSeen({ key, seen: ofAccount(body.account) });
        else setSeen({ key, seen: { is: status === 404 || status === 451 ? 'absent' : 'unread' } });
      },
    );
    return () => stop.abort();
  }, [client, key, id, from, isAsked, isPost, version]);
  if (entry === null) return { is: 'absent' };
  if (look.as === 'moderator') {
    if (entry.status !== null) return { is: 'post', status: entry.status };
    return entry.account === null ? { is: 'absent' } : { is: 'account', account: entry.account };
  }
  return seen?.key === key ? seen.seen : { is: 'reading' };
}

/** Reads what a decision would do to some entries, as the server counts it; null until it has, or where it cannot. */
export function usePreview(
  client: Client,
  entries: readonly QueueEntry[],
  outcome: Choice | null,
  countries: readonly string[],
): Preview | null {
  const [read, setRead] = useState<{ query: string; preview: Preview } | null>(null);
  const first = entries.slice(0, 100);
  const query = {
    'status_ids[]': first.flatMap(({ status_id }) => status_id ?? []),
    'account_ids[]': first.flatMap((entry) => (entry.status_id === null && entry.account_id) || []),
    'countries[]': outcome === 'withheld' ? countries : [],
  };
  const named = query['status_ids[]'].length + query['account_ids[]'].length > 0;
  const isWhole = outcome !== null && named && (outcome !== 'withheld' || countries.length > 0);
  const key = isWhole ? JSON.stringify({ ...query, outcome }) : '';
  useEffect(() => {
    if (key === '') return;
    const stop = new AbortController();
    const asked = JSON.parse(key) as Address<'get', '/api/v1/admin/preview'>['query'];
    client.read('/api/v1/admin/preview', { query: asked }, stop.signal).then(
      (preview) => setRead({ query: key, preview }),
      () => undefined,
    );
    return () => stop.abort();
  }, [client, key]);
  return key !== '' && read?.query === key ? read.preview : null;
}
