import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { PaneReader, type PaneView } from './pane-reader.js';

/** A pane on the page: what it shows, and what can be asked of it. */
export interface PaneOnPage extends PaneView {
  loadOlder: () => Promise<void>;
  retry: () => void;
}

/** The public timeline from one place, at an instant or live. Another viewpoint is another pane, empty at first. */
export function usePane(from: string, at: string | null): PaneOnPage {
  const reader = useMemo(() => new PaneReader(from, at), [from, at]);
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  const view = useSyncExternalStore(reader.subscribe, reader.snapshot);
  return { ...view, loadOlder: reader.loadOlder, retry: reader.retry };
}
