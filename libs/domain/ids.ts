/** Crockford's base 32, in ascending order, so that ids sort as their bytes do. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARS = 10;
const ENTROPY_BYTES = 10;

/** The form of an id, for regular expressions: a canonical, upper-case ULID. */
export const ID_PATTERN = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
const ID = new RegExp(`^${ID_PATTERN}$`);

/** The latest time an id can carry: 48 bits of milliseconds. */
export const MAX_TIME_MS = 2 ** 48 - 1;

/**
 * A ULID whose time is story time, so that ids sort in the order in which things happened.
 *
 * @param at milliseconds since the Unix epoch, 0 … 2^48 − 1
 * @param entropy ten bytes: random for a person's event, derived for a scenario's
 * @throws RangeError when either is out of range
 * @see https://github.com/ulid/spec
 */
export function ulid(at: number, entropy: Uint8Array): string {
  if (!Number.isSafeInteger(at) || at < 0 || at > MAX_TIME_MS) {
    throw new RangeError(`An id's time is 0 to ${MAX_TIME_MS} ms, got ${at}`);
  }
  if (entropy.length !== ENTROPY_BYTES) {
    throw new RangeError(`An id takes ${ENTROPY_BYTES} bytes of entropy, got ${entropy.length}`);
  }
  let id = '';
  for (let rest = at, i = 0; i < TIME_CHARS; i++, rest = Math.floor(rest / 32)) {
    id = ALPHABET.charAt(rest % 32) + id;
  }
  // 10 bytes are 16 characters of 5 bits: read off a small bit buffer.
  let buffer = 0;
  let bits = 0;
  for (const byte of entropy) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return id;
}

/** Whether a text has the form of an id: a canonical, upper-case ULID. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The story time an id carries, in milliseconds since the Unix epoch. */
export function timeOfId(id: string): number {
  let at = 0;
  for (const char of id.slice(0, TIME_CHARS)) at = at * 32 + ALPHABET.indexOf(char);
  return at;
}

/** The entropy of an id, which it carries beside its time: 80 bits. */
export function entropyOfId(id: string): bigint {
  let entropy = 0n;
  for (const char of id.slice(TIME_CHARS)) entropy = entropy * 32n + BigInt(ALPHABET.indexOf(char));
  return entropy;
}

const SCENARIO_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Whether a text can be the id of a scenario: that of its folder under `seeds/`. */
export function isScenarioId(text: string): boolean {
  return SCENARIO_ID.test(text);
}
