import { createContext, useContext } from 'react';
import { useWords } from '../words/words.js';

/** The likes of a room: they stand beside a replay's figures, and never in them. */
export interface RoomLikes {
  /** How many in the room like a post, by its id. */
  counts: ReadonlyMap<string, number>;
  /** The posts that one likes oneself. */
  own: ReadonlySet<string>;
  /** Likes a post, or takes that back; null for who presents. */
  like: ((statusId: string, liked: boolean) => void) | null;
}

/** Null where a page follows no room. */
export const RoomLikesContext = createContext<RoomLikes | null>(null);

interface Props {
  statusId: string;
  /** The keyboard skips it: the other side has the same. */
  echo: boolean;
}

/** Likes "in this room", and the button that likes; nothing where there is no room. */
export function RoomLike({ statusId, echo }: Props) {
  const { room } = useWords();
  const likes = useContext(RoomLikesContext);
  if (likes === null) return null;
  const { own, like } = likes;
  const isOwn = own.has(statusId);
  // One's own counts as it is pressed, whether the room has heard of it or not.
  const count = Math.max(likes.counts.get(statusId) ?? 0, isOwn ? 1 : 0);
  const said = count > 0 && <span className="room-likes">{room.likes(count)}</span>;
  if (like === null) return said;
  return (
    <span className="room-like">
      <button
        type="button"
        aria-pressed={isOwn}
        tabIndex={echo ? -1 : undefined}
        onClick={() => like(statusId, !isOwn)}
      >
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20s-7.500-4.600-7.500-10A4.300 4.300 0 0 1 12 7.200 4.300 4.300 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z" />
        </svg>
        {room.like}
      </button>
      {said}
    </span>
  );
}
