import { describe, expect, it } from '@jest/globals';
import { Allowance } from './allowance.js';

describe('an allowance', () => {
  it('lets each key do something so often within its window, says how long to wait, and begins anew', () => {
    const allowance = new Allowance(2, 60_000);
    allowance.take('one', 1_000);
    expect(allowance.left('one', 1_500)).toBeNull();
    allowance.take('one', 2_000);
    expect(allowance.left('one', 2_000)).toBe(59);
    expect(allowance.left('another', 2_000)).toBeNull();
    expect(allowance.left('one', 61_000)).toBeNull();
    allowance.take('one', 61_000);
    expect(allowance.left('one', 61_000)).toBeNull();
  });
});
