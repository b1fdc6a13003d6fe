import { describe, expect, it } from '@jest/globals';
import { extended, NOTHING_CHOSEN, stillOf, toggled } from './selection.js';

const ROWS = ['a', 'b', 'c', 'd'];

describe('a selection', () => {
  it('takes a row in, and out again', () => {
    const one = toggled(NOTHING_CHOSEN, 'b');
    expect(one.chosen).toEqual(['b']);
    expect(toggled(one, 'b').chosen).toEqual([]);
  });

  it('extends from the row that was chosen last, in either direction', () => {
    expect(extended(toggled(NOTHING_CHOSEN, 'b'), 'd', ROWS).chosen).toEqual(['b', 'c', 'd']);
    expect(extended(toggled(NOTHING_CHOSEN, 'c'), 'a', ROWS).chosen).toEqual(['c', 'a', 'b']);
  });

  it('extends from nowhere to the one row', () => {
    expect(extended(NOTHING_CHOSEN, 'c', ROWS)).toEqual({ chosen: ['c'], anchor: 'c' });
  });

  it('does not reach what cannot be chosen', () => {
    const chosen = toggled(NOTHING_CHOSEN, 'a');
    expect(extended(chosen, 'z', ROWS)).toEqual(chosen);
    expect(extended({ chosen: ['a'], anchor: 'gone' }, 'c', ROWS).chosen).toEqual(['a', 'c']);
  });

  it('loses what waits no longer, and is the same where all does', () => {
    const chosen = extended(toggled(NOTHING_CHOSEN, 'a'), 'c', ROWS);
    expect(stillOf(chosen, new Set(['a', 'c'])).chosen).toEqual(['a', 'c']);
    expect(stillOf(chosen, new Set(ROWS))).toBe(chosen);
  });
});
