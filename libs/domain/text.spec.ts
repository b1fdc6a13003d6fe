import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  escapeHtml,
  graphemeLength,
  isTag,
  lengthOn,
  normaliseTag,
  placeContent,
  readText,
  VENUES,
  type VenueId,
} from '#domain';

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
    'http://example.com',
    'https://user:pw@',
    'उदाहरण.भारत',
    '</span>',
  ],
  ...[
    '@',
    '＠',
    '@asha',
    '@asha@koo',
    '@a.b',
    '#tag',
    '＃日本語',
    'ශ්‍රී',
    'ﷺ',
    '·',
    'ŀ',
    'İ\u0327',
    '\u0301',
    '❤️',
  ],
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));

const ORIGIN = 'https://withheld.example';
/** Everybody exists. */
const profileUrlOf = (key: string): string => `${ORIGIN}/@${key}`;

/** A post's content as it leaves, on a platform where everybody exists. */
function rendered(written: string, venue: VenueId = 'home'): string {
  return placeContent(readText(written, venue).content, ORIGIN, profileUrlOf);
}

/** The addresses of the links in a text, as they are written. */
function linksIn(written: string): string[] {
  const links = rendered(written).matchAll(/<a href="([^"]*)" rel="nofollow noopener noreferrer"/g);
  return Array.from(links, ([, href = '']) => href.replaceAll('&amp;', '&').replaceAll('&#39;', "'"));
}

const hashtagsOf = (written: string): string[] => readText(written, 'home').tags;
const mentionsOf = (written: string, venue: VenueId = 'home'): string[] => readText(written, venue).mentions;

const OUR_TAGS = new RegExp(
  [
    '</?p>|<br>|</a>|</?span>|<span class="h-card">',
    '<a href="https?://[^"<>]*" rel="nofollow noopener noreferrer" target="_blank">',
    `<a href="${ORIGIN}/tags/[^"<>]*" class="mention hashtag" rel="tag">`,
    `<a href="${ORIGIN}/@[^"<>]*" class="u-url mention">`,
  ].join('|'),
  'gi',
);

/** The text that a reader sees of our HTML. */
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
    expect(rendered('One\nline\n\nSee https://example.org/a?b=1&c=2.')).toBe(
      '<p>One<br>line</p><p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer" target="_blank">https://example.org/a?b=1&amp;c=2</a>.</p>',
    );
  });

  it('holds no tag but ours, whatever is written', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(rendered(written).replaceAll(OUR_TAGS, '')).not.toMatch(/[<>"']/);
      }),
      { numRuns: 500 },
    );
  });

  it('links to nothing but http and https', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const [, href] of rendered(written).matchAll(/href="([^"]*)"/g))
          expect(href).toMatch(/^https?:\/\/\S+$/i);
      }),
      { numRuns: 500 },
    );
  });

  it('says what was written, to the letter', () => {
    fc.assert(
      fc.property(text, (written) => {
        const lines = written.replaceAll('\r\n', '\n').replaceAll(/\n{2,}/g, '\n\n');
        expect(readable(rendered(written))).toBe(lines);
      }),
      { numRuns: 500 },
    );
  });

  it('is rendered in time that grows with its length', () => {
    const started = performance.now();
    for (const mean of [
      ...[
        'http://',
        'https://a.',
        'http://,',
        '\n\n',
        '#a',
        '<',
        '###',
        '#a·',
        '#\u0301',
        '\u0301',
        '\ufe0f#',
      ],
      ...[
        'https://a.bc/(((',
        "https://a.bc/'",
        'https://a-',
        'https://aa.bb.',
        'https://a:',
        '@a',
        '@a.',
        '@a@b ',
      ],
    ])
      readText(mean.repeat(20_000), 'home');
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('links hashtags and mentions as Mastodon does, in the words that were written', () => {
    expect(rendered('For #Rivers,\n@asha & @bilal@koo')).toBe(
      `<p>For <a href="${ORIGIN}/tags/rivers" class="mention hashtag" rel="tag">#<span>Rivers</span></a>,<br>` +
        `<span class="h-card"><a href="${ORIGIN}/@asha@home" class="u-url mention">@<span>asha</span></a></span> &amp; ` +
        `<span class="h-card"><a href="${ORIGIN}/@bilal@koo" class="u-url mention">@<span>bilal@koo</span></a></span></p>`,
    );
  });

  it('names whoever is nobody in words alone', () => {
    const known = (key: string): string | undefined => (key === 'asha@home' ? `${ORIGIN}/@asha` : undefined);
    const { content } = readText('@asha and ＠nobody@koo', 'home');
    expect(placeContent(content, ORIGIN, known)).toBe(
      `<p><span class="h-card"><a href="${ORIGIN}/@asha" class="u-url mention">@<span>asha</span></a></span> and ＠nobody@koo</p>`,
    );
  });

  it('lets nobody write what we complete', () => {
    const forged =
      '<a href="/tags/x"><span class="h-card"><a href="/@asha@home" class="u-url mention">@<span>x</span></a></span>';
    expect(rendered(forged)).not.toContain('<a ');
  });
});

