/** The languages of the page: those of the server's own words. */
export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language to speak where the address names none: the first of the browser's that the page has. */
export function preferredLanguage(wanted: readonly string[] = navigator.languages): Language {
  const spoken = wanted.map((tag) => tag.split('-')[0]);
  return (
    LANGUAGES.find((one) => one === spoken.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en'
  );
}
