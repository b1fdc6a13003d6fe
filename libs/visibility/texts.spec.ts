import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RESTRICTION_BASES, RESTRICTION_KINDS } from '#domain';
import {
  countryName,
  LANGUAGES,
  noticeText,
  ownText,
  suspendedText,
  tombstoneText,
  type Notice,
} from '#visibility';

describe('what a tombstone says', () => {
  it.each([
    ['post', 'legal_demand', 'This post from @x has been withheld in India in response to a legal demand.'],
    ['post', 'local_law', 'This post from @x has been withheld in India based on local law(s).'],
    ['post', 'platform_rule', 'This post from @x has been withheld in India based on the platform’s rules.'],
    ['account', 'legal_demand', '@x’s account has been withheld in India in response to a legal demand.'],
    ['account', 'local_law', '@x’s account has been withheld in India based on local law(s).'],
    ['account', 'platform_rule', '@x’s account has been withheld in India based on the platform’s rules.'],
  ] as const)('of a %s, by %s, in English', (what, basis, text) => {
    expect(tombstoneText(what, basis, 'x', 'IN', 'en')).toBe(text);
  });

  it.each([
    ['post', 'legal_demand', '@x की यह पोस्ट क़ानूनी माँग के चलते भारत में रोक दी गई है।'],
    ['post', 'local_law', '@x की यह पोस्ट स्थानीय क़ानून के आधार पर भारत में रोक दी गई है।'],
    ['account', 'legal_demand', '@x का अकाउंट क़ानूनी माँग के चलते भारत में रोक दिया गया है।'],
    ['account', 'local_law', '@x का अकाउंट स्थानीय क़ानून के आधार पर भारत में रोक दिया गया है।'],
  ] as const)('of a %s, by %s, in Hindi', (what, basis, text) => {
    expect(tombstoneText(what, basis, 'x', 'IN', 'hi')).toBe(text);
  });

  it('names no country where it cannot be told', () => {
    expect(tombstoneText('post', 'legal_demand', 'x', null, 'en')).toBe(
      'This post from @x has been withheld in response to a legal demand.',
    );
    expect(tombstoneText('account', 'local_law', 'x', null, 'hi')).toBe(
      '@x का अकाउंट स्थानीय क़ानून के आधार पर रोक दिया गया है।',
    );
  });

  it.each([
    ['IN', 'India', 'भारत'],
    ['GB', 'the United Kingdom', 'यूनाइटेड किंगडम'],
    ['US', 'the United States', 'संयुक्त राज्य'],
    ['DE', 'Germany', 'जर्मनी'],
  ])('names %s as a sentence does', (code, english, hindi) => {
    expect(countryName(code, 'en')).toBe(english);
    expect(countryName(code, 'hi')).toBe(hindi);
  });

  it('tells a suspension apart', () => {
    expect(suspendedText('account', 'x', 'en')).toBe('This post is from a suspended account, @x.');
    expect(suspendedText('post', 'x', 'en')).toBe('This post from @x has been removed by the platform.');
    expect(suspendedText('account', 'x', 'hi')).toContain('@x');
    expect(suspendedText('post', 'x', 'hi')).toContain('@x');
  });
});

describe('what an author is told of their own', () => {
  it('names every country, in their language', () => {
    expect(ownText('post', ['IN'], 'en')).toBe('Your post has been withheld in: India.');
    expect(ownText('account', ['IN', 'US'], 'en')).toBe(
      'Your account has been withheld in: India, United States.',
    );
    expect(ownText('post', ['*'], 'en')).toBe('Your post has been withheld everywhere.');
    expect(ownText('post', ['IN'], 'hi')).toBe('आपकी पोस्ट इन देशों में रोकी गई है: भारत।');
  });
});

