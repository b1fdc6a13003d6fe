import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EXAMPLE, schema } from './example-scenario.fixture.js';
import { parseScenario } from './parse-scenario.js';
import { describeError } from './problems.js';

const LINES = EXAMPLE.split('\n');

function errorsOf(text: string): string[] {
  const result = parseScenario(text, 'x.yaml', schema);
  return result.ok ? [] : result.errors.map(describeError);
}

/** The example with one text in it replaced, and the line and column where that begins. */
function changed(from: string, to: string): { text: string; line: number; column: number } {
  const at = EXAMPLE.indexOf(from);
  if (at < 0) throw new Error(`The example has no ${from}`);
  const before = EXAMPLE.slice(0, at).split('\n');
  return {
    text: EXAMPLE.slice(0, at) + to + EXAMPLE.slice(at + from.length),
    line: before.length,
    column: before.at(-1)!.length + 1,
  };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 30)}…` : text;
}

/** A change to the example, the error that it causes, and the part of the change that the error points at. */
const WRONG: [from: string, to: string, message: string, points?: string][] = [
  // references
  ['[S1, S2]', '[S1, S9]', 'step s08: source "S9" is not among the sources (S1, S2)', 'S9'],
  [
    'by: speaker, text: Hello.',
    'by: nobody, text: Hello.',
    'step s01: "nobody" is not in the cast (speaker, papers, reader)',
    'nobody',
  ],
  [
    'by: speaker, text: Hello.',
    'by: constructor, text: Hello.',
    'step s01: "constructor" is not in the cast (speaker, papers, reader)',
    'constructor',
  ],
  [
    'by: reader, post: s01',
    'by: crowd, post: s01',
    'step s05: "crowd" is a cohort; say which of them, as {cohort: crowd, numbers: …}',
    'crowd',
  ],
  [
    'cohort: crowd, numbers: 20',
    'cohort: mob, numbers: 20',
    'step s07: "mob" is not among the cohorts (crowd)',
    'mob',
  ],
  [
    'by: reader, post: s01',
    'by: reader, post: s06',
    'step s05: step "s06" does not come before this one',
    's06',
  ],
  ['by: reader, post: s01', 'by: reader, post: s99', 'step s05: there is no step "s99"', 's99'],
  [
    'by: reader, post: s01',
    'by: reader, post: s03',
    'step s05: step "s03" made 11 posts; name one, as {cohort: crowd, number: …}',
    's03',
  ],
  ['number: 5, step: s04', 'number: 7, step: s04', 'step s06: crowd 7 does not post in step "s04"', 's04'],
  [
    "{ cohort: crowd, numbers: '4-6'",
    "{ cohort: crowd, numbers: '10-11'",
    'step s08: crowd 11 has made no post by then',
    '{',
  ],
  [
    'authority: ministry',
    'authority: other',
    'step s08: "other" is not among the authorities (ministry)',
    'other',
  ],
  ['notice: { order: s08', 'notice: { order: s01', 'step s12: step "s01" is not an order', 's01'],
  ['lift: { step: s13', 'lift: { step: s09', 'step s14: step "s09" is not a restrict or label step', 's09'],
  [
    'status: s15, is: absent',
    'status: s16, is: absent',
    'expectations after step s09: step "s16" makes no post',
    's16',
  ],
  // ranges
  [
    'numbers: 1-3 }, post',
    'numbers: 1-30 }, post',
    'step s06: numbers "1-30" go beyond the last, 20',
    '1-30',
  ],
  [
    'number: 2 }, is',
    'number: 21 }, is',
    'expectations after step s09: crowd has 20 members; there is no number 21',
    '21',
  ],
  ["items: '1-4, 7'", "items: '1-4, 11'", 'step s09: items "1-4, 11" go beyond the last, 10', "'1-4"],
  ['      7: {', '      21: {', 'cohorts crowd: there is no number 21; the cohort has 20 members', '21'],
  ['rank: 1', 'rank: 0', 'step s18: "rank" is 0; at least 1', '0'],
  ['count: 20', 'count: 1000001', 'cohorts crowd: "count" is 1000001; at most 1000000', '1000001'],
  // times
  [
    "'2021-01-02T10:30+01:00'",
    "'2021-01-02T10:30'",
    'step s02: "at" is "2021-01-02T10:30", which is not a time with its offset, such as 2021-02-10T13:34:00+05:30',
    "'2021",
  ],
  [
    "'2021-01-02T10:30+01:00'",
    "'2021-02-30T10:30Z'",
    'step s02: "2021-02-30T10:30Z" is not in the calendar, or not from 1970 to 9999',
    "'2021",
  ],
  [
    "'2021-01-02T10:30+01:00'",
    "'2021-01-02T10:00+01:00'",
    'step s02: "2021-01-02T10:00+01:00" is not later than the step before; make it so, by 1 ms at least',
    "'2021",
  ],
  [
    "opens: '2021-01-01T00:00:00Z'",
    "opens: '2021-01-02T09:00:00Z'",
    'step s01: "2021-01-02T09:00:00Z" is not later than "opens"; make it so, by 1 ms at least',
  ],
  [
    "at: '2021-01-03T09:00:00Z' }",
    "at: '2021-01-04T09:00:00Z' }",
    'chapter order: "2021-01-04T09:00:00Z" is after the last step',
    "'2021",
  ],
  [
    "at: '2021-01-03T09:00:00Z' }",
    "at: '2021-01-02T09:00:00Z' }",
    'chapter order: "2021-01-02T09:00:00Z" is not after the chapter before',
    "'2021",
  ],
  [
    "deadline: '2021-01-04",
    "deadline: '2021-01-02",
    'step s08: "2021-01-02T09:00:00+01:00" is not later than its step',
    "'2021",
  ],
  // names
  ['id: s02', 'id: s01', 'step s01: "s01" is the id of an earlier step; choose another', 's01'],
  [
    'id: s02',
    'id: loaded',
    'step loaded: "loaded" is the id of a step that every scenario has; choose another',
    'loaded',
  ],
  [
    'time_zone: Europe/Lisbon',
    'time_zone: Europe/Nowhere',
    '"Europe/Nowhere" is not a time zone; give an IANA name such as Asia/Kolkata',
    'Europe/N',
  ],
  [
    'language: pt',
    'language: english',
    'step s15: "language" is "english", which is not a language tag (BCP 47) such as en or hi',
    'english',
  ],
  [
    'country: PT, note',
    'country: XX, note',
    'authorities ministry: "XX" is not a country; give its ISO 3166-1 alpha-2 code, such as IN',
    'XX',
  ],
  [
    'countries: [pt]',
    'countries: [pt, xx]',
    'step s08: "xx" is not a country; give its ISO 3166-1 alpha-2 code, such as IN; EU for its members, * for everywhere',
    'xx',
  ],
  [
    'from: elsewhere',
    'from: nowhere',
    'expectations after step s09: "nowhere" is not a country; give its ISO 3166-1 alpha-2 code, or "elsewhere"',
    'nowhere',
  ],
  [
    'handle: crowd-{n:3}',
    'handle: crowd',
    'cohorts crowd: "crowd" is the same for all 20; put {n} into it',
    'crowd',
  ],
  // venues
  [
    'by: reader, post: s01',
    'by: reader, post: s02',
    'step s05: that post is on press: no likes, re-posts, replies or quotes there',
    's02',
  ],
  [
    'text: Hello.',
    `text: ${'x'.repeat(281)}`,
    'step s01: text is 281 characters long; Twitter takes up to 280',
    'xxx',
  ],
  [
    "text: 'Again, {n}.'",
    `text: '${'x'.repeat(279)}{n}'`,
    'step s04: text is 281 characters long; Twitter takes up to 280',
    "'xxx",
  ],
  [
    "text: 'Post of",
    `text: '${'x'.repeat(280)} of`,
    'cohorts crowd: text is 305 characters long; Twitter takes up to 280',
    "'xxx",
  ],
  [
    'venue: twitter\n      title',
    'venue: koo\n      title',
    'step s08: this is on twitter, and the order is to koo',
  ],
  // provenance
  [
    'sources: [S2], title: A notice',
    'sources: [], title: A notice',
    'step s12: what is reported cites a source; only what is illustrative needs none',
    '[]',
  ],
  [
    'certainty: quoted, sources: [S1], title: Somebody',
    'certainty: reported, sources: [S1], title: Somebody',
    'step s01: only quoted words stand in the mouth of speaker, who is real; this is reported, so tell it as context',
  ],
  // its stage
  [
    'side: ministry',
    'side: nobody',
    'step s17: "nobody" is not among the sides (ministry, papers)',
    'nobody',
  ],
  [', short: EM }', ', short: EM, reason: nowhere }', 'there is no step "nowhere"', 'nowhere'],
  [', short: EM }', ', short: EM, reason: s17 }', '"s17" is no post with words that a source quotes', 's17'],
  [
    'further: [uk]',
    'further: [xx]',
    '"xx" is not a country; give its ISO 3166-1 alpha-2 code, or "elsewhere"',
    'xx',
  ],
  ['further: [uk]', 'further: [uk, PT]', '"PT" is there twice', 'PT'],
  ['panes: [pt, elsewhere]', 'panes: [elsewhere, elsewhere]', '"elsewhere" is there twice', 'elsewhere]'],
  ['panes: [pt, elsewhere]', 'panes: [pt]', '"panes" has 1 entries; at least 2', '[pt]'],
  ['panes: [pt, elsewhere]', 'panes: [pt, US, elsewhere]', '"panes" has 3 entries; at most 2', '[pt'],
  ['text: It shows every part once.', 'text: ""', '"text" must not be blank', '""'],
  ['opening: { headline: An example begins., text', 'opening: { text', '"headline" is missing'],
  [', short: EM }', ' }', '"short" is missing'],
  [
    'stand_in_note: They',
    `stand_in_note: ${'x'.repeat(200)} They`,
    '"stand_in_note" is 218 characters long; at most 200',
  ],
  ['idle_limit: 0.5', 'idle_limit: 0', '"idle_limit" is 0; more than 0', '0'],
  [
    '  short: { title: The short cut, idle',
    '  full: { title: The short cut, idle',
    '"full" is the cut that "replay" is; choose another id',
    'full',
  ],
  // its questions
  ['after: s07', 'after: s7', 'there is no step "s7"', 's7'],
  [
    'choices: [File an order, Nothing]',
    'choices: [Nothing]',
    '"choices" has 1 entries; at least 2',
    '[Nothing]',
  ],
  ['happened: { choice: 1', 'happened: { choice: 3', 'there is no choice 3; the question has 2', '3'],
  ['files an order., sources: [S1]', 'files an order., sources: [S9]', '"S9" is not among the sources', 'S9'],
  [
    'disputes:\n  - { id: how-many',
    '  - { id: listed, after: s07, text: And?, choices: [A, B], happened: { text: It is., sources: [S1] } }\ndisputes:\n  - { id: how-many',
    '"listed" is the id of an earlier question; choose another',
    'listed',
  ],
  [
    'disputes:\n  - { id: how-many',
    '  - { id: again, after: s07, text: And?, choices: [A, B], happened: { text: It is., sources: [S1] } }\ndisputes:\n  - { id: how-many',
    '"s07" is not later than the step of the question before; put them in story order',
    's07',
  ],
  [
    'choices: [आदेश देगा, कुछ नहीं]',
    'choices: [आदेश देगा, कुछ नहीं, पता नहीं]',
    'translations hi: "listed" has 2 choices, and here 3',
  ],
  [
    '    ask:\n      listed: {',
    '    ask:\n      heard: {',
    'translations hi: "listed" of ask is not translated',
  ],
  // its disputes
  ['order: s08, question', 'order: s07, question', '"s07" is no step that files an order', 's07'],
  ['text: “a dozen”, sources: [S2]', 'text: “a dozen”, sources: [S6]', '"S6" is not among the sources', 'S6'],
  [
    'disputes: { how-many: कितने? }',
    'disputes: {}',
    'translations hi: "how-many" of disputes is not translated',
  ],
  // its lessons
  ['{ id: ordered, at', '{ id: spoken, at', '"spoken" is there twice; choose another id', 'spoken'],
  [
    "at: '2021-01-02T10:00:00Z', title: Somebody speaks, minutes",
    "at: '2020-01-02T10:00:00Z', title: Somebody speaks, minutes",
    '"2020-01-02T10:00:00Z" is not within the story',
    "'2020",
  ],
  [
    "at: '2021-01-03T09:00:00Z', title: An order, minutes",
    "at: '2021-01-02T09:30:00Z', title: An order, minutes",
    '"2021-01-02T09:30:00Z" is not later than the stop before; put them in story order',
    "'2021-01-02T09:30",
  ],
  [
    'notice: A body does., sources: [S1]',
    'notice: A body does., sources: [S7]',
    '"S7" is not among the sources',
    'S7',
  ],
  ['ask: listed', 'ask: heard', 'there is no question "heard"', 'heard'],
  [
    'text: It may order., sources: [S2]',
    'text: It may order., sources: [S8]',
    '"S8" is not among the sources',
    'S8',
  ],
  [
    '      both-sides:\n        title',
    '      one-side:\n        title',
    'translations hi: "both-sides" of lessons is not translated',
  ],
  [
    '          ordered: { title: एक आदेश',
    '          filed: { title: एक आदेश',
    'translations hi: "ordered" of stops is not translated',
  ],
  [
    '        law_note: हमारे शब्दों में।\n',
    '',
    'translations hi: "law_note" has to be in both languages, or in neither',
  ],
  // its translations
  ['  hi:', '  en:', 'translations en: "en" is the language of the file itself', 'en'],
  ['  hi:', '  h:', 'translations h: "h" is not a language tag (BCP 47) such as en or hi', 'h:'],
  ['    reviewed: false\n', '', 'translations hi: "reviewed" is missing'],
  [
    '      order: { title: आदेश, headline: दर्ज होता है। }\n',
    '',
    'translations hi: "order" of chapters is not translated',
  ],
  [
    'start: { title: शुरुआत',
    'begin: { title: शुरुआत',
    'translations hi: there is no "begin" to translate in chapters',
    'begin',
  ],
  [
    's17: { title: जो',
    's16: { title: जो',
    'translations hi: there is no "s16" to translate in context',
    's16',
  ],
  ['s17: { title: जो', 's16: { title: जो', 'translations hi: "s17" of context is not translated'],
  ['{ full: पूरा, short', '{ short', 'translations hi: "full" of cuts is not translated'],
  [
    '      papers: { name: उदाहरण अख़बार, short: अख़बार }\n',
    '',
    'translations hi: "papers" of sides is not translated',
  ],
  ['    stand_in_note: ये काल्पनिक हैं।\n', '', 'translations hi: "stand_in_note" is not translated'],
  ['stand_in_note: They are made up.\n', '', 'translations hi: there is no "stand_in_note" to translate'],
  // shape
  [
    'title: An example',
    'titel: An example',
    '"titel" is not known here; known are id, title, description, language, time_zone, opens, opening, places, sides, stand_in_note, replay, cuts, sources, authorities, cast, cohorts, chapters, ask, disputes, lessons, translations, steps',
    'titel',
  ],
  [
    ', post: { by: speaker, text: Hello. }',
    '',
    'step s01: give one of post, repost, like, follow, order, notice, decide, restrict, lift, label, context, trend, expect',
  ],
  [
    'repost: { by',
    'like: { by: reader, post: s01 }, repost: { by',
    'step s05: has repost and like; give one of them, and the others an entry of their own',
  ],
  [
    'precision: minute, certainty: quoted, sources: [S1], title: Somebody',
    'certainty: quoted, sources: [S1], title: Somebody',
    'step s01: "precision" is missing',
  ],
  [
    'precision: minute',
    'precision: second',
    'step s01: "precision" is "second"; it is one of minute, part_of_day, day, month',
    'second',
  ],
  ['title: Likes', 'title: ""', 'step s06: "title" must not be blank', '""'],
  [
    'url: null',
    'url: example.org',
    'sources S1: "url" is "example.org", which is not an address that begins with https:// or http://, or null',
    'example.org',
  ],
  [
    "published: '2021-01-02'",
    'published: yesterday',
    'sources S1: "published" is "yesterday", which is not a day such as 2021-02-10',
    'yesterday',
  ],
  ['verified: true', 'verified: "yes"', 'cast speaker: "verified" must be true or false, not "yes"', '"yes"'],
  ['speaker: {', 'a b: {', 'cast a b: "a b" is not a key: a letter, then letters, digits, _ and -', 'a b'],
  ['items: open, is: 10', 'is: 10', 'expectations after step s08: "order" needs "items" beside it'],
  [
    'status: s01, is: withheld',
    'status: s01, is: gone',
    'expectations after step s09: "is" is "gone"; it is one of full, labelled, withheld, suspended, deleted, absent',
    'gone',
  ],
  [
    '  - expect:',
    '  - id: e1\n    expect:',
    'step e1: "expect" stands alone in its entry; give the rest an entry of its own',
  ],
  [
    'grounds: [public_order]',
    'grounds: [public_order, public_order]',
    'step s08: "public_order" is there twice',
    'public_order]',
  ],
  // the domain's rules, by rehearsal
  [
    "items: '1-4, 7'",
    "items: '1-4, 9'",
    'step s09: number 5 of its 5 is refused: Item 9 is open and cannot become withheld; it could be limited, refused',
  ],
  [
    'outcome: refused, ground: journalist',
    'outcome: refused',
    'step s11: number 1 of its 4 is refused: ground: must be given with a refusal',
  ],
  ['handle: reader,', 'handle: Crowd-004,', 'cohorts crowd: @crowd-004 is taken on twitter'],
  [
    'account: speaker',
    'account: { cohort: crowd, number: 20 }',
    'step s07: id: is your own: one cannot follow oneself',
  ],
  // YAML
  [
    'title: An example',
    'title: An example\ntitle: Another',
    '"title" is given twice; the first is on line 3. Keep one',
  ],
  ['title: An example', 'title: *here', '"*here" is an alias; write out what it stands for', '*here'],
  ['id: example', 'id: &here example\nnote: *here', '"*here" is an alias; write out what it stands for'],
  ['title: An example', 'title: "An example', 'not valid YAML: Missing closing "quote'],
  [
    'text: Hello.',
    'text: "a\\u0007b"',
    'step s01: "text" holds the character U+0007, which no text should; take it out',
    '"a',
  ],
  [
    'text: Hello.',
    'text: "a\\ud800b"',
    'step s01: "text" holds the character U+D800, which no text should; take it out',
    '"a',
  ],
];

