import type { Numbers } from './scenario-file.js';

const RANGES = /^\s*\d+(\s*-\s*\d+)?(\s*,\s*\d+(\s*-\s*\d+)?)*\s*$/;

/**
 * Some of the numbers from 1, kept as ranges: half a million of them take no more room than
 * `1-500000` does in the file. They ascend, each once, so a number's place is found by arithmetic.
 */
export class NumberSet {
  readonly count: number;
  /** The first and last of each range, and how many come before it. */
  private readonly ranges: readonly { first: number; last: number; before: number }[];

  private constructor(ranges: readonly (readonly [number, number])[]) {
    let count = 0;
    this.ranges = ranges.map(([first, last]) => {
      const range = { first, last, before: count };
      count += last - first + 1;
      return range;
    });
    this.count = count;
  }

  /**
   * @param max the largest number there is
   * @returns the set, or an error message to follow "numbers"
   */
  static parse(numbers: Numbers, max: number): NumberSet | string {
    const text = String(numbers);
    if (!RANGES.test(text)) return `"${text}" are not numbers such as 17 or 1-120, 130, 140-257`;
    const ranges: [number, number][] = [];
    let previous = 0;
    for (const part of text.split(',')) {
      const [first = NaN, last = first] = part.split('-').map(Number);
      if (first < 1) return `"${text}" start at 1, not at ${first}`;
      if (last < first) return `"${part.trim()}" runs backwards`;
      if (first <= previous)
        return `"${text}" must ascend, each number once; ${first} comes after ${previous}`;
      if (last > max) return `"${text}" go beyond the last, ${max}`;
      ranges.push([first, last]);
      previous = last;
    }
    return new NumberSet(ranges);
  }

  /** The numbers from 1 to `size` for which `includes` holds. */
  static where(size: number, includes: (number: number) => boolean): NumberSet {
    const ranges: [number, number][] = [];
    for (let number = 1; number <= size; number++) {
      if (!includes(number)) continue;
      const open = ranges.at(-1);
      if (open?.[1] === number - 1) open[1] = number;
      else ranges.push([number, number]);
    }
    return new NumberSet(ranges);
  }

  /** The place of a number among these, from 0; −1 where it is not one of them. */
  indexOf(number: number): number {
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.ranges[middle]!;
      if (number < range.first) high = middle - 1;
      else if (number > range.last) low = middle + 1;
      else return range.before + number - range.first;
    }
    return -1;
  }

  *[Symbol.iterator](): Generator<number> {
    for (const { first, last } of this.ranges)
      for (let number = first; number <= last; number++) yield number;
  }
}
