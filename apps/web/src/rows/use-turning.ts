import type { Status } from '#contract';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { takeWipe } from './wipe-budget.js';

/** Milliseconds of the wipe, and of the ring that says "still here" (`--wipe`, `--hold` in the tokens). */
const WIPE = 700;
const HOLD = 1_600;

/** The state of a row while a post of it turns into its tombstone, or back. */
export interface Turning {
  /** The status that was shown on each side, while it is wiped away; null otherwise. */
  leavingLeft: Status | null;
  leavingRight: Status | null;
  /** The side that still reads as before. */
  still: 'left' | 'right' | null;
}

interface Sides {
  left: Status | null;
  right: Status | null;
}

const AT_REST: Turning = { leavingLeft: null, leavingRight: null, still: null };

/**
 * Watches a row for a tombstone coming or going. The words of what was withheld are kept for the length
 * of the wipe and then dropped; where motion is unwanted or too much happens at once, not at all.
 */
export function useTurning({ left, right }: Sides): Turning {
  const seen = useRef<Sides>({ left, right });
  const [turning, setTurning] = useState<Turning>(AT_REST);

  // Before the browser paints: the sheet and its tombstone must not flicker past each other.
  useLayoutEffect(() => {
    const was = seen.current;
    seen.current = { left, right };
    const [turnedLeft, turnedRight] = [turned(was.left, left), turned(was.right, right)];
    if (!turnedLeft && !turnedRight) return;
    const wiped = takeWipe();
    setTurning({
      leavingLeft: turnedLeft && wiped ? was.left : null,
      leavingRight: turnedRight && wiped ? was.right : null,
      still: turnedLeft === turnedRight ? null : turnedLeft ? 'right' : 'left',
    });
  }, [left, right]);

  const leaving = turning.leavingLeft !== null || turning.leavingRight !== null;
  useEffect(() => {
    if (!leaving) return;
    const drop = () => setTurning((now) => ({ ...now, leavingLeft: null, leavingRight: null }));
    const timer = window.setTimeout(drop, WIPE);
    return () => window.clearTimeout(timer);
  }, [leaving]);

  const ringing = turning.still !== null;
  useEffect(() => {
    if (!ringing) return;
    const timer = window.setTimeout(() => setTurning((now) => ({ ...now, still: null })), HOLD);
    return () => window.clearTimeout(timer);
  }, [ringing]);

  return turning;
}

function turned(before: Status | null, after: Status | null): boolean {
  return before !== null && after !== null && before.id === after.id && before.tombstone !== after.tombstone;
}
