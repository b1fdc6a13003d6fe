import { useEffect, useRef, useState } from 'react';

/** Rows below which a page looks empty; folded stand-ins may leave few of many. */
const ENOUGH = 12;
/** Pages read unasked, at most: a hall of phones behind one address reads them all. */
const UNASKED = 6;

interface Filling {
  /** Another viewpoint begins anew. */
  viewpoint: string;
  ready: boolean;
  endOpen: boolean;
  busy: boolean;
  loadOlder: () => void;
}

/**
 * Reads older pages until there is something to see: a page of folded stand-ins is one row.
 *
 * @returns to be told how many rows are drawn
 */
export function useFillPage({ viewpoint, ready, endOpen, busy, loadOlder }: Filling): (rows: number) => void {
  const [drawn, setDrawn] = useState(0);
  const read = useRef({ viewpoint, pages: 0 });

  // While a page is read it is not wanted, so this turns for each page.
  const wanted = ready && endOpen && !busy && drawn > 0 && drawn < ENOUGH;
  useEffect(() => {
    if (!wanted) return;
    if (read.current.viewpoint !== viewpoint) read.current = { viewpoint, pages: 0 };
    if (read.current.pages >= UNASKED) return;
    read.current.pages += 1;
    loadOlder();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each time that more is wanted
  }, [wanted, viewpoint]);

  return setDrawn;
}