describe('a notice to an author', () => {
  const notice: Notice = {
    what: 'post',
    kind: 'withhold',
    countries: ['IN'],
    basis: 'legal_demand',
    label: null,
    reason: '',
    order: null,
    stillIn: null,
    newEnd: null,
  };
  const order = { id: '01ORDER', title: 'A demand', authority: 'A ministry' };
  const aNotice = fc.record<Notice>({
    what: fc.constantFrom('post', 'account'),
    kind: fc.constantFrom(...RESTRICTION_KINDS),
    countries: fc.constantFrom(['IN'], ['IN', 'US'], ['*']),
    basis: fc.constantFrom(...RESTRICTION_BASES),
    label: fc.constantFrom(null, 'Disputed'),
    reason: fc.constantFrom('', 'An article'),
    order: fc.constantFrom(null, order, 'unnamed' as const),
    stillIn: fc.constantFrom(null, [], ['IN']),
    newEnd: fc.constant(null),
  });
  const SCOPES = {
    en: { post: 'This is about one post;', account: 'This is about your account and everything on it.' },
    hi: { post: 'यह केवल एक पोस्ट के बारे में है।', account: 'यह आपके अकाउंट और उस पर मौजूद हर चीज़ के बारे में है।' },
  };

  it('says what was done, of what, on what basis and why', () => {
    expect(noticeText({ ...notice, order, reason: 'As ordered' }, 'en')).toBe(
      'Your post has been withheld in: India. This is about one post; your account and your other posts are not ' +
        'affected, but for re-posts and quotes of it. Basis: a legal demand. Order: “A demand”, A ministry (01ORDER). ' +
        'Reason given: As ordered',
    );
    expect(noticeText({ ...notice, what: 'account', basis: 'local_law', countries: ['*'] }, 'hi')).toBe(
      'आपका अकाउंट हर जगह रोका गया है। यह आपके अकाउंट और उस पर मौजूद हर चीज़ के बारे में है। आधार: स्थानीय क़ानून।',
    );
  });

  it('names the authority alone of an order without a title', () => {
    expect(noticeText({ ...notice, order: { ...order, title: '' } }, 'en')).toMatch(
      / Order: A ministry \(01ORDER\)\.$/,
    );
  });

  it('says of one that may not be named that it may not be, and nothing where the basis is another', () => {
    expect(noticeText({ ...notice, order: 'unnamed' }, 'en')).toMatch(
      / Basis: a legal demand that may not be named\.$/,
    );
    expect(noticeText({ ...notice, order: 'unnamed' }, 'hi')).toMatch(/जिसका ब्योरा नहीं दिया जा सकता।$/);
    expect(noticeText({ ...notice, order: 'unnamed', basis: 'local_law' }, 'en')).toBe(
      noticeText({ ...notice, basis: 'local_law' }, 'en'),
    );
  });

  it('says of what has ended whether another goes on, and where', () => {
    const leadOf = (stillIn: string[]): string =>
      noticeText({ ...notice, stillIn }, 'en').split(' This is about')[0] ?? '';
    expect(leadOf([])).toBe('Your post is no longer withheld in: India.');
    expect(leadOf(['US'])).toBe(
      'One of several withholdings of your post has ended. It is still withheld in: United States.',
    );
    expect(leadOf(['*'])).toBe(
      'One of several withholdings of your post has ended. It is still withheld everywhere.',
    );
  });

  it('names its exact scope, whatever was done, in either language', () => {
    fc.assert(
      fc.property(aNotice, fc.constantFrom(...LANGUAGES), (any, language) => {
        const other = any.what === 'post' ? 'account' : 'post';
        const text = noticeText(any, language);
        expect(text).toContain(SCOPES[language][any.what]);
        expect(text).not.toContain(SCOPES[language][other]);
      }),
    );
  });

  it('tells apart whatever differs, but for what it does not tell', () => {
    fc.assert(
      fc.property(aNotice, fc.constantFrom(...LANGUAGES), (any, language) => {
        const text = noticeText(any, language);
        const others = RESTRICTION_KINDS.filter((kind) => kind !== any.kind);
        for (const kind of others) expect(noticeText({ ...any, kind }, language)).not.toBe(text);
        const ended = any.stillIn === null ? [] : null;
        expect(noticeText({ ...any, stillIn: ended }, language)).not.toBe(text);
      }),
    );
  });
});
