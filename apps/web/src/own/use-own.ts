import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../session/client.js';
import { ownNotices, WARNINGS, type OwnNotice } from './notices.js';

/** How many a page of either list holds. */
const PAGE = 40;
/** Milliseconds after which it is read again. */
const EVERY = 30_000;

/** Reads the notices and appeals of whoever is signed in, again and again; null before the first answer. */
export function useOwn(client: Client): {
  notices: readonly OwnNotice[] | null;
  failed: boolean;
  again: () => void;
  /** Reads what is older, too; null where there is nothing. */
  older: (() => void) | null;
} {
  const [notices, setNotices] = useState<readonly OwnNotice[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [asked, setAsked] = useState(0);
  const [pages, setPages] = useState(1);
  const [hasOlder, setHasOlder] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const read = () =>
      void Promise.all([
        newest(pages, (max_id) =>
          client.read('/api/v1/notifications', { query: { ...WARNINGS, limit: PAGE, max_id } }, stop.signal),
        ),
        newest(pages, (max_id) =>
          client.read('/api/v1/appeals', { query: { limit: PAGE, max_id } }, stop.signal),
        ),
      ]).then(
        ([notifications, appeals]) => {
          setNotices(ownNotices(notifications, appeals));
          setHasOlder(notifications.length === pages * PAGE);
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
  }, [client, asked, pages]);
  const again = useCallback(() => setAsked((n) => n + 1), []);
  const older = useCallback(() => setPages((n) => n + 1), []);
  return { notices, failed, again, older: hasOlder ? older : null };
}

/** The newest of a list, so many pages of them. @throws Refusal */
async function newest<T extends { id: string }>(
  pages: number,
  read: (maxId: string | null) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let page = 0; page < pages && found.length === page * PAGE; page++)
    found.push(...(await read(found.at(-1)?.id ?? null)));
  return found;
}
