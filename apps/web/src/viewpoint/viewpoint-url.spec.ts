import { describe, expect, it } from '@jest/globals';
import { preferredLanguage } from '../words/language.js';
import { everyCountry, inCountry, paneTitle } from './countries.js';
import { formatAddress, parseAddress } from './viewpoint-url.js';

describe('the address of the page', () => {
  const none = { scenario: null, at: null, left: null, right: null, lang: null };

  it('given nothing, leaves it to the story', () => {
    expect(parseAddress('')).toEqual(none);
    expect(formatAddress(none)).toBe('/');
    expect(formatAddress(none, '/timeline')).toBe('/timeline');
  });

  it('given an instant, two sides and a language, reads and writes the same link', () => {
    const search = '?view_at=2021-02-10T08:04:00Z&left=PK&right=elsewhere&lang=hi';
    expect(parseAddress(search)).toEqual({
      ...none,
      at: '2021-02-10T08:04:00Z',
      left: 'PK',
      right: 'elsewhere',
      lang: 'hi',
    });
    expect(formatAddress(parseAddress(search))).toBe(`/${search}`);
  });

  it('given an offset whose plus came as a space, reads it as a plus', () => {
    expect(parseAddress('?view_at=2021-02-10T13:34:00+05:30').at).toBe('2021-02-10T13:34:00+05:30');
  });

  it('given countries in lower case, reads them in upper case', () => {
    expect(parseAddress('?left=de&right=Elsewhere')).toMatchObject({ left: 'DE', right: 'elsewhere' });
  });

  it('given a language that it does not speak, speaks that of the browser', () => {
    expect(parseAddress('?lang=fr').lang).toBeNull();
    expect(preferredLanguage(['fr-FR', 'hi-IN', 'en'])).toBe('hi');
    expect(preferredLanguage(['fr'])).toBe('en');
  });
});

describe('a country', () => {
  it('stands in a sentence as English has it', () => {
    expect(inCountry('IN')).toBe('in India');
    expect(inCountry('US')).toBe('in the United States');
    expect(inCountry('RE')).toBe('in Réunion');
    expect(inCountry('AX')).toBe('in the Åland Islands');
    expect(paneTitle('elsewhere')).toBe('Elsewhere');
    expect(paneTitle('not a country')).toBe('In not a country');
  });

  it('stands in a sentence as Hindi has it', () => {
    expect(inCountry('IN', 'hi')).toBe('भारत में');
    expect(inCountry('elsewhere', 'hi')).toBe('अन्यत्र');
  });

  it('is any of ISO 3166-1, and Kosovo', () => {
    const codes = everyCountry('en').map(({ code }) => code);
    expect(codes).toHaveLength(250);
    expect(codes).toEqual(expect.arrayContaining(['IN', 'XK', 'AX', 'BV']));
    for (const none of ['EU', 'UK', 'UN', 'XA', 'ZZ', 'SU']) expect(codes).not.toContain(none);
  });
});
