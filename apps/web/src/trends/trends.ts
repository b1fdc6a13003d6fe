import type { Moment, TapePayloads } from '#contract';

/** A hashtag that was seen among the trends of a country: at which moment of a tape, and when, ISO 8601. */
export interface SeenTrend {
  n: number;
  at: string;
  trend: TapePayloads['trend'];
}

/** All trends that a tape tells, in its order. */
export function trendsOf(moments: readonly Moment[]): SeenTrend[] {
  return moments.flatMap(({ n, at, frames }) =>
    frames.flatMap((frame) => (frame.type === 'trend' ? [{ n, at, trend: frame.payload }] : [])),
  );
}

/**
 * Those seen up to a moment, by country, the newest first; of one hashtag in one country the last.
 *
 * @param n the number of the moment; -1 before the first
 */
export function trendsAt(trends: readonly SeenTrend[], n: number): { country: string; seen: SeenTrend[] }[] {
  const last = new Map<string, SeenTrend>();
  for (const one of trends) {
    if (one.n > n) break;
    const key = `${one.trend.country} ${one.trend.tag}`;
    last.delete(key);
    last.set(key, one);
  }
  const byCountry = new Map<string, SeenTrend[]>();
  for (const one of [...last.values()].reverse())
    byCountry.set(one.trend.country, [...(byCountry.get(one.trend.country) ?? []), one]);
  return [...byCountry].map(([country, seen]) => ({ country, seen }));
}
