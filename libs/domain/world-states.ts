import type { Visibility } from './audience.js';
import type { ItemOutcome, OrderStatus } from './orders.js';
import type { Subject } from './restrictions.js';
import type { VenueId } from './venues.js';

export interface AccountState {
  id: string;
  venue: VenueId;
  handle: string;
  kind: 'person' | 'body' | 'stand_in';
  scenario: string | null;
}

export interface PostState {
  id: string;
  account: string;
  venue: VenueId;
  visibility: Visibility;
  /** The accounts that a post for some people alone mentions, by `handleKey`; none of a post for everybody. */
  mentions: readonly string[];
  in_reply_to: string | null;
  repost_of: string | null;
  quote_of: string | null;
  deleted: boolean;
}

export interface AuthorityState {
  id: string;
  /** The account that files orders as it here; null for a scenario's. */
  account: string | null;
  scenario: string | null;
}

export interface OrderState {
  id: string;
  authority: string;
  /** The account that filed it here; null of a scenario's. */
  filer: string | null;
  venue: VenueId;
  countries: string[];
  confidential: boolean;
  status: OrderStatus;
  /** How many items it has; they are numbered from 1. */
  size: number;
  scenario: string | null;
}

export interface ItemState {
  subject: Subject | null;
  /** The account that the subject is, or belongs to; null where it is nobody's. */
  owner: string | null;
  /** The latest decision's; null while the item is open. */
  outcome: ItemOutcome | null;
  /** The restriction that decision imposed and that still holds. */
  restriction: string | null;
}
