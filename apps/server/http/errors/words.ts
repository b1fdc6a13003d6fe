/** Answers in Mastodon's own words, which clients know, for wherever they are given. */
export const ERRORS = {
  notFound: 'Record not found',
  notSignedIn: 'This method requires an authenticated user',
  badToken: 'The access token is invalid',
  ours: 'Something went wrong on our side',
} as const;