describe('links', () => {
  it.each([
    [
      'keep their brackets',
      'https://en.wikipedia.org/wiki/Koo_(social_network)',
      'https://en.wikipedia.org/wiki/Koo_(social_network)',
    ],
    ['and not those around them', '(see https://example.org/a_(b))', 'https://example.org/a_(b)'],
    ['end before a danda', 'https://example.org/news।', 'https://example.org/news'],
    ['before an ideographic full stop', 'https://example.org/foo。次の文', 'https://example.org/foo'],
    ['within full-width brackets', '（https://example.com/baz）です', 'https://example.com/baz'],
    ['before an ellipsis', 'https://example.org/a…', 'https://example.org/a'],
    [
      'before Arabic punctuation',
      'https://example.org/a؟ https://example.org،',
      'https://example.org/a',
      'https://example.org',
    ],
    [
      'before full stops',
      'https://example.org. https://example.org/a...',
      'https://example.org',
      'https://example.org/a',
    ],
    ['before typographic quotes', '“https://example.org/a”', 'https://example.org/a'],
    ['in Markdown', '[a](https://example.org/x)', 'https://example.org/x'],
    ['in capitals', 'HTTPS://Example.ORG/X', 'HTTPS://Example.ORG/X'],
    [
      'with a port, query and fragment',
      'http://example.com:8080/?a=b&c#d',
      'http://example.com:8080/?a=b&c#d',
    ],
    ['with nothing but a query', 'http://example.com?a=b', 'http://example.com?a=b'],
    ['to a host in Hindi', 'https://उदाहरण.भारत/', 'https://उदाहरण.भारत/'],
    ['in Sinhala, with a joiner', 'https://ශ්‍රී.ලංකා/x', 'https://ශ්‍රී.ලංකා/x'],
    [
      'in Japanese, Chinese, Urdu',
      'http://foobar.みんな/ http://foobar.中国/ http://foobar.پاکستان/',
      'http://foobar.みんな/',
      'http://foobar.中国/',
      'http://foobar.پاکستان/',
    ],
    ['in Russian', 'Смотри http://пример.рф.', 'http://пример.рф'],
    ['in German', 'http://münchen.de/straße', 'http://münchen.de/straße'],
    [
      'as Punycode',
      'http://xn--ls8h.XN--ls8h.la/ http://a.xn--p1ai',
      'http://xn--ls8h.XN--ls8h.la/',
      'http://a.xn--p1ai',
    ],
    ['to a path in Hindi', 'https://hi.wikipedia.org/wiki/हिन्दी।', 'https://hi.wikipedia.org/wiki/हिन्दी'],
    ['another script ends the host', 'http://example.comだよね', 'http://example.com'],
    ['and its port', 'http://example.com:80だよね', 'http://example.com:80'],
    ['and a host that is not Latin', 'https://उदाहरण.भारतhello', 'https://उदाहरण.भारत'],
    ['another script may come before', '詳細はhttps://example.com/xまで', 'https://example.com/xまで'],
    ['after a #', '#http://example.com', 'http://example.com'],
    ['with @ and # in the path', 'https://example.org/@asha/#tag', 'https://example.org/@asha/#tag'],
    ['after another scheme', 'https://https://example.org', 'https://example.org'],
    ['end before what turns the direction', 'https://example.org/\u202Egpj.exe', 'https://example.org/'],
    ['and before what breaks a line unseen', 'https://example.org/a\u200Bword', 'https://example.org/a'],
    ['quoted in HTML', '<a href="https://example.org/">', 'https://example.org/'],
  ])('%s: %s', (_, written, ...links) => {
    expect(linksIn(written)).toEqual(links);
  });

  it.each([
    ['a host without a top-level domain', 'http://no-tld http://localhost:3000/x http://x.y'],
    ['a number', 'http://192.0.2.1/ http://[::1]/ http://1.6'],
    ['a label that begins or ends with a hyphen', 'http://-x.example.org http://x-.example.org'],
    ['an underscore', 'http://twitter_underscore.com http://twitter.c_o_m http://example.com_'],
    ['a typing error', 'http://domain.com-that-you http://example..org http://.example.com'],
    ['a port beyond ports', 'http://example.org:99999/'],
    [
      'somebody named before the host',
      'https://user:pw@host.example https://user@host.example/x https://a.org:b@host.example',
    ],
    ['and in another script', 'https://उदाहरण.भारत@host.example'],
    ['another scheme', 'ftp://example.org javascript:alert(1) //example.org mailto:a@example.org'],
    ['the end of a word', 'xhttp://example.org _http://example.org 1http://example.org'],
    ['no scheme', 'example.org www.example.org'],
  ])('are not %s', (_, written) => {
    expect(linksIn(written)).toEqual([]);
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
  it('are no longer than one can be, and what is longer is not put in order first', () => {
    // Ordering that many marks would take seconds.
    const marks = `#a${'\u0301'.repeat(16_000)}${'\u0316'.repeat(16_000)}`;
    expect(isTag(marks)).toBe(false);
    expect(normaliseTag(marks)).toBe(marks);
  });

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
    ['half-width ones, too', '#ﾊｯｼｭﾀｸﾞ #ﾌ･ﾌ', ['ハッシュタグ', 'フ・フ']],
    ['a full-width sign', '＃日本語 できた！＃さくら', ['日本語', 'さくら']],
    ['Sinhala, with its joiner', '#ශ්‍රීලංකා', ['ශ්‍රීලංකා']],
    ['Hindi, with its joiner', '#क्‍या', ['क्‍या']],
    ['Persian, with its non-joiner', '#می‌خواهم، بله', ['می‌خواهم']],
    ['Persian, with its digits', '#۳۴۵هشتگ', ['۳۴۵هشتگ']],
    ['Arabic, with its marks', '#مُحَمَّد', ['مُحَمَّد']],
    ['Hebrew, with marks and maqaf', '#עַל־יְדֵי', ['עַל־יְדֵי']],
    ['Hebrew, with gershayim and geresh', '#מ״כ #צ׳יפס', ['מ״כ', 'צ׳יפס']],
    ['Catalan, with its dot', '#l·l', ['l·l']],
    [
      'Japanese, with its dots',
      '#ジョン・レノン #ぼっち・ざ・ろっく',
      ['ジョン・レノン', 'ぼっち・ざ・ろっく'],
    ],
    ['Tibetan', '#བོད་སྐད', ['བོད་སྐད']],
    ['Thai, Khmer, Burmese', '#ผู้เริ่ม #មហាត្មះ #မြင့်မြတ်', ['ผู้เริ่ม', 'មហាត្មះ', 'မြင့်မြတ်']],
    ['up to a dot at the end', '#one·two·three·', ['one·two·three']],
    [
      'after emoji',
      '❤️#heart 5️⃣#five 👨‍👩‍👧#family 👍🏽#skin 🇮🇳#flag',
      ['heart', 'five', 'family', 'skin', 'flag'],
    ],
    ['before an address', '#日本http://example.com', ['日本']],
    ['before another', '#one#two', ['one']],
    ['after a link', 'https://example.org/ #after', ['after']],
    ['with underscores', '#_test #test_', ['_test', 'test_']],
    ['Turkish', '#İ\u0327stanbul', ['i\u0327\u0307stanbul']],
  ])('%s: %s', (_, written, tags) => {
    expect(hashtagsOf(written)).toEqual(tags);
  });

  it.each([
    ...[
      'no tag',
      '#',
      '＃',
      '#123',
      '#१२३',
      '#_',
      '#²',
      'a#b',
      '日本語#日本語',
      'e\u0301#x',
      '##twice',
      '&#39;',
      '# spaced',
    ],
    ...[
      'https://example.org/#part',
      'https://example.org/?q=#part',
      'http://localhost/#part',
      '#http://no-tld',
      '#https://example.org',
    ],
    ...['#ﷺ', '#محمدﷺ', '#·one', '#\u200Done', '#\u0301a', '#️⃣tag', '#ŀ', '#❤️'],
  ])('not in %j', (written) => {
    expect(hashtagsOf(written)).toEqual([]);
  });

  it('not where one is longer than any that people write', () => {
    expect(hashtagsOf(`#${'a'.repeat(200)}`)).toHaveLength(1);
    expect(hashtagsOf(`#${'a'.repeat(201)} #short`)).toEqual(['short']);
    expect(hashtagsOf(`#a${'\u0301\u0302\u0316'.repeat(5_000)}`)).toEqual([]);
  });

  it('have one name however they are written', () => {
    fc.assert(
      fc.property(text, (written) => {
        for (const tag of hashtagsOf(written)) {
          expect(normaliseTag(`＃${tag}`)).toBe(tag);
          expect(hashtagsOf(`#${tag}`)).toEqual([tag]);
          expect(isTag(tag)).toBe(true);
        }
      }),
    );
  });
});

