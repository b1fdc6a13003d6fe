import { describe, expect, it } from '@jest/globals';
import type { Moment } from '#contract';
import { at } from '../timeline/sample.fixture.js';
import { trendsAt, trendsOf } from './trends.js';

const trend = (n: number, tag: string, country: string, rank: number): Moment => ({
  n,
  at: at(n),
  step: `step-${n}`,
  frames: [
    {
      type: 'trend',
      payload: { id: `trend-${n}`, tag, country, rank, posts: null, scenario: 'sample', provenance: null },
    },
  ],
});

describe('what was seen trending', () => {
  const trends = trendsOf([
    trend(0, 'rivers', 'IN', 3),
    trend(1, 'bridges', 'IN', 1),
    trend(2, 'ferries', 'PT', 1),
    trend(3, 'rivers', 'IN', 2),
  ]);
  const seenAt = (n: number) =>
    trendsAt(trends, n).map(({ country, seen }) => [
      country,
      ...seen.map((one) => `${one.trend.tag} ${one.trend.rank}`),
    ]);

  it('is nothing before it was seen', () => {
    expect(seenAt(-1)).toEqual([]);
  });

  it('stands by country, the newest first', () => {
    expect(seenAt(2)).toEqual([
      ['PT', 'ferries 1'],
      ['IN', 'bridges 1', 'rivers 3'],
    ]);
  });

  it('given a hashtag that was seen twice in a country, is the last of them', () => {
    expect(seenAt(3)).toEqual([
      ['IN', 'rivers 2', 'bridges 1'],
      ['PT', 'ferries 1'],
    ]);
  });
});
