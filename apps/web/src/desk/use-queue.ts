import type { Queue, QueueEntry } from '#contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../session/client.js';
import { becameOf } from './acts.js';
import { listenToQueue } from './queue-news.js';
import { endRow, mergeRows, type Done, type Row } from './rows.js';

/** Milliseconds after which the queue is read again, while somebody looks at it and its changes are not told. */
const EVERY = 30_000;
/** Entries a page, and pages at most: more than a moderator has in view. */
const PAGE = 100;
const PAGES = 3;
/** Of how many that ended meanwhile it is asked how. */
const ASKED = 20;

export interface QueueOnPage {
  rows: readonly Row[];
  /** How many of each kind wait in all; null before the first answer. */
  counts: Queue['counts'] | null;
  /** The last reading failed; what is shown is older. */
  failed: boolean;
  refresh: () => void;
  /** Says that an entry ended, as whoever ended it knows. */
  end: (entry: QueueEntry, done: Done) => void;
  /** Says that an entry is another by now, as whoever changed it knows. */
  change: (entry: QueueEntry) => void;
}

/**
 * The queue, kept true: it is read whenever the server says that it is another, after each decision, and as the page
 * comes into view; where the server cannot say so, every half a minute. What somebody else is done with stays on the
 * list, with by whom and how.
 *
 * @param kind of this kind alone; null of all
 */
export function useQueue(client: Client, kind: QueueEntry['kind'] | null): QueueOnPage {
  const [state, setState] = useState<{
    rows: readonly Row[];
    counts: Queue['counts'] | null;
    failed: boolean;
  }>({
    rows: [],
    counts: null,
    failed: false,
  });
  const rows = useRef<readonly Row[]>([]);
  /** Raised by each decision: what was read before it is older than what is known. */
  const decisions = useRef(0);
  const reading = useRef<Promise<void> | null>(null);
  /** The queue is to be read once more: it changed while it was read. */
  const again = useRef(false);

  const show = useCallback((shown: readonly Row[], counts?: Queue['counts']) => {
    rows.current = shown;
    setState((before) => ({ rows: shown, counts: counts ?? before.counts, failed: false }));
  }, []);

  const read = useCallback(async (): Promise<void> => {
    let begun: number;
    do {
      begun = decisions.current;
      try {
        const { entries, counts } = await readQueue(client, kind);
        const { rows: merged, ended } = mergeRows(rows.current, entries);
        const became = await Promise.all(ended.slice(0, ASKED).map((entry) => endOf(client, entry)));
        if (decisions.current === begun) show([...merged, ...became], counts);
      } catch {
        setState((before) => ({ ...before, failed: true }));
      }
    } while (decisions.current !== begun);
  }, [client, kind, show]);

  const refresh = useCallback(() => {
    again.current = true;
    reading.current ??= (async () => {
      while (again.current) {
        again.current = false;
        await read();
      }
    })().finally(() => (reading.current = null));
  }, [read]);

  useEffect(() => {
    rows.current = [];
    refresh();
    const look = () => document.visibilityState === 'visible' && refresh();
    let isTold = false;
    const timer = window.setInterval(() => !isTold && look(), EVERY);
    const stop =
      client.token === null
        ? undefined
        : listenToQueue(client.token, { changed: refresh, told: (is) => (isTold = is) });
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('online', look);
    return () => {
      stop?.();
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
      window.removeEventListener('online', look);
    };
  }, [client, refresh]);

  const end = useCallback(
    (entry: QueueEntry, done: Done) => {
      decisions.current += 1;
      show(endRow(rows.current, entry, done));
    },
    [show],
  );
  const change = useCallback(
    (entry: QueueEntry) => {
      decisions.current += 1;
      show(rows.current.map((row) => (row.entry.id === entry.id ? { ...row, entry } : row)));
    },
    [show],
  );
  return { ...state, refresh, end, change };
}

/** An entry that waits no longer, as it ended. */
async function endOf(client: Client, entry: QueueEntry): Promise<Row> {
  const done = await becameOf(client, entry).catch(() => null);
  // Without a decision: its order was revoked, or what it is on is gone.
  return { entry, done: done ?? { outcome: 'gone', at: null, by: null, here: false } };
}

async function readQueue(client: Client, kind: QueueEntry['kind'] | null): Promise<Queue> {
  const entries: QueueEntry[] = [];
  let queue: Queue;
  let before: string | null = null;
  let pages = 0;
  do {
    queue = await client.read('/api/v1/admin/queue', { query: { limit: PAGE, kind, before } });
    entries.push(...queue.entries);
    before = queue.next;
    pages += 1;
  } while (before !== null && pages < PAGES);
  return { ...queue, entries };
}
