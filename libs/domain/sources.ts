/**
 * The depth, in posts, to which re-posts and quotes are followed: a post's visibility rests on all of them.
 * Quotes of quotes may go only so deep that a re-post of the last one can still be followed.
 */
export const MAX_SOURCE_DEPTH = 10;
