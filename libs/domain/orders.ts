import type { RestrictionKind } from './restrictions.js';

/**
 * The grounds of section 69A(1) of India's Information Technology Act, 2000, and `other` for
 * demands made under other laws.
 */
export const ORDER_GROUNDS = [
  'sovereignty_and_integrity',
  'defence',
  'security_of_the_state',
  'friendly_relations_with_foreign_states',
  'public_order',
  'incitement_to_a_cognizable_offence',
  'other',
] as const;
export type OrderGround = (typeof ORDER_GROUNDS)[number];

/** The decisions that the platform can take on an item. Refusing is a decision like any other. */
export const ITEM_OUTCOMES = ['withheld', 'suspended', 'labelled', 'limited', 'restored', 'refused'] as const;
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** Whom a refusal protects. */
export const REFUSAL_GROUNDS = ['news_media', 'journalist', 'activist', 'politician', 'other'] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

/** How an order stands; the last three end it and lift its restrictions. */
export const ORDER_STATUSES = ['in_force', 'confirmed', 'revoked', 'expired', 'set_aside'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The kind of restriction that an outcome imposes, if any. */
export const RESTRICTION_OF_OUTCOME: Readonly<Record<ItemOutcome, RestrictionKind | null>> = {
  withheld: 'withhold',
  suspended: 'suspend',
  labelled: 'label',
  limited: 'limit',
  restored: null,
  refused: null,
};

/** Whether an order still binds. */
export function orderBinds(status: OrderStatus): boolean {
  return status === 'in_force' || status === 'confirmed';
}

/** The most items one order may name: many times the largest that is known of. */
export const MAX_ORDER_ITEMS = 10_000;
