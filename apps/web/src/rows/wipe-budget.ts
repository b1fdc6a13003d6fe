/** Wipes that may be drawn in a second; beyond these, posts change without one. */
const PER_SECOND = 4;

let taken: number[] = [];

/** Whether one more wipe may be drawn now: motion is wanted, somebody looks, and few are under way. */
export function takeWipe(): boolean {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return false;
  if (document.visibilityState !== 'visible') return false;
  const now = performance.now();
  taken = taken.filter((at) => now - at < 1_000);
  if (taken.length >= PER_SECOND) return false;
  taken.push(now);
  return true;
}
