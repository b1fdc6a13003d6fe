import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant, parseInstant } from './instant.js';

describe('a moment in a scenario', () => {
  it.each([
    ['2021-02-10T13:34:00+05:30', '2021-02-10T08:04:00.000Z'],
    ['2021-02-10T13:34+05:30', '2021-02-10T08:04:00.000Z'],
    ['2021-02-10T08:04:00.5Z', '2021-02-10T08:04:00.500Z'],
    ['2020-02-29T00:00Z', '2020-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(parseInstant(text)).toBe(Date.parse(utc));
  });

  it.each([
    '2021-02-10T13:34:00',
    '2021-02-10',
    '2021-02-29T00:00:00Z',
    '2021-13-01T00:00:00Z',
    '2021-01-01T24:00:00Z',
    '2021-01-01T00:60:00Z',
    '2021-01-01T00:00:00+24:00',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:00:00-12:00',
    'now',
    '',
  ])('"%s" is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is read back as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.parse('9999-12-31') }), (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
      }),
    );
  });
});
