/**
 * How many posts deep what a post passes on or quotes is followed: its visibility rests on all of
 * them. Quotes of quotes go no deeper than a re-post of the last one can be followed.
 */
export const MAX_SOURCE_DEPTH = 10;
