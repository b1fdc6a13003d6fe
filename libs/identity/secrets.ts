import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits, as text that any header or query takes. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The digest under which a secret of ours is kept. 256 random bits need no slow hash: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
