/** A venue's own words, as of February 2021 (fact sheet, "The venues"; its rules are in `libs/domain`). */
export interface VenueWords {
  /** The name on its cards. */
  wordmark: string;
  repost: { one: string; many: string; did: string };
  /** The description of its verified mark. */
  verified: string;
}

const VENUES: Readonly<Record<string, VenueWords>> = {
  twitter: {
    wordmark: 'twitter',
    repost: { one: 'Retweet', many: 'Retweets', did: 'Retweeted' },
    verified: 'Verified on Twitter: blue tick',
  },
  koo: {
    wordmark: 'koo',
    repost: { one: 'Re-Koo', many: 'Re-Koos', did: 'Re-Kooed' },
    verified: 'Verified on Koo: yellow tick',
  },
  blog: {
    wordmark: 'twitter’s blog',
    repost: { one: 'share', many: 'shares', did: 'shared' },
    verified: 'Verified',
  },
  press: {
    wordmark: 'to the press',
    repost: { one: 'share', many: 'shares', did: 'shared' },
    verified: 'Verified',
  },
  home: {
    // Not the platform's name: on a card it would read as a verdict.
    wordmark: 'here',
    repost: { one: 're-post', many: 're-posts', did: 're-posted' },
    verified: 'Verified here',
  },
};

/** A venue's words; one that this page does not know speaks as home does, under its own name. */
export function venueWords(venue: string): VenueWords {
  const known = VENUES[venue];
  return known ?? { ...(VENUES['home'] as VenueWords), wordmark: venue, verified: 'Verified' };
}
