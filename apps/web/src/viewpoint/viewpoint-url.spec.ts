import { describe, expect, it } from '@jest/globals';
import { inCountry, paneTitle } from './countries.js';
import { formatAddress, parseAddress } from './viewpoint-url.js';

describe('the address of the page', () => {
  it('given nothing, is live, from India and from elsewhere', () => {
    expect(parseAddress('')).toEqual({ at: null, left: 'IN', right: 'elsewhere' });
  });

  it('given an instant and two sides, reads and writes the same link', () => {
    const search = '?view_at=2021-02-10T08:04:00Z&left=PK&right=elsewhere';
    expect(parseAddress(search)).toEqual({ at: '2021-02-10T08:04:00Z', left: 'PK', right: 'elsewhere' });
    expect(formatAddress(parseAddress(search))).toBe(`/${search}`);
  });

  it('given countries in lower case, reads them in upper case', () => {
    expect(parseAddress('?left=de&right=Elsewhere')).toMatchObject({ left: 'DE', right: 'elsewhere' });
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
});
