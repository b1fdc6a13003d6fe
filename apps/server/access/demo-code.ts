import { randomInt } from 'node:crypto';
import { sameSecret } from '../platform/same-secret.js';

// Without letters and digits that are read for one another.
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 8;

/** The code that `DEMO=public` asks for before it signs in a moderator or an authority. New at each start. */
export class DemoCode {
  readonly text = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

  is(code: string): boolean {
    return sameSecret(code.trim().toUpperCase(), this.text);
  }
}
