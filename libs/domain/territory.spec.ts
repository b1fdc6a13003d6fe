import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bindsIn, EU_MEMBERS, normaliseCountries, normaliseCountry, territoryOf, wholeOf } from '#domain';

describe('a country', () => {
  it.each([
    ['IN', 'IN'],
    ['in', 'IN'],
    [' In ', 'IN'],
    ['UK', 'GB'],
    ['uk', 'GB'],
    ['gb', 'GB'],
    ['GR', 'GR'],
    ['xk', 'XK'],
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
    'EA',
    'IC',
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

  it('expand the EU to its 27 members, and to where its law holds beyond them', () => {
    const eu = normaliseCountries(['eu']);
    expect(eu).toMatchObject({ ok: true, countries: expect.arrayContaining(['AT', 'DE', 'GR', 'IE', 'SE']) });
    const beyond = eu.ok && eu.countries.filter((country) => !EU_MEMBERS.includes(country));
    expect([EU_MEMBERS.length, beyond]).toEqual([27, ['AX', 'GF', 'GP', 'MF', 'MQ', 'RE', 'YT']]);
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

describe('a name', () => {
  const written = fc.array(
    fc.constantFrom('AU', 'AX', 'DE', 'FI', 'FR', 'IN', 'RE', 'US', 'PR', 'XK', '*', 'EU'),
  );
  const places = fc.constantFrom(
    'AU',
    'AX',
    'BL',
    'DE',
    'FI',
    'FR',
    'IN',
    'NF',
    'PM',
    'PR',
    'RE',
    'US',
    'XK',
  );
  const named = written.map((texts) => {
    const known = normaliseCountries(texts);
    return known.ok ? known.countries : [];
  });

  it.each([
    [['IN'], 'IN', true],
    [['IN'], 'elsewhere', false],
    [['IN'], null, false],
    [['*'], 'IN', true],
    [['*'], 'elsewhere', true],
    [['*'], null, true],
    [[], 'IN', false],
    [['FR'], 'RE', true],
    [['RE'], 'FR', false],
    [['RE'], 'GP', false],
  ])('of %j binds in %s: %s', (countries, country, binds) => {
    expect(bindsIn(countries, country)).toBe(binds);
  });

  it('binds where its territory says, and nowhere else', () => {
    fc.assert(
      fc.property(named, places, (countries, country) => {
        const territory = territoryOf(countries);
        expect(bindsIn(countries, country)).toBe(territory.includes(country) || territory.includes('*'));
      }),
    );
  });

  it('that is stored again by where it binds, binds there', () => {
    fc.assert(
      fc.property(named, (countries) => {
        expect(normaliseCountries(territoryOf(countries))).toEqual({
          ok: true,
          countries: territoryOf(countries),
        });
      }),
    );
  });

  it('of the Union binds in the parts of its members, and in no others', () => {
    const eu = normaliseCountries(['EU']);
    const countries = eu.ok ? eu.countries : [];
    expect(territoryOf(countries)).toEqual(countries);
    for (const outside of ['BL', 'PM', 'NC', 'PF', 'TF', 'WF', 'AW', 'BQ', 'CW', 'SX', 'FO', 'GL'])
      expect([outside, bindsIn(countries, outside), wholeOf(outside)]).toEqual([outside, false, null]);
  });

  it('takes no side where more than one claims or governs', () => {
    for (const claimed of ['EH', 'PS', 'TW', 'UM', 'XK']) expect(wholeOf(claimed)).toBeNull();
  });
});