describe('a scenario file', () => {
  it('is given as it is written, with the places of its parts', () => {
    const result = parseScenario(EXAMPLE, 'x.yaml', schema);
    if (!result.ok) throw new Error(result.errors.map(describeError).join('\n'));
    expect(result.file.steps).toHaveLength(20);
    expect(result.file.cohorts['crowd']!.faces).toHaveProperty('7');
    expect(result.positionOf(['steps', 0, 'post', 'by'])).toEqual(positionOf('speaker, text: Hello.'));
    expect(result.positionOf(['cohorts', 'crowd', 'count'], 'key')).toEqual(positionOf('count: 20'));
    expect(result.positionOf(['cohorts', 'crowd', 'nothing', 'here'])).toEqual(positionOf('count: 20'));
  });

  function positionOf(text: string): { line: number; column: number } {
    const { line, column } = changed(text, '');
    return { line, column };
  }

  for (const [from, to, message, points] of WRONG) {
    it(`with ${JSON.stringify(shortened(from))} as ${JSON.stringify(shortened(to))} is refused`, () => {
      // given the example with one thing wrong
      const { text, line, column } = changed(from, to);
      // then an error says so, and points at it
      const told = errorsOf(text).map((error) => /^x\.yaml:(\d+):(\d+): (.*)$/s.exec(error)!.slice(1));
      const place = told.find(([, , said]) => said === message);
      expect(place ?? told).toEqual([expect.any(String), expect.any(String), message]);
      if (points === undefined) return;
      const before = to.slice(0, to.indexOf(points)).split('\n');
      const lastLine = before.at(-1)!.length;
      expect(place!.slice(0, 2).map(Number)).toEqual([
        line + before.length - 1,
        before.length === 1 ? column + lastLine : lastLine + 1,
      ]);
    });
  }

  it('is told all that is wrong with it at once, in its order', () => {
    const text = EXAMPLE.replace('by: speaker, text: Hello.', 'by: nobody, text: Hello.')
      .replace('authority: ministry', 'authority: other')
      .replace('[S1, S2]', '[S7, S8]');
    expect(errorsOf(text).map((error) => error.replace(/^x.yaml:(\d+):\d+: (\S+ \S+): .*/, '$1 $2'))).toEqual(
      [
        `${LINES.findIndex((line) => line.includes('id: s01')) + 1} step s01`,
        // errors of steps that refer to s01, or to its would-be answer, are not reported as well
        ...Array.from(
          { length: 2 },
          () => `${LINES.findIndex((line) => line.includes('[S1, S2]')) + 1} step s08`,
        ),
        `${LINES.findIndex((line) => line.includes('authority: ministry')) + 1} step s08`,
      ],
    );
  });

  it('stops at a hundred errors and counts the rest', () => {
    const text = `steps:\n${'- { expect: [] }\n'.repeat(300)}`;
    const errors = errorsOf(text);
    expect(errors).toHaveLength(101);
    expect(errors.at(-1)).toMatch(/and \d+ more after this$/);
  });
});

