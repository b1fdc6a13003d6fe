import { describe, expect, it } from '@jest/globals';
import { spanOf, takeOperators } from './search-operators.js';
import { askedFor } from './words.js';

const DAY = Date.parse('2021-02-10');
const DAY_MS = 86_400_000;

describe('an operator', () => {
  it.each([
    ['from:asha', { not: false, name: 'from', acct: 'asha' }],
    ['from:@Asha@home', { not: false, name: 'from', acct: 'asha@home' }],
    ['-from:asha', { not: true, name: 'from', acct: 'asha' }],
    ['FROM:me', { not: false, name: 'from', acct: 'me' }],
    ['language:pt-BR', { not: false, name: 'language', code: 'pt-br' }],
    ['before:2021-02-10', { not: false, name: 'at', since: -Infinity, until: DAY }],
    ['after:2021-02-10', { not: false, name: 'at', since: DAY + DAY_MS, until: Infinity }],
    ['-during:2021-02-10', { not: true, name: 'at', since: DAY, until: DAY + DAY_MS }],
    ['is:reply', { not: false, name: 'is', what: 'reply' }],
    ['-is:sensitive', { not: true, name: 'is', what: 'sensitive' }],
    ['has:media', { not: false, name: 'has' }],
    ['-has:poll', { not: true, name: 'has' }],
  ])('is read: %s', (text, operator) => {
    expect(takeOperators(text)).toEqual({ rest: ' ', operators: [operator] });
  });

  it.each([
    'from:',
    'from:किसान',
    'from:a/b',
    'language:hindi',
    'before:yesterday',
    'before:2021-02-30',
    'during:2021-2-1',
    'is:bot',
    'has:words',
    'in:library',
    'xfrom:asha',
    '--from:asha',
    'from :asha',
    '#from:asha',
  ])('is none, and words: %s', (text) => {
    expect(takeOperators(text)).toEqual({ rest: text, operators: [] });
  });

  it('stands between spaces, among words and beside phrases, and is none within one', () => {
    const asked = askedFor('march from:asha "no more is:reply" -is:reply delhi');
    expect(asked.operators).toEqual([
      { not: false, name: 'from', acct: 'asha' },
      { not: true, name: 'is', what: 'reply' },
    ]);
    expect(asked.words).toEqual(['delhi', 'is', 'march', 'more', 'no', 'reply']);
    expect(askedFor('"is:reply').operators).toHaveLength(1);
  });

  it('of time, together with others, is a span', () => {
    const spanOfText = (text: string) => spanOf(askedFor(text).operators);
    expect(spanOfText('after:2021-02-09 before:2021-02-12 before:2021-02-11')).toEqual({
      since: DAY,
      until: DAY + DAY_MS,
    });
    expect(spanOfText('march -before:2021-02-10')).toEqual({ since: -Infinity, until: Infinity });
  });
});
