import { OUTCOMES, type FramePayloads, type Moment, type Outcome, type ProvenanceField } from '#contract';

/** Acts of a platform by rules of its own: a set beside `withheld`, and never added to it. */
export const BY_OWN_RULES = ['suspended', 'labelled', 'limited'] as const satisfies readonly Outcome[];

/** How many items stand so. */
export type Tally = Readonly<Record<Outcome, number>>;

/** An order after a moment. */
export interface OrderState {
  /** Null for those that are confidential: they are told without it, so they are one here. */
  id: string | null;
  title: string;
  /** The authority's words, or those it is reported to have said, as the frame gives them. */
  text: string;
  /** ISO 8601. */
  filedAt: string;
  provenance: ProvenanceField | null;
  confidential: boolean;
  size: number;
  /** One for each item, the first item first; null where it is not told which. */
  outcomes: readonly Outcome[] | null;
  /** Of a confidential order: decisions told, whatever was decided before; none counts as `open`. */
  tally: Tally;
  /** `confirmed`, `revoked`, `expired`, `set_aside`: what became of the order; null while it is as filed. */
  standing: { what: string; at: string } | null;
}

/** All orders after a moment. The same object until something about one of them changes. */
export interface OrdersState {
  /** The moment that made it so; -1 before there is any. */
  n: number;
  /** ISO 8601; null before there is any. */
  at: string | null;
  /** As filed, the oldest first. */
  orders: readonly OrderState[];
  /** Over the orders whose items are told; `items` is how many that is. */
  totals: Tally;
  items: number;
}

/** The orders of a tape after each of its moments. */
export interface OrdersIndex {
  /** Ascending in `n`; the first is that of no order at all. */
  readonly states: readonly OrdersState[];
}

const NONE: Tally = { withheld: 0, suspended: 0, labelled: 0, limited: 0, refused: 0, restored: 0, open: 0 };

const BEFORE: OrdersState = { n: -1, at: null, orders: [], totals: NONE, items: 0 };

/** Orders of a tape that hold more items than this are told by their counts: none of a scenario's does. */
const MOST_ITEMS = 100_000;

/**
 * Reads the orders of a tape once. A state is made for each moment that tells of an order or a decision;
 * an order that it does not touch is shared with the state before.
 *
 * @param moments of one tape, ascending; which place it is of makes no difference to its orders
 */
export function ordersOf(moments: readonly Moment[]): OrdersIndex {
  const states: OrdersState[] = [BEFORE];
  for (const { n, at, frames } of moments) {
    let orders = states[states.length - 1]!.orders;
    for (const frame of frames) {
      if (frame.type === 'order') orders = withOrder(orders, frame.payload, at);
      else if (frame.type === 'decision') orders = withDecision(orders, frame.payload);
    }
    if (orders !== states[states.length - 1]!.orders) states.push({ n, at, orders, ...totalsOf(orders) });
  }
  return { states };
}

/** The orders after moment `n`, by halving: cheap enough to ask at each frame of a screen. */
export function ordersAt({ states }: OrdersIndex, n: number): OrdersState {
  return states[stateIndexAt(states, n)]!;
}

/** Which of the states holds after moment `n`. */
export function stateIndexAt(states: readonly OrdersState[], n: number): number {
  let low = 0;
  let high = states.length;
  // The last state that was made at `n` or before; the first, of n -1, is before all.
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (states[middle]!.n <= n) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether it is an outcome that this page can draw; one of a newer server is counted as no decision. */
function isOutcome(text: string): text is Outcome {
  return (OUTCOMES as readonly string[]).includes(text);
}

function withOrder(
  orders: readonly OrderState[],
  { order_id, title, what, text, items, provenance }: FramePayloads['order'],
  at: string,
): readonly OrderState[] {
  const known = orders.find(({ id }) => id === order_id);
  if (what === 'filed') {
    if (known !== undefined)
      // Confidential orders cannot be told apart: they are one, which grows.
      return order_id === null ? replaced(orders, { ...known, size: known.size + items }) : orders;
    const confidential = order_id === null;
    const isListed = !confidential && items <= MOST_ITEMS;
    return [
      ...orders,
      {
        id: order_id,
        title,
        text,
        filedAt: at,
        provenance,
        confidential,
        size: items,
        outcomes: isListed ? new Array<Outcome>(items).fill('open') : null,
        tally: confidential ? NONE : { ...NONE, open: items },
        standing: null,
      },
    ];
  }
  if (known === undefined || known.confidential || what === 'noticed') return orders;
  return replaced(orders, { ...known, standing: { what, at } });
}

function withDecision(
  orders: readonly OrderState[],
  { order_id, outcome, items, numbers }: FramePayloads['decision'] & { numbers: readonly number[] | null },
): readonly OrderState[] {
  const known = orders.find(({ id }) => id === order_id);
  if (known === undefined || !isOutcome(outcome)) return orders;
  if (known.outcomes === null || numbers === null)
    return replaced(orders, { ...known, tally: { ...known.tally, [outcome]: known.tally[outcome] + items } });
  const outcomes = [...known.outcomes];
  const tally: Record<Outcome, number> = { ...known.tally };
  for (const number of numbers) {
    const before = outcomes[number - 1];
    if (before === undefined) continue;
    tally[before] -= 1;
    tally[outcome] += 1;
    outcomes[number - 1] = outcome;
  }
  return replaced(orders, { ...known, outcomes, tally });
}

function replaced(orders: readonly OrderState[], order: OrderState): readonly OrderState[] {
  return orders.map((one) => (one.id === order.id ? order : one));
}

function totalsOf(orders: readonly OrderState[]): Pick<OrdersState, 'totals' | 'items'> {
  const totals: Record<Outcome, number> = { ...NONE };
  let items = 0;
  for (const { confidential, tally, size } of orders) {
    if (confidential) continue;
    items += size;
    for (const outcome of OUTCOMES) totals[outcome] += tally[outcome];
  }
  return { totals, items };
}
