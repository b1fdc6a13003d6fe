/** The middle one, or the mean of the two in the middle. @throws where there is none */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('Nothing was measured');
  return (low + high) / 2;
}

/** The middle of what one is of the other, sample by sample: both were taken right after each other. */
export function medianRatio(samples: readonly number[], limits: readonly number[]): number {
  return median(samples.map((sample, n) => sample / (limits[n] ?? Number.NaN)));
}

/** A quantile of sorted samples: 0.99 for the 99th percentile. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
