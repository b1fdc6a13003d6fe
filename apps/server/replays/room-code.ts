import { randomInt } from 'node:crypto';

/** Without letters and digits that are read for one another: 28 of them, so that there are 17 million codes. */
const ALPHABET = 'ACDEFGHJKLMNPQRTUVWXYZ234679';
const LENGTH = 5;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

export function newRoomCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** A code as it is stored, of whatever was typed; null where it can be none. */
export function asRoomCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  return CODE.test(code) ? code : null;
}
