import { OUTCOMES, type Outcome } from '#contract';
import type { OrdersState } from './orders.js';

/** A corner of a step: from `x` on it reaches from `from` up to `to` items. */
export interface Step {
  x: number;
  from: number;
  to: number;
}

/** The items of one outcome over stage time. */
export interface OutcomeSteps {
  outcome: Outcome;
  steps: readonly Step[];
}

/** From the ground up: what is shown nowhere or not everywhere stands below what stands as it was. */
const STACKED: readonly Outcome[] = OUTCOMES;

/**
 * Stacks the outcomes of all items over stage time. Between two decisions nothing changes, so each is a
 * step and never a slope.
 *
 * @param states of an index, up to the one that is shown
 * @param positionAt where on stage a story time is, ms
 */
export function outcomeSteps(
  states: readonly OrdersState[],
  positionAt: (storyAt: number) => number,
): OutcomeSteps[] {
  const told = states.flatMap((state) =>
    state.at === null ? [] : [{ x: positionAt(Date.parse(state.at)), totals: state.totals }],
  );
  const ground = told.map(() => 0);
  return STACKED.map((outcome) => ({
    outcome,
    steps: told.map(({ x, totals }, index) => {
      const from = ground[index]!;
      const to = from + totals[outcome];
      ground[index] = to;
      return { x, from, to };
    }),
  })).filter(({ steps }) => steps.some(({ from, to }) => to > from));
}

/**
 * The area of an outcome as a path.
 *
 * @param until the last position, ms: the last step reaches to it
 * @param toX where a position is drawn
 * @param toY where a number of items is drawn
 */
export function areaPath(
  steps: readonly Step[],
  until: number,
  toX: (position: number) => number,
  toY: (items: number) => number,
): string {
  let path = '';
  steps.forEach(({ x, from, to }, index) => {
    const end = Math.min(until, steps[index + 1]?.x ?? until);
    if (to === from || end <= x) return;
    path += `M${round(toX(x))} ${round(toY(from))}V${round(toY(to))}H${round(toX(end))}V${round(toY(from))}z`;
  });
  return path;
}

/** Labels of the axis: the first moment of each order, and where there is room, of each day with a decision. */
export function axisMarks(
  states: readonly OrdersState[],
  dayOf: (at: string) => string,
  positionAt: (storyAt: number) => number,
): { x: number; at: string; filed: boolean }[] {
  const marks: { x: number; at: string; filed: boolean }[] = [];
  let day = '';
  let orders = 0;
  for (const state of states) {
    if (state.at === null) continue;
    const filed = state.orders.length > orders;
    orders = state.orders.length;
    const today = dayOf(state.at);
    if (today !== day || filed) marks.push({ x: positionAt(Date.parse(state.at)), at: state.at, filed });
    day = today;
  }
  return marks;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
