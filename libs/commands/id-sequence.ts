import { randomBytes } from 'node:crypto';
import { ulid } from '#domain';

/**
 * Ids that ascend within a millisecond too, so that two posts of one moment keep their order. Each is
 * a random step beyond the one before, so that who knows one id cannot guess its neighbours.
 */
export function idSequence(): (at: number) => string {
  let lastAt = -1;
  // 80 bits, begun with the highest at 0: no millisecond has enough ids to run over.
  let entropy = 0n;
  return (at) => {
    entropy = at === lastAt ? entropy + 1n + randomBits(6) : randomBits(10) >> 1n;
    lastAt = at;
    return ulid(at, Buffer.from(entropy.toString(16).padStart(20, '0'), 'hex'));
  };
}

function randomBits(bytes: number): bigint {
  return BigInt(`0x${randomBytes(bytes).toString('hex')}`);
}
