import { describe, expect, it } from '@jest/globals';
import { isOfField, type Failure } from './failure.js';

describe('a refusal is of a field', () => {
  const refused = (status: number, message: string): Failure => ({ kind: 'refused', status, message });

  it('where it is a 422 that names the field first', () => {
    const message = 'Validation failed: assign is not to be given here';
    expect(isOfField('assign', refused(422, message))).toBe(true);
  });

  it.each([
    [
      'names another, whatever its reason says',
      refused(422, 'Validation failed: cut must not assign anything'),
    ],
    ['names one whose name begins alike', refused(422, 'Validation failed: assigned is unknown')],
    ['is no 422', refused(409, 'Validation failed: assign is taken')],
    ['is no refusal at all', { kind: 'unreachable' } satisfies Failure],
  ])('but not where it %s', (_which, failure) => {
    expect(isOfField('assign', failure)).toBe(false);
  });
});
