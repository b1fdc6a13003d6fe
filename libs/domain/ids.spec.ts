import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isId, MAX_TIME_MS, timeOfId, ulid } from '#domain';

const entropy = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.integer({ min: 0, max: MAX_TIME_MS });

describe('an id', () => {
  it('carries its story time, whatever its entropy', () => {
    fc.assert(
      fc.property(time, entropy, (at, bytes) => {
        const id = ulid(at, bytes);
        expect(isId(id)).toBe(true);
        expect(timeOfId(id)).toBe(at);
      }),
    );
  });

  it('sorts by time first, then by entropy', () => {
    fc.assert(
      fc.property(time, entropy, time, entropy, (at, bytes, otherAt, otherBytes) => {
        const order = at - otherAt || Buffer.compare(bytes, otherBytes);
        const [id, other] = [ulid(at, bytes), ulid(otherAt, otherBytes)];
        expect(Math.sign(order)).toBe(id < other ? -1 : id > other ? 1 : 0);
      }),
    );
  });

  it('has the form of the specification’s own example', () => {
    expect(ulid(1469918176385, new Uint8Array(10)).slice(0, 10)).toBe('01ARYZ6S41');
  });
});
