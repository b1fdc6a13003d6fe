import { timingSafeEqual } from 'node:crypto';

/** Whether somebody gave a secret; how long that takes says nothing of it but its length. */
export function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
