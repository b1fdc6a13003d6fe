import { ITEM_OUTCOMES, type ItemOutcome } from '#domain';
import { NumberSet } from './number-set.js';
import type { Numbers } from './scenario-file.js';

const OPEN = 0;

/** How the items of an order stand as its scenario unfolds: one byte each, `OPEN` or an outcome's place. */
export class OrderItems {
  private readonly outcomes: Uint8Array;

  constructor(readonly size: number) {
    this.outcomes = new Uint8Array(size);
  }

  /** @returns the items meant, or an error message to follow "items" */
  select(items: Numbers): NumberSet | string {
    if (items !== 'open') return NumberSet.parse(items, this.size);
    const open = NumberSet.where(this.size, (n) => this.outcomes[n - 1] === OPEN);
    return open.count > 0 ? open : '"open" are none: every one has a decision by then';
  }

  decide(items: NumberSet, outcome: ItemOutcome): void {
    for (const n of items) this.outcomes[n - 1] = ITEM_OUTCOMES.indexOf(outcome) + 1;
  }
}
