/**
 * The page's own words. A word that counts is a function of its figure; places come in as they stand in a
 * sentence ("in India"). What a story says comes from its file and stands in no catalogue.
 */
export const en = {
  language: 'English',
  unreviewed: null as string | null,
};

/** A catalogue: the same words in another language. */
export type Words = { [K in keyof typeof en]: (typeof en)[K] };
