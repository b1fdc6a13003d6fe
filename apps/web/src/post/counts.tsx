import type { Status } from '#contract';
import { useWords } from '../words/words.js';
import { venueWords } from './venues.js';

const figures = new Intl.NumberFormat('en-IN');

/** Likes and re-posts in the venue's own word. A replay's figures are pencilled: no source gives any. */
export function Counts({ status }: { status: Status }) {
  const { repost } = venueWords(status.account.venue);
  const { post } = useWords();
  const madeUp = status.provenance !== null;
  const likes = status.favourites_count;
  const reposts = status.reblogs_count;
  return (
    <>
      {likes > 0 && (
        <span className="count">
          <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 20s-7.500-4.600-7.500-10A4.300 4.300 0 0 1 12 7.200 4.300 4.300 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z" />
          </svg>
          <Figure value={likes} madeUp={madeUp} /> {post.like(likes)}
        </span>
      )}
      {reposts > 0 && (
        <span className="count">
          <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M5 9h11a3 3 0 0 1 3 3v1M8 6 5 9l3 3M19 15H8a3 3 0 0 1-3-3v-1M16 18l3-3-3-3" />
          </svg>
          <Figure value={reposts} madeUp={madeUp} /> {reposts === 1 ? repost.one : repost.many}
        </span>
      )}
    </>
  );
}

function Figure({ value, madeUp }: { value: number; madeUp: boolean }) {
  const { post } = useWords();
  if (!madeUp) return <span>{figures.format(value)}</span>;
  return (
    <span className="made-up" title={post.madeUpFigure}>
      {figures.format(value)}
    </span>
  );
}
