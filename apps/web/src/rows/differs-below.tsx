import { useEffect, useState, type RefObject } from 'react';
import type { FoldedRow } from '../timeline/folding.js';

/** A sliver at the foot of the window is not in view yet. */
const SLIVER = '0px 0px -96px 0px';

interface Props {
  list: RefObject<HTMLDivElement | null>;
  rows: readonly FoldedRow[];
  /** The reader is at the top, where nothing that is withheld may be in view. */
  atTop: boolean;
}

/** Something is withheld further down, and nothing of it is in view: how to get there. How many is not said: only what is loaded is known. */
export function DiffersBelow({ list, rows, atTop }: Props) {
  const anything = rows.some(withholds);
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const first = firstOf(list.current);
    if (first === null) return;
    const watcher = new IntersectionObserver(([seen]) => setHidden(seen?.isIntersecting === false), {
      rootMargin: SLIVER,
    });
    watcher.observe(first);
    return () => watcher.disconnect();
  }, [list, rows]);
  if (!atTop || !hidden || !anything) return null;
  const show = () => firstOf(list.current)?.scrollIntoView({ block: 'center' });
  return (
    <div className="pill-place below">
      <button type="button" className="pill withholds" onClick={show}>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 5v13M6.500 13 12 18.500 17.500 13" />
        </svg>
        Withheld below
      </button>
    </div>
  );
}

function firstOf(list: HTMLDivElement | null): HTMLElement | null {
  return list?.querySelector<HTMLElement>('.row:has(.differs)') ?? null;
}

function withholds(row: FoldedRow): boolean {
  if (row.kind === 'fold') return row.left.withheld !== row.right.withheld;
  return row.kind === 'pair' && row.left?.tombstone !== row.right?.tombstone;
}
