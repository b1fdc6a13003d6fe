import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csv, type Cell } from './csv.js';

/** Reads records as RFC 4180 has them: every field a text. */
function parse(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of text.matchAll(FIELD)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', '\r', '\n', '\t', '=', '+', '-', '@', "'", ' '),
});
const cell: fc.Arbitrary<Cell> = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));

describe('comma-separated values', () => {
  it('give back what went in, but for an apostrophe before what would be a formula', () => {
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(table, (records) => {
        const expected = records.map((record) =>
          record.map((one) =>
            typeof one === 'string' && /^[=+\-@\t\r\n]/.test(one) ? `'${one}` : String(one ?? ''),
          ),
        );
        expect(parse(csv(records))).toEqual(expected);
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A'])(
    'never begin a text with what a spreadsheet runs: %j',
    (formula) => {
      expect(parse(csv([[formula]]))).toEqual([[`'${formula}`]]);
    },
  );

  it('leave a number what it is, and nothing empty', () => {
    expect(csv([[-1, null, true, '']])).toBe('-1,,true,\r\n');
  });
});
