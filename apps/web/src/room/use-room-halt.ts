import type { Replay } from '#contract';
import { useEffect, useState } from 'react';
import { dueAt } from '../../../../libs/replay/stage-time.js';
import type { RoomClient } from './room-client.js';
import { clockOf } from './room-state.js';

/**
 * The question at which a room's clock has come to stand by itself, and which can be asked now; null where it
 * stands at none.
 */
export function useRoomHalt(client: RoomClient, replay: Replay, set: number): string | null {
  const [halted, setHalted] = useState(-1);
  useEffect(() => {
    const due = dueAt(clockOf(replay, client.setAt(replay)), replay.stop_at);
    if (due === null) return;
    const timer = window.setTimeout(() => setHalted(set), Math.max(0, due - performance.now()));
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the room's clock is another where `set` is
  }, [client, set]);
  const isThere = replay.position >= replay.stop_at || (replay.state === 'playing' && halted === set);
  return isThere ? replay.stop_for : null;
}