describe('a hostile file', () => {
  it.each([
    ['brackets', '['.repeat(100_000)],
    ['balanced brackets', '['.repeat(2000) + ']'.repeat(2000)],
    ['dashes', '- '.repeat(100_000)],
    ['question marks', '? '.repeat(20_000)],
    ['keys in keys', '{a: '.repeat(20_000)],
    ['colons in brackets', `[${'a: '.repeat(50_000)}]`],
    ['indentation', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ])('that nests too deep by %s is refused at once', (_, text) => {
    expect(errorsOf(text)[0]).toMatch(/^x\.yaml:\d+:\d+: nests too deep here/);
  });

  it('that grows by aliases is refused', () => {
    const lists = 'bcdefghi'
      .split('')
      .map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`);
    expect(errorsOf(`a: &a [x, x]\n${lists.join('\n')}`)[0]).toBe(
      'x.yaml:2:8: "*a" is an alias; write out what it stands for',
    );
  });

  it('that is too long is refused', () => {
    expect(errorsOf('#'.repeat(1_000_001))).toEqual([
      'x.yaml:1:1: is longer than 1000000 characters; make repeated accounts a cohort',
    ]);
  });

  it('that makes too many events is refused before any is made', () => {
    const like = (n: number) =>
      `  - { id: l${n}, at: '2021-01-04T00:00:${n}Z', precision: day, certainty: illustrative, sources: [], title: Likes, like: { by: { cohort: many, numbers: 1-900000 }, post: s01 } }\n`;
    const many = `  many: { count: 900000, venue: koo, handle: 'm{n}', name: 'M {n}', note: '', text: '{n}' }\nchapters:`;
    const text =
      EXAMPLE.replace('chapters:', many) + Array.from({ length: 20 }, (_, i) => like(i + 10)).join('');
    expect(errorsOf(text)).toEqual([
      expect.stringMatching(
        /^x\.yaml:\d+:\d+: step l20: up to here there are \d+ events and items; at most 10000000$/,
      ),
    ]);
  });

  it('that orders more than memory holds is refused before it is taken', () => {
    const entry = '        - accounts: { cohort: crowd, numbers: 1-1000 }\n';
    const text = EXAMPLE.replace('count: 20', 'count: 1000').replace(
      '      items:\n',
      `      items:\n${entry.repeat(9000)}`,
    );
    expect(errorsOf(text)).toContainEqual(
      expect.stringMatching(/: step s08: the order names 9000010 items; at most 10000$/),
    );
  });
});

describe('any text', () => {
  const yamlish = fc.array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '- ',
          '? ',
          ': ',
          '[',
          ']',
          '{',
          '}',
          ',',
          '\n',
          '\n  ',
          '&a ',
          '*a',
          '!!str ',
          '!x ',
          '|\n',
          '>-\n',
          '"',
          "'",
          '#',
          '%',
          '---\n',
          '...\n',
          '\t',
          '\r\n',
          '<<: ',
          '\0',
          '\u2028',
          '\ud800',
        ],
      ),
      fc.constantFrom(...LINES.map((line) => `${line}\n`)),
      fc.string(),
    ),
    { maxLength: 30 },
  );

  it('is read without throwing, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string(),
          yamlish.map((parts) => parts.join('')),
        ),
        (text) => {
          const result = parseScenario(text, 'x.yaml', schema);
          if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('made by damaging a line of the example is either right or refused with a place in it', () => {
    const damage = fc.constantFrom<(line: string) => string>(
      () => '',
      (line) => `${line}\n${line}`,
      (line) => line.replace(/\w+/, 'damaged'),
      (line) => line.replace(/: .*/, ': 7'),
      (line) => line.replace(/: .*/, ': [a, {b: c}]'),
      (line) => line.replace(/: .*/, ':'),
      (line) => `  ${line}`,
      (line) => line.replace(/[}\]']/, ''),
      (line) => line.replace(/\d+/g, '0'),
      (line) => line.replace(/\d+/g, '99'),
      (line) => line.replaceAll('s0', 's1'),
    );
    fc.assert(
      fc.property(fc.nat({ max: LINES.length - 1 }), damage, (index, harm) => {
        const text = [...LINES.slice(0, index), harm(LINES[index]!), ...LINES.slice(index + 1)].join('\n');
        const lines = text.split('\n').length;
        const result = parseScenario(text, 'x.yaml', schema);
        if (result.ok) return;
        for (const { line, column, message } of result.errors) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/\S/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
