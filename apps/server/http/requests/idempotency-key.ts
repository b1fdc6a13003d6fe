import { RefusedException } from '../errors/refused.js';

/** UTF-16 code units. */
const MAX_IDEMPOTENCY_KEY = 200;

/** How routes that take the header document it. */
export const IDEMPOTENCY_HEADER = {
  name: 'idempotency-key',
  required: false,
  description: 'The same one again gives the first result',
} as const;

/**
 * Reads the header of that name.
 *
 * @returns null without one
 * @throws RefusedException where it is too long
 */
export function idempotencyKey(key: string | undefined): string | null {
  if (key === undefined || key === '') return null;
  // Cut short, it would be another's.
  if (key.length > MAX_IDEMPOTENCY_KEY)
    throw RefusedException.invalid('Idempotency-Key', `must be at most ${MAX_IDEMPOTENCY_KEY} characters`);
  return key;
}
