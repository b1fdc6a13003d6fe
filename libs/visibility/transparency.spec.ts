import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TransparencyRow } from '#contract';
import type { StoredTally } from '#domain';
import { medianWait, transparencyReport, type ReportOn, type Viewpoint } from '#visibility';
import { lookingFrom } from '../../test/support/stored.js';

const WHOLE: ReportOn = { country: null, from: null, to: null };

/** An order of an authority, of two posts and an account of which one post is withheld after a second. */
function tally(authority: string, rest: Partial<StoredTally> = {}): StoredTally {
  return {
    authority: {
      id: `id of ${authority}`,
      account: `account of ${authority}`,
      name: authority,
      shortName: authority,
      country: null,
      note: '',
    },
    venue: 'home',
    countries: ['IN'],
    confidential: false,
    status: 'in_force',
    scenario: null,
    items: [
      { kind: 'post', state: 'withheld', items: 1 },
      { kind: 'post', state: 'open', items: 1 },
      { kind: 'account', state: 'open', items: 1 },
    ],
    waits: [{ ms: 1_000, items: 1 }],
    ...rest,
  };
}

const rowsOf = (
  tallies: StoredTally[],
  viewpoint: Viewpoint = lookingFrom('IN'),
  on: ReportOn = WHOLE,
): TransparencyRow[] => transparencyReport(tallies, viewpoint, on, 'https://example.org').value.rows;

describe('a transparency report', () => {
  it('adds up the orders of one country, authority, venue and scenario, and no others', () => {
    const rows = rowsOf([
      tally('Asha’s office'),
      tally('Asha’s office'),
      tally('Asha’s office', { venue: 'koo' }),
      tally('Asha’s office', { countries: ['DE', 'IN'] }),
      tally('Asha’s office', { scenario: 'a-story' }),
      tally('Bilal’s office'),
    ]);
    expect(
      rows.map((row) => [row.country, row.authority?.name, row.venue, row.scenario, row.orders]),
    ).toEqual([
      ['DE', 'Asha’s office', 'home', null, 1],
      ['IN', 'Asha’s office', 'home', null, 3],
      ['IN', 'Asha’s office', 'home', 'a-story', 1],
      ['IN', 'Asha’s office', 'koo', null, 1],
      ['IN', 'Bilal’s office', 'home', null, 1],
    ]);
    expect(rows[1]?.specified).toEqual({ items: 9, accounts: 3, posts: 6, hashtags: 0, urls: 0 });
    expect(rows[1]?.withheld).toEqual({ items: 3, accounts: 0, posts: 3, hashtags: 0, urls: 0 });
    expect(rows[1]?.authority?.url).toBe('https://example.org/authorities/id of Asha’s office');
  });

  it('of one country holds what binds there, everywhere included', () => {
    const rows = rowsOf(
      [tally('A', { countries: ['DE', 'FR'] }), tally('B', { countries: ['*'] })],
      lookingFrom('IN'),
      { ...WHOLE, country: 'FR' },
    );
    expect(rows.map(({ country, authority }) => [country, authority?.name])).toEqual([
      ['*', 'B'],
      ['FR', 'A'],
    ]);
  });

  it('of a part of a country holds what binds there by the name of the whole', () => {
    const tallies = [tally('A', { countries: ['FR'] }), tally('B', { countries: ['RE'] })];
    const countries = (country: string): (string | null)[] =>
      rowsOf(tallies, lookingFrom('IN'), { ...WHOLE, country }).map((row) => row.country);
    expect([countries('RE'), countries('FR'), countries('GP')]).toEqual([['FR', 'RE'], ['FR'], ['FR']]);
  });

  it('says that it must not be filed where it holds a row of a scenario, and only there', () => {
    const notice = (tallies: StoredTally[]): string | null =>
      transparencyReport(tallies, lookingFrom('IN'), WHOLE, '').value.notice;
    expect(notice([tally('A'), tally('B', { scenario: 'a-story', confidential: true })])).toBe(
      'Reconstruction: do not file',
    );
    expect(notice([tally('A')])).toBeNull();
  });

  it('measures no waiting time of a scenario, whose hours are its own', () => {
    const medians = rowsOf([tally('A'), tally('B', { scenario: 'a-story' })]).map(
      (row) => row.median_time_to_decision_ms,
    );
    expect(medians).toEqual([1_000, null]);
  });

  it('tells of confidential orders no more than how many there are, and how their items stand', () => {
    const aTally = fc
      .record({
        authority: fc.constantFrom('Asha’s office', 'Bilal’s office'),
        venue: fc.constantFrom('home', 'koo', 'twitter'),
        countries: fc.constantFrom<string[]>(['IN'], ['DE', 'FR'], ['*']),
        kinds: fc.constantFrom('account', 'post', 'hashtag', 'url'),
      })
      .map(({ authority, venue, countries, kinds }) =>
        tally(authority, {
          venue,
          countries,
          confidential: true,
          items: [{ kind: kinds, state: 'refused', items: 2 }],
        }),
      );
    // Two histories that differ only in confidential orders give the same report.
    fc.assert(
      fc.property(fc.array(fc.tuple(aTally, aTally), { maxLength: 5 }), (pairs) => {
        const [one, other] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)];
        expect(rowsOf([tally('Chitra’s office'), ...one])).toEqual(
          rowsOf([tally('Chitra’s office'), ...other]),
        );
        expect(rowsOf(one, lookingFrom('IN'), { ...WHOLE, country: 'IN' })).toEqual([]);
      }),
    );
  });

  it('names them to whoever filed them and to moderators, unless they look as the public does', () => {
    const tallies = [tally('Asha’s office', { confidential: true })];
    const names = (rest: Partial<Viewpoint>): (string | undefined)[] =>
      rowsOf(tallies, lookingFrom('IN', rest)).map(({ authority }) => authority?.name);
    const asha = { id: 'account of Asha’s office', role: 'authority' } as const;
    const dev = { id: 'dev', role: 'moderator' } as const;
    expect(names({ viewer: asha })).toEqual(['Asha’s office']);
    expect(names({ viewer: dev })).toEqual(['Asha’s office']);
    expect(names({ viewer: asha, asPublic: true })).toEqual([undefined]);
    expect(names({ viewer: dev, asPublic: true })).toEqual([undefined]);
    expect(names({ viewer: { id: 'account of Bilal’s office', role: 'authority' } })).toEqual([undefined]);
  });
});

describe('the median of waiting times', () => {
  it('is that of the times written out one by one', () => {
    const waits = fc.array(fc.record({ ms: fc.nat(1_000), items: fc.integer({ min: 1, max: 5 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(waits, (given) => {
        const all = given.flatMap(({ ms, items }) => Array<number>(items).fill(ms)).sort((a, b) => a - b);
        const [low = 0, high = 0] = [all[(all.length - 1) >> 1], all[all.length >> 1]];
        expect(medianWait(given)).toBe(Math.round((low + high) / 2));
      }),
    );
  });

  it('is null where nothing is decided', () => {
    expect(medianWait([])).toBeNull();
  });
});
