import { normaliseCountry } from '#domain';
import { RefusedException } from '../errors/refused.js';

/**
 * The country that somebody names in a field `country`.
 *
 * @returns ISO 3166-1 alpha-2
 * @throws RefusedException where it is not one
 */
export function requireCountry(text: string): string {
  const country = normaliseCountry(text);
  if (country === null) throw RefusedException.invalid('country', `"${text}" is not a country`);
  return country;
}
