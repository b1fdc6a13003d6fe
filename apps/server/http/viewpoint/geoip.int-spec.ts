import { describe, expect, it } from '@jest/globals';
import { parseAddress } from '../door/address.js';
import { countryOfAddress } from './geoip.js';

const countryOf = (text: string): string | null => {
  const address = parseAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return countryOfAddress(address);
};

describe('the country of an address', () => {
  it.each([
    ['1.6.0.1', 'IN'],
    ['1.6.0.1:55220', 'IN'],
    ['::ffff:0106:0001', 'IN'],
    ['[::ffff:1.6.0.1]:443', 'IN'],
    ['64:ff9b::106:1', 'IN'],
    ['2405:201::1', 'IN'],
    ['2405:201::1%eth0', 'IN'],
    ['8.8.8.8', 'US'],
  ])('%s is in the table: %s', (text, country) => {
    expect(countryOf(text)).toBe(country);
  });

  // A code that is no country of ours would be as good as no record.
  it.each([
    ['2a02:26f7:dc8c:d8b2::1', 'XK'],
    ['2401:b60:1a10::1', 'CW'],
    ['2c0f:6c00::1', 'RE'],
    ['2a0d:79c0::1', 'AX'],
  ])('%s has a code that is not every list’s: %s', (text, country) => {
    expect(countryOf(text)).toBe(country);
  });

  // The table has a country for these, that of networks beside them.
  it.each(['192.168.1.10', '172.18.0.4', '203.0.113.1', '2001:db8::1', '2620:4f:8000::1'])(
    '%s has none, whatever the table says',
    (text) => {
      expect(countryOf(text)).toBeNull();
    },
  );

  it.each(['2002:106:1::1', '2001:0:106:1::1', '::', '127.0.0.1', 'fe80::1%eth0'])('%s has none', (text) => {
    expect(countryOf(text)).toBeNull();
  });
});
