import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formOf, queryOf } from './form.js';

/** A form as plain objects, to compare it. */
const read = (query: string): unknown => JSON.parse(JSON.stringify(queryOf(query)));

describe('a form', () => {
  it.each<[string, unknown]>([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a', { a: '' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['a[]=1', { a: ['1'] }],
    ['a[]=1&a[]=2&a=3', { a: ['1', '2', '3'] }],
    ['a%5B%5D=%C3%A9', { a: ['é'] }],
    ['a[b]=1&a[c][d]=2', { a: { b: '1', c: { d: '2' } } }],
    ['a[b][]=1&a[b][]=2', { a: { b: ['1', '2'] } }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['a[][b][]=1&a[][b][]=2', { a: [{ b: ['1'] }, { b: ['2'] }] }],
    ['a[][]=1', { a: [['1']] }],
    ['a[=1&[]=2&[b]=3&a]=4', { 'a[': '1', '[]': '2', '[b]': '3', 'a]': '4' }],
    ['toString=1&a[constructor]=2', { toString: '1', a: { constructor: '2' } }],
    ['a=100%&b=%zz', { a: '100%', b: '%zz' }],
  ])('%s', (query, form) => {
    expect(read(query)).toEqual(form);
  });

  it.each([
    ['two things at once', 'a=1&a[b]=2'],
    ['two things at once, the other way round', 'a[b]=1&a=2&a[c]=3'],
    ['a list and a form', 'a[]=1&a[b]=2'],
    ['nested without end', `a${'[b]'.repeat(1_000)}=1`],
    ['bytes that are no text', 'a=%C3%A9%FF'],
    ['half a character', 'a=%C3&b=%A9'],
    ['a thousand and one fields', Array.from({ length: 1_001 }, (_, n) => `a${n}=`).join('&')],
  ])('is refused that is %s', (_, query) => {
    expect(() => queryOf(query)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('sets no prototype, whatever its names', () => {
    const form = queryOf('__proto__[admin]=1&a[__proto__][admin]=1&constructor[prototype][admin]=1');
    expect(({} as { admin?: string }).admin).toBeUndefined();
    expect(Object.keys(form)).toEqual(['__proto__', 'a', 'constructor']);
  });

  it('holds each value that it was sent, whatever the names, or is refused', () => {
    const name = fc.stringMatching(/^[ab[\]]{1,8}$/);
    const pair = fc.tuple(name, fc.uuid());
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 20 }), (pairs) => {
        let text: string;
        try {
          text = JSON.stringify(formOf(pairs));
        } catch (error) {
          expect(error).toMatchObject({ status: 400 });
          return;
        }
        for (const [, value] of pairs) expect(text).toContain(value);
      }),
    );
  });
});
