import { describe, expect, it } from '@jest/globals';
import type { ResolvedLine } from '#contract';
import { askable, itemsOf, pastedLines, readLines } from './lines.js';

const NOTHING = { status_id: null, account_id: null, tag: null, url: null, same_as: null, error: null };
const answer = (line: number, text: string, rest: Partial<ResolvedLine>): ResolvedLine => ({
  ...NOTHING,
  line,
  text,
  ...rest,
});

describe('pasted lines', () => {
  it('are those that say something, under their numbers in the field, however lines end', () => {
    expect(
      pastedLines('  /@asha/1 \r\n\r\n#saturday\n\t\n@bilal').map(({ line, text }) => [line, text]),
    ).toEqual([
      [1, '/@asha/1'],
      [3, '#saturday'],
      [5, '@bilal'],
    ]);
    expect(pastedLines(' \n\n')).toEqual([]);
  });

  it('are not asked about where they are too long, or beyond what is read at once', () => {
    const long = 'x'.repeat(2_001);
    expect(pastedLines(`${long}\n#a`).map(({ problem }) => problem)).toEqual(['long', null]);
    const many = pastedLines([long, ...Array.from({ length: 1_001 }, (_, n) => `#t${n}`)].join('\n'));
    expect(askable(many)).toHaveLength(1_000);
    expect(many.at(-1)).toEqual({ line: 1_002, text: '#t1000', problem: 'tooMany' });
  });

  it('have what each names beside it, that it repeats another, or what is wrong', () => {
    const pasted = pastedLines('/@asha/1\n\n@bilal\n/@asha/1\n?!\n#b\nhttps://example.org/1');
    const read = readLines(pasted, [
      answer(1, '/@asha/1', { status_id: 'P' }),
      answer(2, '@bilal', { account_id: 'B' }),
      answer(3, '/@asha/1', { status_id: 'P', same_as: 1 }),
      answer(4, '?!', { error: 'No name' }),
      answer(5, '#b', { tag: 'b' }),
      answer(6, 'https://example.org/1', { url: 'https://example.org/1' }),
    ]);
    expect(read.map(({ line, is, sameAs, error }) => [line, is, sameAs ?? error])).toEqual([
      [1, 'post', null],
      [3, 'account', null],
      [4, 'same', 1],
      [5, 'wrong', 'No name'],
      [6, 'tag', null],
      [7, 'url', null],
    ]);
  });

  it('say of a repeated line which it is in the field, and not among what was asked', () => {
    const pasted = pastedLines('\n\n#a\n#a');
    const read = readLines(pasted, [
      answer(1, '#a', { tag: 'a' }),
      answer(2, '#a', { tag: 'a', same_as: 1 }),
    ]);
    expect(read.map(({ line, sameAs }) => [line, sameAs])).toEqual([
      [3, null],
      [4, 3],
    ]);
  });

  it('wait for their own answer, where what came is of other words', () => {
    const read = readLines(pastedLines('#ab'), [answer(1, '#a', { tag: 'a' })]);
    expect(read.map(({ is }) => is)).toEqual(['asked']);
  });
});

describe('an order’s items', () => {
  it('are what its lines name, each once, and nothing else', () => {
    expect(
      itemsOf([
        answer(1, 'a', { status_id: 'P' }),
        answer(2, 'b', { status_id: 'P', same_as: 1 }),
        answer(3, 'c', { error: 'Nothing here' }),
        answer(4, 'd', { account_id: 'A' }),
        answer(5, 'e', { tag: 't' }),
        answer(6, 'f', { url: 'https://example.org' }),
      ]),
    ).toEqual([{ status_id: 'P' }, { account_id: 'A' }, { tag: 't' }, { url: 'https://example.org' }]);
  });
});
