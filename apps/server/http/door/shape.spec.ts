import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { whatIsWrong, withoutNulls } from './shape.js';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const wide = (fields: number): object =>
  Object.fromEntries(Array.from({ length: fields }, (_, n) => [`k${n}`, n]));

describe('what a request may bring', () => {
  it('is anything that is small, plain and text', () => {
    const value = fc.jsonValue({ maxDepth: 8, stringUnit: fc.constantFrom('a', 'é', '💥', ' ', '\n') });
    fc.assert(fc.property(value, (given) => expect(whatIsWrong('The body', given)).toBeNull()));
  });

  it.each<[string, unknown, RegExp | null]>([
    ['100 fields', wide(100), null],
    ['101 fields', wide(101), /^The body has an object with more than 100 fields$/],
    ['101 fields, deep inside', [[{ a: wide(101) }]], /more than 100 fields/],
    ['10,000 objects', Array.from({ length: 10_000 }, () => wide(3)), null],
    ['100,000 objects', Array.from({ length: 100_000 }, () => ({})), /more than 50000 values/],
    ['16 levels', nested(16), null],
    ['17 levels', nested(17), /nested more than 16 deep/],
    ['a long text', { status: 'x'.repeat(100_000) }, null],
    ['a longer text', { status: 'x'.repeat(100_001) }, /^status is longer than 100000 characters$/],
    ['U+0000', { status: 'a\0b' }, /^status must be text/],
    ['half a character', ['\ud83d'], /^The body must be text/],
    ['U+0000 in a name', { 'a\0': 1 }, /^The body has a field whose name is none$/],
    ['a prototype', JSON.parse('{"__proto__": {}}'), /^The body has a field whose name is none$/],
    ['a name too long to be repeated', { ['x'.repeat(1_000)]: '\0' }, /^The body must be text/],
  ])('%s', (_, value, wrong) => {
    const said = whatIsWrong('The body', value);
    if (wrong === null) expect(said).toBeNull();
    else expect(said).toMatch(wrong);
  });
});

describe('a value without nulls', () => {
  it('has no field that is null, and all else as it was', () => {
    expect(withoutNulls({ a: null, b: [{ c: null, d: 0 }, null], e: { f: null } })).toEqual({
      b: [{ d: 0 }, null],
      e: {},
    });
    for (const plain of [null, 'text', 0, false, []]) expect(withoutNulls(plain)).toEqual(plain);
  });
});
