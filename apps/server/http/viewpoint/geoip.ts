import fs from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'maxmind';
import { normaliseCountry } from '#domain';
import { networkAddress, type Address } from '../door/address.js';

/** Which country a network is registered in, by the regional registries' own records (CC0). */
const DATABASE = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/**
 * A code that ISO 3166-1 has withdrawn and a network is registered under still. Of the three that the
 * Netherlands Antilles became CLDR's territory aliases name Curaçao first.
 */
const WITHDRAWN: Readonly<Record<string, string>> = { AN: 'CW' };

/** Read at the first look, and once for the whole process: it is 8 MB. */
let networks: Reader<Response> | undefined;

/**
 * The country of an address of the Internet.
 *
 * @returns as `normaliseCountry` has it; null where no table knows it, and of special-purpose addresses,
 *   whatever the table says of the networks around them
 */
export function countryOfAddress(address: Address): string | null {
  const network = networkAddress(address);
  if (network === null) return null;
  networks ??= new Reader(fs.readFileSync(createRequire(import.meta.url).resolve(DATABASE)));
  // Its records are its own, and not among those the reader has types for.
  const found = networks.get(network.toString()) as { country_code?: unknown } | null;
  if (typeof found?.country_code !== 'string') return null;
  return normaliseCountry(WITHDRAWN[found.country_code] ?? found.country_code);
}
