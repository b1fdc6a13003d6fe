import type { Account } from '#contract';
import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../session/client.js';

/** How many who ask are read at first, and how many more each time; the server gives no more than 80. */
const PAGE = 20;
const MOST = 80;
/** Milliseconds after which it is read again. */
const EVERY = 30_000;

/** Whether somebody's account is locked, and who asks to follow it; again and again. */
export function useFollowRequests(client: Client): {
  /** Null before the first answer. */
  locked: boolean | null;
  asking: readonly Account[];
  /** Why the last thing that was asked for was not done; null where it was. */
  failed: unknown;
  lock: (locked: boolean) => void;
  answer: (id: string, what: 'authorize' | 'reject') => void;
  /** Reads more who ask; null where there are none, or no more can be read before some are answered. */
  more: (() => void) | null;
} {
  const [locked, setLocked] = useState<boolean | null>(null);
  const [asking, setAsking] = useState<readonly Account[]>([]);
  const [failed, setFailed] = useState<unknown>(null);
  const [limit, setLimit] = useState(PAGE);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const read = () =>
      void Promise.all([
        client.read('/api/v1/accounts/verify_credentials', {}, stop.signal),
        client.read('/api/v1/follow_requests', { query: { limit } }, stop.signal),
      ]).then(
        ([account, accounts]) => {
          setLocked(account.locked);
          setAsking(accounts);
        },
        (error: unknown) => !stop.signal.aborted && setFailed(error),
      );
    read();
    const timer = window.setInterval(read, EVERY);
    window.addEventListener('focus', read);
    return () => {
      stop.abort();
      window.clearInterval(timer);
      window.removeEventListener('focus', read);
    };
  }, [client, limit, asked]);
  const does = useCallback((deed: Promise<unknown>) => {
    deed
      .then(
        () => setFailed(null),
        (error: unknown) => setFailed(error),
      )
      // What it has come to is read, whether it was done, refused, or nobody knows.
      .finally(() => setAsked((n) => n + 1));
  }, []);
  const lock = useCallback(
    (wanted: boolean) => {
      setLocked(wanted);
      does(client.patch('/api/v1/accounts/update_credentials', { body: { locked: wanted } }));
    },
    [client, does],
  );
  const answer = useCallback(
    (id: string, what: 'authorize' | 'reject') => {
      setAsking((all) => all.filter((one) => one.id !== id));
      does(client.post(`/api/v1/follow_requests/{id}/${what}`, { path: { id } }));
    },
    [client, does],
  );
  const more = useCallback(() => setLimit((n) => Math.min(MOST, n + PAGE)), []);
  return {
    locked,
    asking,
    failed,
    lock,
    answer,
    more: asking.length === limit && limit < MOST ? more : null,
  };
}
