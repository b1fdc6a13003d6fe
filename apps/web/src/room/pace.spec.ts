import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pace } from './pace.js';

/** What an address may ask in 20 s, by docs/api.md, and how many phones share it. */
const [LIMIT, WITHIN_MS, PHONES] = [6_000, 20_000, 300];

describe('who follows a room by asking', () => {
  it('asks at once for each of four controls in a row, and again after a while', () => {
    const pace = new Pace(0);
    expect([0, 10, 20, 30].map((now) => pace.take(now))).toEqual([0, 0, 0, 0]);
    expect(pace.take(10_000)).toBe(0);
  });

  it('waits two seconds for each beyond', () => {
    const pace = new Pace(0);
    for (let n = 0; n < 4; n++) pace.take(0);
    expect(pace.take(0)).toBe(2_000);
    expect(pace.take(2_000)).toBe(2_000);
  });

  it('leaves room under what its address may ask, however fast it is answered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 }),
        (answers) => {
          const pace = new Pace(0);
          const asked: number[] = [];
          let now = 0;
          for (const ms of answers) {
            now += pace.take(now);
            asked.push(now);
            now += ms;
          }
          for (const from of asked) {
            const inWindow = asked.filter((at) => at >= from && at < from + WITHIN_MS).length;
            expect(inWindow * PHONES).toBeLessThanOrEqual(LIMIT * 0.75);
          }
        },
      ),
    );
  });
});
