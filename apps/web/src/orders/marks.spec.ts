import { describe, expect, it } from '@jest/globals';
import { OUTCOME_SHAPES, type Outcome } from '#contract';
import { markPaths, MARKS_A_ROW } from './marks.js';

const items = (count: number, outcome: Outcome): Outcome[] => new Array<Outcome>(count).fill(outcome);

describe('the marks of an order', () => {
  it('are one path an outcome, however many items have it', () => {
    const { paths } = markPaths([...items(900, 'open'), ...items(100, 'withheld')]);
    expect(paths.map(({ outcome }) => outcome)).toEqual(['withheld', 'open']);
    expect(paths.map(({ d }) => d.split('M').length - 1)).toEqual([100, 900]);
  });

  it('stand in the order of the items, a row after a row', () => {
    const { rows, paths } = markPaths([...items(MARKS_A_ROW, 'open'), 'refused']);
    expect(rows).toBe(2);
    expect(paths[0]?.d).toBe(`M0 10${OUTCOME_SHAPES.refused}`);
  });

  it('are drawn once for the same outcomes', () => {
    const outcomes = items(3, 'restored');
    expect(markPaths(outcomes)).toBe(markPaths(outcomes));
  });

  it('differ by their shape, without colour', () => {
    expect(new Set(Object.values(OUTCOME_SHAPES)).size).toBe(Object.keys(OUTCOME_SHAPES).length);
  });
});
