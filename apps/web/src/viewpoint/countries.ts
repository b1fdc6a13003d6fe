import { WITH_ARTICLE } from '#contract';
import { bindsIn, ELSEWHERE, EVERYWHERE } from '../../../../libs/domain/territory.js';

// Where a name binds is the server's own rule: what a frame withholds of many posts is withheld here by it.
export { bindsIn, ELSEWHERE, EVERYWHERE };

/** The places that the pickers offer; a link may name any other country. */
export const OFFERED = ['IN', ELSEWHERE, 'US', 'GB', 'DE', 'PK', 'SG', 'CA', 'AU', 'FR', 'BR', 'JP'] as const;

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** `IN` → `India`, `elsewhere` → `Elsewhere`; what names no region comes back as it is. */
export function countryName(from: string): string {
  if (from === ELSEWHERE) return 'Elsewhere';
  // DisplayNames throws on anything that is not shaped like a region.
  return /^[A-Z]{2}$/.test(from) ? (regions.of(from) ?? from) : from;
}

/** As it stands in a sentence: `in India`, `in the United States`, `elsewhere`. */
export function inCountry(from: string): string {
  if (from === ELSEWHERE) return 'elsewhere';
  return `in ${WITH_ARTICLE.has(from) ? 'the ' : ''}${countryName(from)}`;
}

/** The same as a heading: `In India`, `Elsewhere`. */
export function paneTitle(from: string): string {
  const words = inCountry(from);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
