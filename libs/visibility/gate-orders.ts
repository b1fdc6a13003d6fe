import type { Account, Order, OrderItem, Status } from '#contract';
import {
  FEEDS,
  type StoredAccount,
  type StoredDecisions,
  type StoredItem,
  type StoredOrder,
  type StoredPage,
} from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import type { Gated } from './gated.js';
import { mayReadOrder, NO_ACTORS, presentItem, presentOrder } from './present-order.js';
import { originOf, Renderer, type Address } from './renderer.js';
import type { Viewpoint } from './viewpoint.js';

/** The content of an order's page. */
export interface OrderProfile {
  order: Order;
  /** How each item stands, by number, and the subject of those that are listed. */
  items: OrderItem[];
  /** The subjects of some items, by the item's number; those that the viewpoint may not know of are not there. */
  subjects: ReadonlyMap<number, { account: Account } | { status: Status }>;
  /** The latest first. */
  decisions: StoredDecisions[];
}

/** How long an order waited until something was first withheld on it. */
export interface OrderWait {
  order: Order;
  /** ms since the epoch; null where nothing was. */
  firstWithheld: number | null;
}

/** The gate for pages on orders. */
export class OrderGate {
  constructor(private readonly address: Address) {}

  private get origin(): string {
    return originOf(this.address);
  }

  private answer(viewpoint: Viewpoint, posts: StoredPage['posts'] = NO_POSTS): Answer {
    return new Answer(posts, viewpoint, new Renderer(this.origin));
  }

  /**
   * An order's page; null where the order may not be read.
   *
   * @param listed the accounts and posts that some of the items are about. A withheld one keeps its handle; one
   *   that is gone is not named
   */
  profile(
    order: StoredOrder,
    items: readonly StoredItem[],
    decisions: StoredDecisions[],
    listed: { accounts: readonly StoredAccount[]; posts: StoredPage['posts'] },
    viewpoint: Viewpoint,
  ): Gated<OrderProfile> | null {
    const answer = this.answer(viewpoint, listed.posts);
    const [readable] = readableOrders(answer, [order], this.origin);
    if (readable === undefined) return null;
    const accounts = new Map(listed.accounts.map((account) => [account.id, account]));
    const subjectOf = ({ subject }: StoredItem): { account: Account } | { status: Status } | null => {
      if (subject?.type === 'post') {
        const [status] = answer.list([subject.id], FEEDS.thread);
        return status === undefined ? null : { status };
      }
      const account = subject?.type === 'account' ? accounts.get(subject.id) : undefined;
      if (account === undefined) return null;
      const { verdict } = answer.judgementOnAccount(account);
      return verdict === 'deleted' || verdict === 'absent' ? null : { account: answer.account(account) };
    };
    const subjects = items.flatMap((item) => {
      const subject = subjectOf(item);
      return subject === null ? [] : [[item.n, subject] as const];
    });
    return answer.seal({
      order: readable,
      items: items.map((item) => presentItem(item, NO_ACTORS, viewpoint)),
      subjects: new Map(subjects),
      decisions,
    });
  }

  /** The orders that may be read from the viewpoint, each with when something was first withheld on it. */
  waits(
    orders: readonly StoredOrder[],
    firstWithheld: ReadonlyMap<string, number>,
    viewpoint: Viewpoint,
  ): Gated<OrderWait[]> {
    const answer = this.answer(viewpoint);
    const readable = readableOrders(answer, orders, this.origin);
    return answer.seal(
      readable.map((order) => ({ order, firstWithheld: firstWithheld.get(order.id) ?? null })),
    );
  }
}

/** The orders that may be read from an answer's viewpoint, presented; the others are left out. */
export function readableOrders(answer: Answer, orders: readonly StoredOrder[], origin: string): Order[] {
  return orders
    .filter((order) => answer.admits(mayReadOrder(order, answer.viewpoint)))
    .map((order) => presentOrder(order, origin));
}
