import type { Replay } from '#contract';
import { useEffect, useRef } from 'react';
import { positionOf, type StageTime } from '../../../../libs/replay/stage-time.js';
import { useWords } from '../words/words.js';
import type { RoomClient } from './room-client.js';
import { clockOf } from './room-state.js';

/** Ms between two looks at where the presenter is: a ring on a line, which moves a pixel or two in between. */
const EVERY = 250;

interface Props {
  client: RoomClient;
  replay: Replay;
  stageTime: StageTime;
}

/** Where the presenter is on the line, for who looks around. */
export function PresenterMark({ client, replay, stageTime }: Props) {
  const { room } = useWords();
  const ring = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const look = () => {
      const at = positionOf(clockOf(replay, client.setAt(replay)), performance.now());
      const share = stageTime.duration === 0 ? 0 : at / stageTime.duration;
      ring.current?.style.setProperty('left', `${(share * 100).toFixed(2)}%`);
    };
    look();
    const timer = window.setInterval(look, EVERY);
    return () => window.clearInterval(timer);
  }, [client, replay, stageTime]);
  return <span ref={ring} className="presenter-mark" title={room.presenterAt} aria-hidden="true" />;
}
