import { venueWords } from './venues.js';

/** The venue's verified mark, in its accent; its word is read out. */
export function VerifiedMark({ venue }: { venue: string }) {
  const { verified } = venueWords(venue);
  return (
    <svg className="verified" viewBox="0 0 24 24" role="img" aria-label={verified}>
      <title>{verified}</title>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12.5 2.8 2.8L16 9.5" />
    </svg>
  );
}
