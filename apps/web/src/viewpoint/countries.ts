import { WITH_ARTICLE } from '#contract';

/** A viewpoint that no restriction names (the server's word for it). */
export const ELSEWHERE = 'elsewhere';

/** What the pickers offer; a link may name any other country. */
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

/** Whether a restriction in these countries binds someone who looks from there; `*` is everywhere. */
export function binds(countryCodes: readonly string[], from: string): boolean {
  return countryCodes.includes('*') || countryCodes.includes(from);
}
