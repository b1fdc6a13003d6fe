import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '#config';
import { Whereabouts } from './whereabouts.js';

const INDIA = '1.6.0.1';
const THE_US = '8.8.8.8';

/** Where a server takes a request to come from, that has come over some addresses. */
function placeOf(
  env: Record<string, string>,
  remoteAddress: string | undefined,
  forwarded?: string,
): unknown {
  const result = readConfig(env, '/srv');
  if (!result.ok) throw new Error(result.errors.join('\n'));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  return new Whereabouts(result.config).placeOf(request, null, null);
}

describe.each(['open', 'enforced'])('where geography is %s, a viewer', (GEO_MODE) => {
  const env = { GEO_MODE, GEO_DEFAULT_COUNTRY: 'FR', TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,fd00::/8' };
  const inIndia = { from: 'IN', basis: 'geoip' };
  const byDefault = { from: 'FR', basis: 'default' };

  it.each([
    ['in India', INDIA, undefined, inIndia],
    ['in India, over IPv6 alone', '64:ff9b::106:1', undefined, inIndia],
    ['behind a proxy', '127.0.0.1', INDIA, inIndia],
    ['behind a proxy, as a server of both versions has it', '::ffff:127.0.0.1', INDIA, inIndia],
    ['behind a proxy that tells the port', '10.0.0.7', `${INDIA}:55220`, inIndia],
    ['behind proxies that tell each other’s port', '10.0.0.7', `${INDIA}:55220, 10.0.0.8:443`, inIndia],
    ['behind proxies of IPv6', 'fd00::1', `[2405:201::1]:55220, [fd00::2]:443`, inIndia],
    ['behind many proxies', '10.0.0.7', `${INDIA}, ${'10.0.0.8, '.repeat(1_000)}10.0.0.9`, inIndia],
    ['with commas to spare', '10.0.0.7', ` , ${INDIA} ,, 10.0.0.8 , `, inIndia],
    ['who says where they are, too', '10.0.0.7', `${THE_US}, ${INDIA}`, inIndia],
  ])('%s is there', (_, remoteAddress, forwarded, place) => {
    expect(placeOf(env, remoteAddress, forwarded)).toEqual(place);
  });

  it.each([
    ['in a network of one’s own', '192.168.1.10', undefined],
    ['in a network of one’s own, behind a proxy', '127.0.0.1', '192.168.1.10'],
    ['in a container', '172.18.0.4', undefined],
    ['who has hung up', undefined, undefined],
    ['who has hung up, whatever was forwarded', undefined, INDIA],
    ['whose proxy does not know', '10.0.0.7', `${INDIA}, unknown`],
    ['whose proxy hides them', '10.0.0.7', `${INDIA}, _hidden`],
    ['whose proxy writes nonsense', '10.0.0.7', `${INDIA}, 0x0a000008`],
    ['whose proxy writes what was 10.0.0.8 once', '10.0.0.7', `${INDIA}, ::10.0.0.8`],
    ['behind proxies alone', '10.0.0.7', '10.0.0.8:80'],
  ])('%s is where the server says', (_, remoteAddress, forwarded) => {
    expect(placeOf(env, remoteAddress, forwarded)).toEqual(byDefault);
    expect(placeOf({ ...env, GEO_DEFAULT_COUNTRY: '' }, remoteAddress, forwarded)).toEqual({
      from: null,
      basis: 'unknown',
    });
  });

  it('that no proxy of ours forwards is where they are, whatever they say', () => {
    expect(placeOf(env, THE_US, INDIA)).toEqual({ from: 'US', basis: 'geoip' });
    expect(placeOf({ ...env, TRUSTED_PROXIES: '' }, '127.0.0.1', INDIA)).toEqual(byDefault);
  });
});
