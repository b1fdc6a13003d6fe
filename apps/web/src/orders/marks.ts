import { MARK, OUTCOMES, OUTCOME_SHAPES, type Outcome } from '#contract';

/** Marks a row. */
export const MARKS_A_ROW = 57;
/** The marks of an order as one path for each outcome that it has, in the order of `OUTCOMES`. */
export interface MarkPaths {
  rows: number;
  paths: readonly { outcome: Outcome; d: string }[];
}

const drawn = new WeakMap<readonly Outcome[], MarkPaths>();

/** Draws an order's marks, `MARKS_A_ROW` a row; the same outcomes are drawn once. */
export function markPaths(outcomes: readonly Outcome[]): MarkPaths {
  let known = drawn.get(outcomes);
  if (known === undefined) {
    known = draw(outcomes);
    drawn.set(outcomes, known);
  }
  return known;
}

function draw(outcomes: readonly Outcome[]): MarkPaths {
  const parts = new Map<Outcome, string[]>();
  outcomes.forEach((outcome, index) => {
    const x = (index % MARKS_A_ROW) * MARK;
    const y = Math.floor(index / MARKS_A_ROW) * MARK;
    let list = parts.get(outcome);
    if (list === undefined) parts.set(outcome, (list = []));
    list.push(`M${x} ${y}${OUTCOME_SHAPES[outcome]}`);
  });
  return {
    rows: Math.ceil(outcomes.length / MARKS_A_ROW),
    paths: OUTCOMES.flatMap((outcome) => {
      const list = parts.get(outcome);
      return list === undefined ? [] : [{ outcome, d: list.join('') }];
    }),
  };
}
