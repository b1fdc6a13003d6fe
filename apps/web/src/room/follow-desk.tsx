import type { ReactNode } from 'react';
import { Scrubber } from '../transport/scrubber.js';
import { StageClock } from '../transport/stage-clock.js';
import type { TransportProps } from '../transport/transport.js';
import { marksOf } from '../transport/marks.js';
import { useWords } from '../words/words.js';
import { useMemo } from 'react';

interface Props extends TransportProps {
  /** Whose clock it goes by, in a word. */
  said: string;
  /** The button that changes that. */
  action: ReactNode;
}

/** The desk of who follows: where the room is, and a way out of it. Nothing on it moves the room. */
export function FollowDesk({ said, action, ...desk }: Props) {
  const { transport } = useWords();
  const { deck, stage, stageTime, score, seen, leftPlace, precision } = desk;
  const { chapters } = useMemo(() => marksOf(stage, stageTime), [stage, stageTime]);
  return (
    <section className="transport follow-desk" aria-label={transport.label}>
      <div inert>
        <Scrubber
          deck={deck}
          stage={stage}
          stageTime={stageTime}
          chapters={chapters}
          score={score}
          seen={seen}
          leftPlace={leftPlace}
          onScrubbing={undefined}
          aside={null}
        />
      </div>
      <div className="follow-controls">
        <StageClock deck={deck} stage={stage} stageTime={stageTime} precision={precision} />
        <p role="status" className="follow-said">
          {said}
        </p>
        {action}
      </div>
    </section>
  );
}
