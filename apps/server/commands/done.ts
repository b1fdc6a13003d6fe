import type { Done, Outcome } from '#commands';
import { RefusedException } from '../http/errors/refused.js';

/**
 * The outcome of commands that no restriction keeps from anybody, once they are done.
 *
 * @throws RefusedException where one of them was refused
 */
export function done(outcome: Outcome): Done {
  if (outcome.ok) return outcome;
  if (outcome.refusal.kind === 'withheld') throw new Error('No restriction binds these commands');
  throw new RefusedException(outcome.refusal);
}
