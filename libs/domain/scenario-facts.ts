import type { LoggedEvent } from './events.js';
import type { Restriction } from './restrictions.js';
import type { StoredAccount, StoredOrder, StoredPost } from './stored.js';

/** The counts of a subject from an instant on, ms since the epoch. */
export interface CountsSince<T> {
  subject: string;
  at: number;
  counts: T;
}

/** The events of a scenario that are of no post and of no account, and are told with their own words. */
export type ToldEvent = LoggedEvent<
  | 'context.added'
  | 'trend.observed'
  | 'order.filed'
  | 'order.noticed'
  | 'order.confirmed'
  | 'order.revoked'
  | 'order.expired'
  | 'order.set_aside'
  | 'item.decided'
>;

/**
 * All that a scenario looks like from anywhere, at any instant up to its end: read once, before anyone has
 * judged who may see it. What people here did since is no part of it, but for restrictions, which are those
 * of all times.
 */
export interface ScenarioFacts {
  id: string;
  /** The last instant of it that has come about, ms since the epoch: of a step, or by the clock. */
  end: number;
  /** Ids of steps by their instants. */
  steps: ReadonlyMap<number, string>;
  /** In story order, deleted ones too; as nobody counted them yet, with the restrictions of all times. */
  posts: readonly StoredPost[];
  /** Ascending by instant. */
  postCounts: readonly CountsSince<StoredPost['counts']>[];
  accountCounts: readonly CountsSince<StoredAccount['counts']>[];
  /** In the order in which they happened. */
  told: readonly ToldEvent[];
  orders: ReadonlyMap<string, Pick<StoredOrder, 'title' | 'confidential' | 'size'>>;
}

/** The restrictions on a scenario's posts and on the accounts that they are by, of all times. */
export function restrictionsIn({ posts }: Pick<ScenarioFacts, 'posts'>): Restriction[] {
  const accounts = new Set(posts.map(({ account }) => account));
  return [...posts, ...accounts].flatMap(({ restrictions }) => restrictions);
}
