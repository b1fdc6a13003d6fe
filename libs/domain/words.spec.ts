import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainText, readText } from './text.js';
import { askedFor, isAnsweredBy, wordsOf } from './words.js';

/** Whether a query finds a text: by the words that are stored, and by how they stand. */
function finds(query: string, text: string): boolean {
  const stored = new Set(wordsOf(text));
  const asked = askedFor(query);
  return asked.words.every((word) => stored.has(word)) && isAnsweredBy(asked, text);
}

describe('the words of a text', () => {
  it('are letters, marks and digits of any script, in one case, each once', () => {
    expect(wordsOf('Farmers’ protest, protest! 26 JANUARY_2021')).toEqual(
      ['26', '2021', 'farmers', 'january', 'protest'].sort(),
    );
    expect(wordsOf('किसान आंदोलन')).toEqual(['आंदोलन', 'किसान']);
    expect(wordsOf('%"*\u0000()')).toEqual([]);
  });

  it('are letters and pairs where a script puts no spaces between words', () => {
    expect(wordsOf('東京都')).toEqual(['京', '京都', '東', '東京', '都'].sort());
  });

  it.each([
    ['a word', 'march', 'To the March!'],
    ['a word as it is written elsewhere', 'ＭＡＲＣＨ', 'march'],
    ['Devanagari', 'किसान', 'हम किसान हैं'],
    ['Devanagari with a joiner', 'क्\u200Dष', 'क्ष'],
    ['Chinese within a sentence', '农民', '今天农民抗议'],
    ['Japanese, of three letters', '東京都', '昨日の東京都知事'],
    ['one letter', '都', '東京都'],
    ['Korean without its particle', '서울', '서울에서 만나요'],
    ['Thai', 'สวัสดี', 'สวัสดีครับ'],
    ['an emoji', '🚜', 'Tractors 🚜🚜 in Delhi'],
    ['an emoji of several', '👩🏽‍🌾', 'She 👩🏽‍🌾 works'],
    ['a flag', '🇮🇳', 'From 🇮🇳'],
    ['two words in another order', 'delhi march', 'We march to Delhi'],
    ['a phrase', '"to delhi"', 'We march to Delhi'],
    ['a phrase beside a word', 'march “to delhi”', 'We march to Delhi'],
    ['a phrase of letters', '"東京 tower"', '東京 Tower'],
    ['a quotation mark that is not closed', '"delhi', 'To Delhi'],
    ['a hashtag', '#march', 'We #March'],
  ])('find %s', (_, query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  it.each([
    ['a part of a word', 'mar', 'We march'],
    ['one of two words', 'march mumbai', 'We march to Delhi'],
    ['a phrase whose words stand apart', '"march delhi"', 'We march to Delhi'],
    ['letters that stand apart', '東京都', '京都から東京'],
    ['nothing', '', 'We march'],
    ['what is no word', '% * "', 'We march 100%'],
  ])('do not find %s', (_, query, text) => {
    expect(finds(query, text)).toBe(false);
  });

  it('find any text by itself, and hold nothing but what both databases keep apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const words = wordsOf(text);
        expect(
          words.every((word) =>
            /^[\p{L}\p{M}\p{N}\p{RI}\p{EMod}\p{Extended_Pictographic}\u200D]+$/u.test(word),
          ),
        ).toBe(true);
        if (words.length > 0)
          expect(finds(text.replaceAll(/["“”„«»]/gu, ' '), text.replaceAll(/["“”„«»]/gu, ' '))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('are those of the content that is stored', () => {
    const text = 'Look: https://example.org/a?b=c&d #march @asha "so" <b>\n\nand 農民';
    expect(wordsOf(plainText(readText(text, 'home').content))).toEqual(wordsOf(text));
  });

  it('are found in time, however many marks stand together', () => {
    const began = performance.now();
    wordsOf(`a${'\u0301\u0323'.repeat(50_000)}`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
