/** What is answered in Mastodon's own words, so that clients know it, wherever it is answered. */
export const ERRORS = {
  notFound: 'Record not found',
  notSignedIn: 'This method requires an authenticated user',
  badToken: 'The access token is invalid',
  ours: 'Something went wrong on our side',
} as const;
