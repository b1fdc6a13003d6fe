import type {
  Account,
  Authority,
  BulkDecision,
  Order,
  OrderItem,
  ResolvedLine,
  RestrictionField,
  Status,
} from '#contract';
import {
  everBegan,
  FEEDS,
  timeOfId,
  type Restriction,
  type StoredAccount,
  type StoredDecisions,
  type StoredItem,
  type StoredOrder,
  type StoredPage,
  type Subject,
} from '#domain';
import { Answer, NO_POSTS } from './answer.js';
import type { Gated } from './gated.js';
import { mayKnowOfSubject, type RestrictedSubjects } from './known.js';
import {
  mayKnowOfAuthority,
  mayReadGrounds,
  mayReadOrder,
  NO_ACTORS,
  presentAuthority,
  presentItem,
  presentOrder,
  presentRestriction,
  subjectField,
  type Actors,
} from './present-order.js';
import { byRole, GRANTED } from './read-access.js';
import { originOf, Renderer, type Address } from './renderer.js';
import type { Viewpoint } from './viewpoint.js';

/** The content of an authority's page. */
export interface AuthorityProfile {
  authority: Authority;
  scenario: string | null;
  orders: Order[];
}

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

/** The gate for orders and restrictions, and for the pages on them. */
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

  /**
   * An authority's page: who it is, and its orders that may be read from the viewpoint. Null where the page
   * would reveal that it has filed orders of which none may be read.
   */
  authority(
    authority: StoredOrder['authority'] & { scenario: string | null },
    orders: readonly StoredOrder[],
    viewpoint: Viewpoint,
  ): Gated<AuthorityProfile> | null {
    const answer = this.answer(viewpoint);
    const readable = readableOrders(answer, orders, this.origin);
    if (!answer.admits(mayKnowOfAuthority(authority, readable.length > 0, viewpoint))) return null;
    return answer.seal({
      authority: presentAuthority(authority, this.origin),
      scenario: authority.scenario,
      orders: readable,
    });
  }

  /** An order, or null where it may not be read from the viewpoint. */
  order(order: StoredOrder, viewpoint: Viewpoint): Gated<Order> | null {
    const answer = this.answer(viewpoint);
    const [readable] = readableOrders(answer, [order], this.origin);
    return readable === undefined ? null : answer.seal(readable);
  }

  /** The orders that may be read from the viewpoint; the others are left out. */
  orders(orders: readonly StoredOrder[], viewpoint: Viewpoint): Gated<Order[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(readableOrders(answer, orders, this.origin));
  }

  /** An order's items; null where it may not be read. They name the things demanded, not what those say. */
  items(
    order: StoredOrder,
    items: readonly StoredItem[],
    viewpoint: Viewpoint,
    actors = NO_ACTORS,
  ): Gated<OrderItem[]> | null {
    const answer = this.answer(viewpoint);
    if (!answer.admits(mayReadOrder(order, viewpoint))) return null;
    return answer.seal(items.map((item) => presentItem(item, actors, viewpoint)));
  }

  /** Tells how a decision on many items went; null where the order may not be read. */
  bulkDecision(
    order: StoredOrder,
    { decided, refused }: Omit<BulkDecision, 'order'>,
    viewpoint: Viewpoint,
  ): Gated<BulkDecision> | null {
    const answer = this.answer(viewpoint);
    const [readable] = readableOrders(answer, [order], this.origin);
    return readable === undefined ? null : answer.seal({ order: readable, decided, refused });
  }

  /** Tells which subjects lines name: their ids, as filing an order tells them, and none of their words. */
  resolved(
    lines: readonly (Omit<ResolvedLine, 'status_id' | 'account_id' | 'tag'> & { subject: Subject | null })[],
    viewpoint: Viewpoint,
  ): Gated<ResolvedLine[]> {
    return this.answer(viewpoint).seal(
      lines.map(({ subject, ...line }) => ({ ...line, ...subjectField(subject) })),
    );
  }

  /** Restrictions. A subject that the viewpoint may not know of is not named, only that it was restricted. */
  restrictions(
    restrictions: readonly Restriction[],
    subjects: RestrictedSubjects,
    viewpoint: Viewpoint,
    actors = NO_ACTORS,
  ): Gated<RestrictionField[]> {
    const answer = this.answer(viewpoint);
    return answer.seal(
      restrictions.map((restriction) => this.told(answer, restriction, subjects, viewpoint, actors)),
    );
  }

  /**
   * One restriction, as a list of them has it; null where it is not there: it has not been imposed yet, or, but
   * for moderators, has not begun, or never did.
   */
  restrictionOn(
    restriction: Restriction,
    subjects: RestrictedSubjects,
    viewpoint: Viewpoint,
    actors = NO_ACTORS,
  ): Gated<RestrictionField> | null {
    const answer = this.answer(viewpoint);
    const { id, from } = restriction;
    const isThere = from <= viewpoint.at && everBegan(restriction);
    if (timeOfId(id) > viewpoint.at || !answer.admits(isThere ? GRANTED : byRole(id, viewpoint))) return null;
    return answer.seal(this.told(answer, restriction, subjects, viewpoint, actors));
  }

  private told(
    answer: Answer,
    restriction: Restriction,
    subjects: RestrictedSubjects,
    viewpoint: Viewpoint,
    actors: Actors,
  ): RestrictionField {
    const may = {
      name: answer.admits(mayKnowOfSubject(restriction.subject, subjects, viewpoint)),
      giveGrounds: answer.admits(mayReadGrounds(restriction, viewpoint)),
    };
    return presentRestriction(restriction, viewpoint, may, actors);
  }

  /** A restriction, as the answer to whoever imposed, changed or lifted it. */
  restriction(restriction: Restriction, viewpoint: Viewpoint, actors = NO_ACTORS): Gated<RestrictionField> {
    const answer = this.answer(viewpoint);
    const giveGrounds = answer.admits(mayReadGrounds(restriction, viewpoint));
    return answer.seal(presentRestriction(restriction, viewpoint, { name: true, giveGrounds }, actors));
  }
}

/** The orders that may be read from an answer's viewpoint, presented; the others are left out. */
function readableOrders(answer: Answer, orders: readonly StoredOrder[], origin: string): Order[] {
  return orders
    .filter((order) => answer.admits(mayReadOrder(order, answer.viewpoint)))
    .map((order) => presentOrder(order, origin));
}
