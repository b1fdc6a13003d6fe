import type { Status } from '#contract';
import { PostCard, type PostCardProps } from '../post/post-card.js';
import { TombstoneCard } from '../post/tombstone-card.js';
import { useWords } from '../words/words.js';

interface Props extends Omit<PostCardProps, 'status'> {
  status: Status | null;
  /** The status that was shown here before and is being wiped away; null where none is. */
  leaving: Status | null;
  side: 'left' | 'right';
  /** Whether the other side has just turned, and this one has not. */
  still: boolean;
  /** The name of its side, for screen readers; null where it makes no difference. */
  sideName: string | null;
}

/** One reading of a post: its sheet, its tombstone, or nothing. Both occupy one grid cell while one gives way. */
export function Cell({ status, leaving, side, still, sideName, ...card }: Props) {
  const { rows } = useWords();
  const classes = ['cell', side, leaving && (leaving.tombstone ? 'lifting' : 'turning'), still && 'still']
    .filter(Boolean)
    .join(' ');
  return (
    <div className={classes} aria-hidden={card.echo ? true : undefined}>
      {leaving !== null && (
        <div className="leaving" aria-hidden="true" inert>
          <Reading status={leaving} {...card} open={false} echo />
        </div>
      )}
      <div className="standing">
        {sideName !== null && <span className="sr">{sideName}: </span>}
        {status === null ? <p className="absent">{rows.nothing}</p> : <Reading status={status} {...card} />}
      </div>
    </div>
  );
}

function Reading({ status, ...card }: PostCardProps) {
  if (status.tombstone)
    return <TombstoneCard status={status} unfocusable={card.echo ?? false} hour={card.hour} />;
  // A re-post of something withheld is, to the reader, that tombstone.
  if (status.reblog?.tombstone === true)
    return <TombstoneCard status={status.reblog} unfocusable={card.echo ?? false} hour={card.hour} />;
  return <PostCard status={status} {...card} />;
}
