import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseCountries, normaliseCountry } from '#domain';

describe('a country', () => {
  it.each([
    ['IN', 'IN'],
    ['in', 'IN'],
    [' In ', 'IN'],
    ['UK', 'GB'],
    ['uk', 'GB'],
    ['gb', 'GB'],
    ['GR', 'GR'],
  ])('%j is %s', (text, code) => {
    expect(normaliseCountry(text)).toBe(code);
  });

  // No user-assigned or withdrawn codes, no names, no alpha-3, no look-alikes of other scripts.
  it.each([
    '',
    '*',
    'EU',
    'XX',
    'ZZ',
    'AN',
    'SU',
    'EL',
    'IND',
    'I',
    'India',
    'ІN',
    'ＩＮ',
    '__proto__',
    'elsewhere',
  ])('%j is none', (text) => {
    expect(normaliseCountry(text)).toBeNull();
  });

  it('is two capitals, or none, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4 }), (text) => {
        const code = normaliseCountry(text);
        expect(code === null || /^[A-Z]{2}$/.test(code)).toBe(true);
      }),
    );
  });
});

describe('the countries of a restriction', () => {
  it('are sorted, each once', () => {
    expect(normaliseCountries(['in', 'uk', 'IN', 'GB', 'at'])).toEqual({
      ok: true,
      countries: ['AT', 'GB', 'IN'],
    });
  });

  it('expand the EU to its 27 members', () => {
    const eu = normaliseCountries(['eu']);
    expect(eu).toMatchObject({ ok: true, countries: expect.arrayContaining(['AT', 'DE', 'GR', 'IE', 'SE']) });
    expect(eu.ok && eu.countries).toHaveLength(27);
    expect(eu.ok && eu.countries).not.toContain('GB');
    expect(normaliseCountries(['EU', 'de', 'IN'])).toMatchObject({
      countries: expect.arrayContaining(['DE', 'IN']),
    });
  });

  it('are `*` alone where everywhere is among them', () => {
    expect(normaliseCountries(['IN', ' * ', 'EU'])).toEqual({ ok: true, countries: ['*'] });
  });

  it('name the first that is not a country, even beside everywhere', () => {
    expect(normaliseCountries(['IN', 'Atlantis', 'ZZ'])).toEqual({ ok: false, unknown: 'Atlantis' });
    expect(normaliseCountries(['*', 'ZZ'])).toEqual({ ok: false, unknown: 'ZZ' });
  });

  it('are none where none are named', () => {
    expect(normaliseCountries([])).toEqual({ ok: true, countries: [] });
  });

  it('stay as they are once normalised', () => {
    const written = fc.array(fc.constantFrom('in', 'IN', 'uk', 'GB', 'eu', 'de', '*', 'us', ' fr '));
    fc.assert(
      fc.property(written, (texts) => {
        const once = normaliseCountries(texts);
        expect(once.ok && normaliseCountries(once.countries)).toEqual(once);
      }),
    );
  });
});
