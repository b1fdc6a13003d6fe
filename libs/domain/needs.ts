import type { Subject } from './restrictions.js';
import { pairKey } from './world-keys.js';

/**
 * The parts of the present that some commands are decided on, as data: collected so that they are loaded
 * set-wise, and kept by the world that was loaded, which knows nothing else.
 */
export class Needs {
  readonly accounts = new Set<string>();
  readonly handles = new Set<string>();
  /** Accounts whose profiles are needed. */
  readonly profiles = new Set<string>();
  readonly posts = new Set<string>();
  /** Accounts whose answered replies are needed. */
  readonly answeredRepliesOf = new Set<string>();
  readonly likes = new Map<string, { actor: string; subject: string }>();
  /** Posts whose words are needed. */
  readonly words = new Set<string>();
  /** Posts that an account acts on: for some people alone, one has to know whether it is among them. */
  readonly audiences = new Map<string, { actor: string; subject: string }>();
  readonly follows = new Map<string, { actor: string; subject: string }>();
  /** Pairs of accounts: whether the one asks to follow the other. */
  readonly followRequests = new Map<string, { actor: string; subject: string }>();
  /** Pairs of accounts: whether one blocks the other, either way. */
  readonly blocks = new Map<string, { actor: string; subject: string }>();
  readonly reposts = new Map<string, { actor: string; subject: string }>();
  /** The sources of re-posts that these very commands make, by the re-post's id. */
  readonly passedOn = new Map<string, string>();
  readonly restrictions = new Set<string>();
  readonly authorities = new Set<string>();
  /** Accounts whose authority is needed. */
  readonly authoritiesOf = new Set<string>();
  readonly orders = new Set<string>();
  readonly items = new Map<string, { order_id: string; n: number }>();
  /** Orders all of whose items are needed. */
  readonly wholeOrders = new Set<string>();
  /** Orders filed under these ids, by whichever authority. */
  readonly externalIds = new Set<string>();
  readonly scenarios = new Set<string>();
  readonly idempotency = new Map<string, { account_id: string; key: string }>();
  /** Whether one of the commands is a person's, whom restrictions bind, unlike a scenario or the platform. */
  byPeople = false;
  /** Whether a command acts on another account, so that the roles of all these accounts are needed. */
  ranks = false;

  /** An order with all of its items. */
  wholeOrder(id: string): void {
    this.orders.add(id);
    this.wholeOrders.add(id);
  }

  /** A post that the actor acts on, if there is one who does. */
  actsOn(post: string, actor: string | null): void {
    this.posts.add(post);
    this.pair(this.audiences, actor, post);
  }

  /** Needs to know whether a relation exists between the actor, if there is one, and a thing. */
  pair(pairs: Needs['likes'], actor: string | null, subject: string): void {
    if (actor !== null) pairs.set(pairKey(actor, subject), { actor, subject });
  }

  /** Needs the subject of a restriction or an order's item; for a hashtag there is nothing to load. */
  subject({ type, id }: Subject, actor: string | null = null): void {
    if (type === 'account') this.accounts.add(id);
    if (type === 'post') this.actsOn(id, actor);
  }
}
