import type { Replay } from '#contract';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RoomLikes } from '../post/room-like.js';
import { likeInRoom, readRoomLikes } from './room-api.js';
import { keepLikes, likesOf, tokenOf } from './room-memory.js';

/** Ms between two looks at the likes of a room on its presenter's screen; a phone looks as it likes. */
const EVERY = 5_000;

/**
 * The likes of a room. What one likes oneself is remembered in this browser; how many do is read as it opens, and
 * on the presenter's screen again and again.
 *
 * @param isPresenter likes nothing, and is shown what the room does
 * @param from where one looks from: posts that are withheld there are not counted
 */
export function useRoomLikes({ id, code }: Replay, isPresenter: boolean, from: string): RoomLikes {
  const [counts, setCounts] = useState<ReadonlyMap<string, number>>(new Map());
  const [own, setOwn] = useState<ReadonlySet<string>>(() => new Set(likesOf(code)));

  useEffect(() => {
    const running = new AbortController();
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      readRoomLikes(id, from, running.signal)
        .then((told) => setCounts(new Map(told.map(({ status_id, likes }) => [status_id, likes]))))
        // The next look comes to it again; until then the counts are as they were.
        .catch(() => undefined);
    };
    look();
    const timer = isPresenter ? window.setInterval(look, EVERY) : undefined;
    return () => {
      running.abort();
      window.clearInterval(timer);
    };
  }, [id, from, isPresenter]);

  const like = useCallback(
    (statusId: string, liked: boolean) => {
      const token = tokenOf(code);
      if (token === null) return;
      const set = (on: boolean) =>
        setOwn((before) => {
          const after = new Set(before);
          if (on) after.add(statusId);
          else after.delete(statusId);
          keepLikes(code, [...after]);
          return after;
        });
      set(liked);
      likeInRoom(id, { token, status_id: statusId, liked }, new AbortController().signal)
        .then(({ likes }) => setCounts((before) => new Map(before).set(statusId, likes)))
        // The room did not hear it, or it is withheld by now: it is not liked.
        .catch(() => set(!liked));
    },
    [id, code],
  );
  return useMemo(() => ({ counts, own, like: isPresenter ? null : like }), [counts, own, isPresenter, like]);
}
