/** Where an account lives and posts. `home` is local in Mastodon's sense. */
export const VENUE_IDS = ['twitter', 'koo', 'blog', 'press', 'home'] as const;
export type VenueId = (typeof VENUE_IDS)[number];

/** A venue: the actions it allows, its limits, and its own words for posts. */
export interface Venue {
  id: VenueId;
  name: string;
  /** The longest post, in grapheme clusters (what a reader counts as characters). */
  maxLength: number;
  /** The length that any link counts as there, in characters; null: as long as it is written. */
  charactersPerUrl: number | null;
  /** The venue's own word for a post, and for a re-post. */
  postWord: string;
  repostWord: string;
  /** The mark of a verified account there. */
  verifiedMark: 'blue tick' | 'yellow tick' | 'none';
  /** Whether one can like, re-post or reply there. */
  interactive: boolean;
}

/** The rules of each venue as of February 2021 (fact sheet, "The venues"). */
export const VENUES: Readonly<Record<VenueId, Venue>> = {
  twitter: {
    id: 'twitter',
    name: 'Twitter',
    maxLength: 280,
    charactersPerUrl: 23,
    postWord: 'Tweet',
    repostWord: 'Retweet',
    verifiedMark: 'blue tick',
    interactive: true,
  },
  koo: {
    id: 'koo',
    name: 'Koo',
    maxLength: 400,
    charactersPerUrl: null,
    postWord: 'Koo',
    repostWord: 'Re-Koo',
    verifiedMark: 'yellow tick',
    interactive: true,
  },
  blog: {
    id: 'blog',
    name: 'Twitter’s blog',
    maxLength: 20_000,
    charactersPerUrl: null,
    postWord: 'Article',
    repostWord: 'Share',
    verifiedMark: 'none',
    interactive: false,
  },
  press: {
    id: 'press',
    name: 'Statements to the press',
    maxLength: 20_000,
    charactersPerUrl: null,
    postWord: 'Statement',
    repostWord: 'Share',
    verifiedMark: 'none',
    interactive: false,
  },
  home: {
    id: 'home',
    name: 'Withheld',
    maxLength: 500,
    charactersPerUrl: 23,
    postWord: 'Post',
    repostWord: 'Re-post',
    verifiedMark: 'none',
    interactive: true,
  },
};

/** Whether a text names a venue. */
export function isVenueId(text: string): text is VenueId {
  return (VENUE_IDS as readonly string[]).includes(text);
}
