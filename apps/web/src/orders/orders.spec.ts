import { describe, expect, it } from '@jest/globals';
import type { Moment, TapeFrame } from '#contract';
import { ordersAt, ordersOf } from './orders.js';

const ASHA = 'asha-s-order';
const BILAL = 'bilal-s-order';

const filed = (order_id: string | null, items: number): TapeFrame => ({
  type: 'order',
  payload: {
    order_id,
    title: order_id === null ? '' : `Order of ${order_id}`,
    what: 'filed',
    text: '',
    items,
    scenario: null,
    provenance: null,
  },
});

const became = (order_id: string, what: string): TapeFrame => ({
  type: 'order',
  payload: { order_id, title: '', what, text: '', items: 0, scenario: null, provenance: null },
});

const decided = (
  order_id: string | null,
  outcome: string,
  numbers: number[] | null,
  items = 0,
): TapeFrame => ({
  type: 'decision',
  payload: {
    order_id,
    outcome,
    reason: '',
    items: numbers?.length ?? items,
    scenario: null,
    provenance: null,
    numbers,
  },
});

/** A tape with one moment a minute. */
const tape = (...moments: TapeFrame[][]): Moment[] =>
  moments.map((frames, n) => ({
    n,
    at: new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString(),
    step: null,
    frames,
  }));

describe('the orders of a tape', () => {
  it('are none before the first is filed', () => {
    const index = ordersOf(tape([], [filed(ASHA, 3)]));
    for (const n of [-1, 0]) expect(ordersAt(index, n)).toMatchObject({ orders: [], items: 0, at: null });
  });

  it('are filed with every item open', () => {
    const { orders, totals, items, at } = ordersAt(ordersOf(tape([filed(ASHA, 3)])), 0);
    expect(orders).toMatchObject([
      { id: ASHA, size: 3, filedAt: at, confidential: false, outcomes: ['open', 'open', 'open'] },
    ]);
    expect([totals.open, items]).toEqual([3, 3]);
  });

  it('have of each item its latest decision, and count it once', () => {
    const index = ordersOf(
      tape([filed(ASHA, 4)], [decided(ASHA, 'withheld', [1, 2])], [decided(ASHA, 'restored', [2])]),
    );
    expect(ordersAt(index, 1).orders[0]?.outcomes).toEqual(['withheld', 'withheld', 'open', 'open']);
    const { orders, totals } = ordersAt(index, 2);
    expect(orders[0]?.outcomes).toEqual(['withheld', 'restored', 'open', 'open']);
    expect(totals).toMatchObject({ withheld: 1, restored: 1, open: 2 });
  });

  it('are the same object until something about one changes, and share those that did not', () => {
    const index = ordersOf(tape([filed(ASHA, 2), filed(BILAL, 2)], [], [decided(BILAL, 'refused', [1])]));
    expect(ordersAt(index, 1)).toBe(ordersAt(index, 0));
    expect(ordersAt(index, 2)).not.toBe(ordersAt(index, 1));
    expect(ordersAt(index, 2).orders[0]).toBe(ordersAt(index, 0).orders[0]);
    expect(ordersAt(index, 900)).toBe(ordersAt(index, 2));
  });

  it('come to totals over all of them', () => {
    const index = ordersOf(
      tape(
        [filed(ASHA, 2)],
        [filed(BILAL, 5)],
        [decided(ASHA, 'withheld', [1]), decided(BILAL, 'withheld', [4, 5])],
      ),
    );
    expect(ordersAt(index, 2)).toMatchObject({ items: 7, totals: { withheld: 3, open: 4 } });
  });

  it('are one, told by numbers alone, where they are confidential', () => {
    const index = ordersOf(
      tape(
        [filed(null, 12), filed(ASHA, 1)],
        [filed(null, 3)],
        [decided(null, 'withheld', null, 9), decided(null, 'restored', null, 4)],
      ),
    );
    const { orders, totals, items } = ordersAt(index, 2);
    expect(orders[0]).toMatchObject({ id: null, confidential: true, size: 15, outcomes: null });
    expect(orders[0]?.tally).toMatchObject({ withheld: 9, restored: 4, open: 0 });
    // What is not told item by item is added to nothing.
    expect([totals.withheld, items]).toEqual([0, 1]);
  });

  it('tell what became of an order, and leave its items as they were decided', () => {
    const index = ordersOf(
      tape([filed(ASHA, 1)], [decided(ASHA, 'withheld', [1])], [became(ASHA, 'revoked')]),
    );
    const { orders, at } = ordersAt(index, 2);
    expect(orders[0]).toMatchObject({ standing: { what: 'revoked', at }, outcomes: ['withheld'] });
  });

  it('pass over what they cannot place: numbers outside an order, outcomes and orders that are not known', () => {
    const index = ordersOf(
      tape(
        [filed(ASHA, 2)],
        [decided(ASHA, 'withheld', [0, 3, 2])],
        [decided(ASHA, 'shadowed', [1]), decided(BILAL, 'withheld', [1]), became(BILAL, 'revoked')],
      ),
    );
    expect(ordersAt(index, 2).orders.map(({ outcomes }) => outcomes)).toEqual([['open', 'withheld']]);
    expect(ordersAt(index, 2)).toBe(ordersAt(index, 1));
  });
});
