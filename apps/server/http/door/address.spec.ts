import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { networkAddress, parseAddress } from './address.js';

/** The address by which the registries know a network; null where there is none. */
const network = (text: string): string | null => {
  const address = parseAddress(text);
  return address && (networkAddress(address)?.toString() ?? null);
};

/** IANA's IPv4 and IPv6 special-purpose address registries, and what of the RFCs stands beside them. */
const SPECIAL_PURPOSE: readonly (readonly [range: string, what: string])[] = [
  ['0.0.0.0/8', 'this network (RFC 791)'],
  ['10.0.0.0/8', 'private use (RFC 1918)'],
  ['100.64.0.0/10', 'shared address space (RFC 6598)'],
  ['127.0.0.0/8', 'loopback (RFC 1122)'],
  ['169.254.0.0/16', 'link local (RFC 3927)'],
  ['172.16.0.0/12', 'private use (RFC 1918)'],
  ['192.0.0.0/24', 'protocol assignments (RFC 6890)'],
  ['192.0.2.0/24', 'documentation (RFC 5737)'],
  ['192.31.196.0/24', 'AS112 (RFC 7535)'],
  ['192.52.193.0/24', 'AMT (RFC 7450)'],
  ['192.88.99.0/24', 'deprecated 6to4 relays (RFC 7526)'],
  ['192.168.0.0/16', 'private use (RFC 1918)'],
  ['192.175.48.0/24', 'AS112 (RFC 7534)'],
  ['198.18.0.0/15', 'benchmarking (RFC 2544)'],
  ['198.51.100.0/24', 'documentation (RFC 5737)'],
  ['203.0.113.0/24', 'documentation (RFC 5737)'],
  ['224.0.0.0/4', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'reserved (RFC 1112)'],
  ['255.255.255.255/32', 'limited broadcast (RFC 8190)'],
  ['::/128', 'unspecified (RFC 4291)'],
  ['::1/128', 'loopback (RFC 4291)'],
  ['::1:0:0/96', 'not given out (RFC 4291)'],
  ['::ffff:0:0:0/96', 'translated (RFC 2765)'],
  ['64:ff9b:1::/48', 'translated for local use (RFC 8215)'],
  ['100::/64', 'discard only (RFC 6666)'],
  ['100:0:0:1::/64', 'dummy prefix (RFC 9780)'],
  ['2001::/23', 'protocol assignments (RFC 2928)'],
  ['2001::/32', 'Teredo (RFC 4380)'],
  ['2001:1::1/128', 'port control protocol, anycast (RFC 7723)'],
  ['2001:1::2/128', 'TURN, anycast (RFC 8155)'],
  ['2001:1::3/128', 'service registration, anycast (RFC 9665)'],
  ['2001:2::/48', 'benchmarking (RFC 5180)'],
  ['2001:3::/32', 'AMT (RFC 7450)'],
  ['2001:4:112::/48', 'AS112 (RFC 7535)'],
  ['2001:10::/28', 'deprecated ORCHID (RFC 4843)'],
  ['2001:20::/28', 'ORCHIDv2 (RFC 7343)'],
  ['2001:30::/28', 'drones (RFC 9374)'],
  ['2001:db8::/32', 'documentation (RFC 3849)'],
  ['2002::/16', '6to4 (RFC 3056)'],
  ['2620:4f:8000::/48', 'AS112 (RFC 7534)'],
  ['3fff::/20', 'documentation (RFC 9637)'],
  ['4000::/2', 'not given out (RFC 4291)'],
  ['5f00::/16', 'segment routing (RFC 9602)'],
  ['fc00::/7', 'unique local (RFC 4193)'],
  ['fe80::/10', 'link local (RFC 4291)'],
  ['fec0::/10', 'deprecated site local (RFC 3879)'],
  ['ff00::/8', 'multicast (RFC 4291)'],
];

describe('an address', () => {
  it.each([
    ['1.6.0.1', '1.6.0.1'],
    ['1.6.0.1:55220', '1.6.0.1'],
    ['::ffff:1.6.0.1', '1.6.0.1'],
    ['::FFFF:0106:0001', '1.6.0.1'],
    ['[::ffff:1.6.0.1]:443', '1.6.0.1'],
    ['64:ff9b::106:1', '1.6.0.1'],
    ['64:ff9b::1.6.0.1', '1.6.0.1'],
    ['2405:201::1', '2405:201::1'],
    ['2405:0201:0:0:0:0:0:1', '2405:201::1'],
    ['[2405:201::1]', '2405:201::1'],
    ['[2405:201::1]:65535', '2405:201::1'],
  ])('%s is of the network of %s', (text, plain) => {
    expect(network(text)).toBe(plain);
  });

  it.each([
    'unknown',
    '_hidden',
    '_hidden:80',
    '',
    ' ',
    '1.6',
    '0x1060001',
    '17170433',
    '01.06.00.01',
    '0x1.6.0.1',
    '1.6.0.256',
    '1.6.0.1:',
    '1.6.0.1:port',
    '1.6.0.1:123456',
    '1.6.0.1:80:80',
    '[1.6.0.1]:80',
    '[2405:201::1]:',
    '[2405:201::1',
    '[]:80',
    '::ffff:01.06.00.01',
    '::ffff:0x1.6.0.1',
    '::1.6.0.1',
    '1::2::3',
    '2405:201::1:99999',
    '1.6.0.1%eth0',
    '1.6.0.1, 1.6.0.2',
    '"1.6.0.1"',
    '1.6.0.1\n',
  ])('is none: %j', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('is none where there is none', () => {
    expect(parseAddress(undefined)).toBeNull();
  });

  it.each(SPECIAL_PURPOSE)('in %s is of no network: %s', (range, _) => {
    const [first, bits] = ipaddr.parseCIDR(range);
    const bytes = first.toByteArray();
    const last = bytes.map((byte, i) => byte | (255 >> Math.min(8, Math.max(0, bits - i * 8))));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constantFrom(bytes, last),
          fc.tuple(...bytes.map((low, i) => fc.integer({ min: low, max: last[i]! }))),
        ),
        (within) => {
          expect(network(ipaddr.fromByteArray([...within]).toString())).toBeNull();
        },
      ),
    );
  });

  it.each(['192.168.1.10', '172.18.0.4:80', '::ffff:10.0.0.1', '64:ff9b::127.0.0.1', 'fe80::1%eth0'])(
    'of this network alone is of none, however it is written: %s',
    (text) => {
      expect([parseAddress(text) === null, network(text)]).toEqual([false, null]);
    },
  );

  it('is the same, however often and wherever it is written', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(parseAddress(text)).toBe(parseAddress(text));
        expect(parseAddress(`${text}:443`)?.toString()).toBe(parseAddress(text)?.toString());
      }),
    );
  });

  it('or is none, whatever is written', () => {
    const written = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.ipV4Extended(),
      fc.ipV6(),
      fc.stringMatching(/^\[?[0-9a-fx.:%]{0,40}\]?(:\d{0,6})?$/),
    );
    fc.assert(
      fc.property(written, (text) => {
        const address = parseAddress(text);
        if (address !== null) expect(ipaddr.isValid(address.toString())).toBe(true);
      }),
    );
  });
});
