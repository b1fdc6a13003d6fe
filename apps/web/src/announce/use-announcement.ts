import { useEffect, useRef, useState } from 'react';
import type { Band } from '../timeline/band.js';
import type { Pane } from '../timeline/timeline.js';
import { announce, turnedBetween, type Turned } from './announcement.js';

/** Milliseconds in which changes are announced together: of both panes, and the many of one decision. */
const GATHER = 600;

interface Told {
  decisions: Band[];
  left: Turned;
  right: Turned;
}

/**
 * The sentence for the live region: what last happened on the page. Null until something happens, and
 * always where the page is not live.
 */
export function useAnnouncement(
  left: Pane,
  right: Pane,
  live: boolean,
  chapter: string | null,
): string | null {
  // A new chapter has its own headline: what was said under the last one is over.
  const viewpoint = `${live} ${left.from} ${right.from} ${chapter ?? ''}`;
  const [said, setSaid] = useState<{ viewpoint: string; text: string } | null>(null);
  const before = useRef({ left, right, viewpoint });
  const now = useRef({ left, right });
  const told = useRef<Told | null>(null);
  const timer = useRef<number | undefined>(undefined);

  useEffect(() => {
    const was = before.current;
    before.current = { left, right, viewpoint };
    now.current = { left, right };
    // Posts that were read anew have not changed just now.
    const turnedOf = (one: Pane, other: Pane): Turned =>
      one.reads === other.reads ? turnedBetween(one.posts, other.posts) : { withheld: [], shown: [] };
    if (!live || was.viewpoint !== viewpoint) return;

    const change = { left: turnedOf(was.left, left), right: turnedOf(was.right, right) };
    const decisions = [...left.bands.values()].filter(
      (band) => band.kind === 'decision' && !was.left.bands.has(band.key),
    );
    const nothing = [change.left, change.right].every(
      (turned) => turned.withheld.length + turned.shown.length === 0,
    );
    if (nothing && decisions.length === 0) return;

    const sum: Told = told.current ?? {
      decisions: [],
      left: { withheld: [], shown: [] },
      right: { withheld: [], shown: [] },
    };
    told.current = {
      decisions: [...sum.decisions, ...decisions],
      left: both(sum.left, change.left),
      right: both(sum.right, change.right),
    };
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      const what = told.current;
      told.current = null;
      if (what === null) return;
      const sides = now.current;
      const text = announce(
        what.decisions,
        { from: sides.left.from, turned: what.left, posts: sides.left.posts },
        { from: sides.right.from, turned: what.right, posts: sides.right.posts },
      );
      setSaid({ viewpoint, text });
    }, GATHER);
  }, [left, right, live, viewpoint]);

  useEffect(() => {
    return () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
      told.current = null;
    };
  }, [viewpoint]);

  return said?.viewpoint === viewpoint ? said.text : null;
}

function both(one: Turned, other: Turned): Turned {
  return { withheld: [...one.withheld, ...other.withheld], shown: [...one.shown, ...other.shown] };
}
