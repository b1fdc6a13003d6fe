import { describe, expect, it } from '@jest/globals';
import type { OrdersState, Tally } from './orders.js';
import { areaPath, axisMarks, outcomeSteps } from './outcome-steps.js';

const NONE: Tally = { withheld: 0, suspended: 0, labelled: 0, limited: 0, refused: 0, restored: 0, open: 0 };
const BEFORE: OrdersState = { n: -1, at: null, orders: [], totals: NONE, items: 0 };

/** A state, so many seconds into the story. */
const after = (seconds: number, totals: Partial<Tally>, orders: OrdersState['orders'] = []): OrdersState => ({
  n: seconds,
  at: new Date(seconds * 1000).toISOString(),
  orders,
  totals: { ...NONE, ...totals },
  items: 10,
});
const asStory = (at: number): number => at;

describe('outcomes over stage time', () => {
  it('are stacked from what is withheld up to what is open, without those that nothing has', () => {
    const steps = outcomeSteps([BEFORE, after(1, { open: 10 }), after(2, { withheld: 4, open: 6 })], asStory);
    expect(steps).toEqual([
      {
        outcome: 'withheld',
        steps: [
          { x: 1000, from: 0, to: 0 },
          { x: 2000, from: 0, to: 4 },
        ],
      },
      {
        outcome: 'open',
        steps: [
          { x: 1000, from: 0, to: 10 },
          { x: 2000, from: 4, to: 10 },
        ],
      },
    ]);
  });

  it('are drawn in steps, up to now and no further', () => {
    const steps = [
      { x: 10, from: 0, to: 4 },
      { x: 20, from: 0, to: 6 },
      { x: 30, from: 0, to: 9 },
    ];
    expect(areaPath(steps, 25, asStory, asStory)).toBe('M10 0V4H20V0zM20 0V6H25V0z');
  });

  it('have nothing where there is nothing', () => {
    expect(areaPath([{ x: 10, from: 3, to: 3 }], 25, asStory, asStory)).toBe('');
    expect(outcomeSteps([BEFORE], asStory)).toEqual([]);
  });

  it('are named by the days on which orders were filed and items decided, each day once', () => {
    const order = { id: 'asha-s-order' } as OrdersState['orders'][number];
    const marks = axisMarks(
      [BEFORE, after(1, {}, [order]), after(2, {}, [order]), after(90_000, {}, [order])],
      (at) => at.slice(0, 10),
      asStory,
    );
    expect(marks.map(({ x, filed }) => [x, filed])).toEqual([
      [1000, true],
      [90_000_000, false],
    ]);
  });
});
