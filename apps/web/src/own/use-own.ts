import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../session/client.js';
import { ownNotices, WARNINGS, type OwnNotice } from './notices.js';

/** Milliseconds after which it is read again. */
const EVERY = 30_000;

/** What its author was told of, and appealed against; null before the first answer. It is read on. */
export function useOwn(client: Client): {
  notices: readonly OwnNotice[] | null;
  failed: boolean;
  again: () => void;
} {
  const [notices, setNotices] = useState<readonly OwnNotice[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const read = () =>
      void Promise.all([
        client.read('/api/v1/notifications', { query: WARNINGS }, stop.signal),
        client.read('/api/v1/appeals', { query: { limit: 40 } }, stop.signal),
      ]).then(
        ([notifications, appeals]) => {
          setNotices(ownNotices(notifications, appeals));
          setFailed(false);
        },
        () => !stop.signal.aborted && setFailed(true),
      );
    read();
    const timer = window.setInterval(read, EVERY);
    window.addEventListener('focus', read);
    return () => {
      stop.abort();
      window.clearInterval(timer);
      window.removeEventListener('focus', read);
    };
  }, [client, asked]);
  const again = useCallback(() => setAsked((n) => n + 1), []);
  return { notices, failed, again };
}