describe('what is asked for as a hashtag', () => {
  it.each(['rivers', '#Rivers', '＃日本語', 'ශ්‍රී', 'l·l', 'a'.repeat(200)])('can be %j', (tag) => {
    expect(isTag(tag)).toBe(true);
  });

  it.each(['', '#', '##a', 'a b', 'a-b', '123', 'ﷺ', '·a', 'a·', 'a\n', 'a'.repeat(201)])(
    'cannot be %j',
    (tag) => {
      expect(isTag(tag)).toBe(false);
    },
  );
});

describe('mentions', () => {
  it.each<[string, string, string[]]>([
    ['where the author is', '@asha', ['asha@koo']],
    ['elsewhere', '@asha@twitter', ['asha@twitter']],
    ['here', '@asha@home', ['asha@home']],
    ['whatever the case, each once', '@Asha @ASHA@Koo @bilal', ['asha@koo', 'bilal@koo']],
    [
      'before punctuation',
      '@asha, @bilal. (@chitra) @dev: @esha’s @x_y-z!',
      ['asha@koo', 'bilal@koo', 'chitra@koo', 'dev@koo', 'esha@koo', 'x_y-z@koo'],
    ],
    ['after a full stop', '.@asha', ['asha@koo']],
    ['in Japanese', 'の@ashaに到着', ['asha@koo']],
    ['after emoji', '❤️@asha', ['asha@koo']],
    ['with a full-width sign', '＠asha', ['asha@koo']],
    ['before a path', '@asha/list', ['asha@koo']],
    ['at the end of a sentence, elsewhere', 'It is @asha@twitter.', ['asha@twitter']],
  ])('%s: %s', (_, written, mentions) => {
    expect(mentionsOf(written, 'koo')).toEqual(mentions);
  });

  it.each([
    ...[
      'me@example.org',
      'é@asha',
      '@',
      '@@asha',
      '@_@ ',
      '@asha@',
      '@asha@example.org',
      '@asha@bilal',
      '@aliceìn',
    ],
    ...[
      'https://example.org/@asha',
      '/@asha',
      '@http://example.org',
      'https://user:pw@host',
      `@${'a'.repeat(31)}`,
    ],
  ])('not in %j', (written) => {
    expect(mentionsOf(written)).toEqual([]);
  });
});

describe('the length of a post', () => {
  const url = `https://example.org/${'a'.repeat(230)}`;

  it.each<[VenueId, string, number]>([
    ['home', `${'x'.repeat(300)} ${url}`, 324],
    ['twitter', `${'x'.repeat(100)} ${url} https://a.in`, 148],
    ['koo', `See ${url}`, 254],
    ['home', '（https://example.com）です', 27],
    ['home', 'https://user:pw@host.example', 28],
    ['home', '@asha@twitter and @bilal', 16],
    ['home', '@asha@nowhere.example', 21],
    ['home', 'See #Rivers नमस्ते', 15],
  ])('on %s: %s', (venue, written, length) => {
    expect(lengthOn(VENUES[venue], written)).toBe(length);
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
    // Longer than one window of segmentation, and cut anywhere.
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
