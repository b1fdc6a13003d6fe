import { createHash } from 'node:crypto';
import { ulid } from '#domain';

const STEP_BYTES = 6;
const INDEX_BYTES = 4;
const MAX_INDEX = 2 ** 32 - 1;

/** The characters of a ULID that no index within the step touches: 48 bits of time, 45 of the step. */
const FIXED_CHARS = 19;
const CHARS = 26;

/**
 * The ids of the things that one step makes: its time, then the first 6 bytes of SHA-256 of
 * `<scenario>/<step>`, then the index of its command as 4 bytes, big-endian. They follow from the
 * file alone and ascend within the step, so links to them last and references are arithmetic.
 */
export class StepIds {
  private readonly chars: Buffer;
  private readonly stepBits: number;

  /** @param at the step's story time, ms since the Unix epoch */
  constructor(scenario: string, step: string, at: number) {
    const entropy = Buffer.alloc(STEP_BYTES + INDEX_BYTES);
    createHash('sha256').update(`${scenario}/${step}`).digest().copy(entropy, 0, 0, STEP_BYTES);
    this.chars = Buffer.from(ulid(at, entropy), 'latin1');
    // 48 bits are nine characters and three bits more, which share a character with the index.
    this.stepBits = entropy[STEP_BYTES - 1]! & 7;
  }

  /**
   * The same as `ulid(at, entropy)`, writing only the seven characters that differ: a step may make
   * half a million ids, and others refer to each of them.
   *
   * @param index of the command within the step, 0 … 2^32 − 1
   * @throws RangeError when it is out of range
   */
  at(index: number): string {
    if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) {
      throw new RangeError(`A step's index is 0 to ${MAX_INDEX}, got ${index}`);
    }
    let rest = this.stepBits * 2 ** 32 + index;
    for (let i = CHARS - 1; i >= FIXED_CHARS; i--, rest = Math.floor(rest / 32)) {
      this.chars[i] = CROCKFORD.charCodeAt(rest % 32);
    }
    return this.chars.toString('latin1');
  }
}

/** Crockford's base 32, as ULIDs are written. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
