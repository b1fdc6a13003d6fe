import type { Gated, GateAnswer } from '#visibility';
import { RecordNotFoundException, UnavailableForLegalReasonsException } from './refused.js';

/** Unwraps the gate's answer. @throws RecordNotFoundException, or a 451 with the tombstone */
export function admitted<T>(answer: GateAnswer<T>): Gated<T> {
  if (answer.is === 'gone') throw new RecordNotFoundException();
  if (answer.is === 'withheld') throw new UnavailableForLegalReasonsException(answer.body, answer.countries);
  return answer.body;
}
