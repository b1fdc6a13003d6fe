import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml, graphemeLength, hashtagsOf, normaliseTag, renderContent } from '#domain';

/** Text as people and mischief write it: any script, markup, links, control characters. */
const fragments = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '\n',
    '\n\n',
    '\r\n',
    ' ',
    '\t',
    '\u0000',
    '#',
    '&lt;',
    '&#39;',
    '\u202e',
  ],
  ...[
    '<script>',
    '</p>',
    '<a href="',
    '<img src=x onerror=',
    'javascript:',
    'data:text/html,',
    'vbscript:',
    '//',
  ],
  ...[
    'http://',
    'https://',
    'HTTP://',
    'https://example.org/a?b=c&d="e"',
    "http://x/'onclick='",
    'ftp://x',
    'mailto:',
  ],
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));

const OUR_TAGS =
  /<p>|<\/p>|<br>|<a href="https?:\/\/[^"<>]*" rel="nofollow noopener noreferrer" target="_blank">|<\/a>/g;

/** What a reader sees of our HTML. */
function readable(html: string): string {
  return html
    .replaceAll('</p><p>', '\n\n')
    .replaceAll('<br>', '\n')
    .replaceAll(OUR_TAGS, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('a post’s content', () => {
  it('is paragraphs, line breaks and links', () => {
    expect(renderContent('One\nline\n\nSee https://example.org/a?b=1&c=2.')).toBe(
      '<p>One<br>line</p><p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer" target="_blank">https://example.org/a?b=1&amp;c=2</a>.</p>',
    );
  });

  it('holds no tag but ours, whatever is written', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(renderContent(written).replaceAll(OUR_TAGS, '')).not.toMatch(/[<>"']/);
      }),
      { numRuns: 500 },
    );
  });

  it('links to nothing but http and https', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const [, href] of renderContent(written).matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^https?:\/\/\S+$/);
      }),
      { numRuns: 500 },
    );
  });

  it('says what was written, to the letter', () => {
    fc.assert(
      fc.property(text, (written) => {
        const lines = written.replaceAll('\r\n', '\n').replaceAll(/\n{2,}/g, '\n\n');
        expect(readable(renderContent(written))).toBe(lines);
      }),
      { numRuns: 500 },
    );
  });

  it('is rendered in time that grows with its length', () => {
    const started = performance.now();
    for (const mean of ['http://', 'https://a.', 'http://,', '\n\n', '#a', '<', '#'.repeat(3)])
      renderContent(mean.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('escaping', () => {
  it('leaves nothing that HTML would read', () => {
    expect(escapeHtml(`<a href="x" title='y'>&amp;`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;',
    );
  });
});

describe('hashtags', () => {
  it.each([
    ['English', 'Hello #World', ['world']],
    ['Hindi', 'आज #किसान_आंदोलन और #दिल्ली', ['किसान_आंदोलन', 'दिल्ली']],
    ['Tamil', '#தமிழ்நாடு வாழ்க', ['தமிழ்நாடு']],
    ['Arabic', 'سلام #سلام', ['سلام']],
    ['Japanese', '日本 #日本語', ['日本語']],
    ['Cyrillic', '#Москва', ['москва']],
    ['Greek, with the final sigma', '#ΟΔΟΣ', ['οδος']],
    ['digits with a letter', '#2021review', ['2021review']],
    ['each once, in order', '#b #a #B', ['b', 'a']],
    ['after punctuation', '(#one),#two.', ['one', 'two']],
    ['full-width letters as plain ones', '#ＡＢＣ', ['abc']],
  ])('%s: %s', (_, written, tags) => {
    expect(hashtagsOf(written)).toEqual(tags);
  });

  it.each(['no tag', '#', '#123', 'a#b', 'https://example.org/#part', '##twice', '&#39;', '# spaced'])(
    'not in %j',
    (written) => {
      expect(hashtagsOf(written)).toEqual([]);
    },
  );

  it('not where one is longer than any that people write', () => {
    expect(hashtagsOf(`#${'a'.repeat(200)}`)).toHaveLength(1);
    expect(hashtagsOf(`#${'a'.repeat(201)} #short`)).toEqual(['short']);
    expect(hashtagsOf(`#a${'\u0301\u0302\u0316'.repeat(5_000)}`)).toEqual([]);
  });

  it('have one name however they are written', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const tag of hashtagsOf(written)) expect(normaliseTag(`#${tag}`)).toBe(tag);
      }),
    );
  });
});

describe('the length of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['नमस्ते', 3],
    ['👨‍👩‍👧‍👦🇮🇳', 2],
    ['a\r\nb', 3],
  ])('%j is %i', (written, length) => {
    expect(graphemeLength(written)).toBe(length);
  });

  it('is that of its clusters, for any text', () => {
    // Longer than what is segmented at once, and cut anywhere.
    const cluster = fc.constantFrom('👨‍👩‍👧‍👦', '🇮🇳', '🙂', 'क्षि', 'e\u0301', 'e\u0301\u0301\u0301', '\r\n', 'a');
    const long = fc
      .array(fc.tuple(cluster, fc.integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 4 })
      .map((runs) => runs.map(([one, times]) => one.repeat(times)).join(''));
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' }), fc.string(), long), (written) => {
        expect(graphemeLength(written)).toBe([...segmenter.segment(written)].length);
      }),
    );
  });
});
