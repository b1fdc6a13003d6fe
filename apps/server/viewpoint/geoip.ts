import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { Reader, type Response } from 'maxmind';
import { normaliseCountry } from '#domain';

/** Which country a network is registered in, by the regional registries' own records (CC0). */
const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';
const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** Read at the first look, and once for the whole process: it is 8 MB. */
let networks: Reader<Response> | undefined;

/**
 * The country of an address of the Internet.
 *
 * @param address IPv4 or IPv6
 * @returns ISO 3166-1 alpha-2; null where it is not known: of private and loopback addresses, too
 */
export function countryOfAddress(address: string): string | null {
  const plain = address.replace(MAPPED_IPV4, '');
  if (net.isIP(plain) === 0) return null;
  networks ??= new Reader(fs.readFileSync(createRequire(import.meta.url).resolve(DATABASE)));
  // Its records are its own, and not among those the reader has types for.
  const found = networks.get(plain) as { country_code?: unknown } | null;
  return typeof found?.country_code === 'string' ? normaliseCountry(found.country_code) : null;
}
