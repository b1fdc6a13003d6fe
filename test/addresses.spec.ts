import { describe, expect, it } from '@jest/globals';
import type { NetworkInterfaceInfo } from 'node:os';

/** A script, so it has no types of its own. */
const SCRIPT = '../scripts/addresses.mjs';
const { hostsOf } = (await import(SCRIPT)) as {
  hostsOf: (interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>, withIPv6: boolean) => string[];
};

const info = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;

const INTERFACES = {
  lo: [info('127.0.0.1', true), info('::1', true)],
  wlan0: [info('fe80::1'), info('2001:db8::7'), info('192.0.2.7')],
  eth0: [info('169.254.3.4'), info('198.51.100.7'), info('192.0.2.7')],
  odd: [info('0.0.0.0'), info('::')],
};

describe('the addresses that `npm run present` prints', () => {
  it('are those that another device can open: none of this machine’s own, of nowhere, or link-local', () => {
    expect(hostsOf(INTERFACES, true)).toEqual(['192.0.2.7', '198.51.100.7', '[2001:db8::7]']);
  });

  it('are of IPv4 alone where the server listens on that alone; and none without a network', () => {
    expect(hostsOf(INTERFACES, false)).toEqual(['192.0.2.7', '198.51.100.7']);
    expect(hostsOf({ lo: INTERFACES.lo }, true)).toEqual([]);
  });
});
