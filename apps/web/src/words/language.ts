/** The languages of the page: those of the server's own words. */
export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to speak where the address names none: the first that the page has.
 *
 * @param wanted language tags, as `navigator.languages` has them
 */
export function preferredLanguage(wanted: readonly string[]): Language {
  const spoken = wanted.map((tag) => tag.split('-')[0]);
  return (
    LANGUAGES.find((one) => one === spoken.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en'
  );
}
