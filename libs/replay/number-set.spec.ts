import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NumberSet } from './number-set.js';

const subset = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
  .map((all) => all.sort((a, b) => a - b));

describe('numbers of a cohort or an order', () => {
  it('are one, or ranges in ascending order', () => {
    expect([...(NumberSet.parse(17, 20) as NumberSet)]).toEqual([17]);
    expect([...(NumberSet.parse('1-3, 5,7 - 8', 20) as NumberSet)]).toEqual([1, 2, 3, 5, 7, 8]);
  });

  it.each([
    ['0-3', '"0-3" start at 1, not at 0'],
    ['3-1', '"3-1" runs backwards'],
    ['1-3, 3', '"1-3, 3" must ascend, each number once; 3 comes after 3'],
    ['18-21', '"18-21" go beyond the last, 20'],
    ['1-x', '"1-x" are not numbers such as 17 or 1-120, 130, 140-257'],
    ['99999999999999999999', '"99999999999999999999" go beyond the last, 20'],
  ])('cannot be %s', (text, why) => {
    expect(NumberSet.parse(text, 20)).toBe(why);
  });

  it('know how many they are and the place of each, whatever their ranges', () => {
    fc.assert(
      fc.property(subset, (numbers) => {
        const set = NumberSet.where(60, (number) => numbers.includes(number));
        expect([...set]).toEqual(numbers);
        expect(set.count).toBe(numbers.length);
        for (let number = 0; number <= 61; number++)
          expect(set.indexOf(number)).toBe(numbers.indexOf(number));
      }),
    );
  });
});
