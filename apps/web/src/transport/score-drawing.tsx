import { memo, useMemo } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Score } from '../tape/score.js';
import { barsPath, density, withheldPath, withheldSteps } from './score-lines.js';

interface Props {
  score: Score | null;
  stageTime: StageTime;
  /** Story time, ms since the epoch, after which the withheld line is not drawn. */
  seen: number;
  /** Where each chapter begins, ms of stage time. */
  chapters: readonly number[];
  /** Ms of stage time; a story that grows has another one each time. */
  duration: number;
}

/** Ms of stage time that a bar stands for. */
const BIN = 2000;

/** The box that is drawn in; it is stretched to the line's size. */
const WIDTH = 1000;
const LINE = 29;
const BELOW = 36;
const HEIGHT = 62;

/** The line, cut into chapters; above it how much happens, below it how much is withheld. */
export const ScoreDrawing = memo(function ScoreDrawing({
  score,
  stageTime,
  seen,
  chapters,
  duration,
}: Props) {
  const bars = useMemo(
    () => (score === null ? '' : barsPath(density(score, stageTime, BIN), WIDTH, LINE)),
    [score, stageTime],
  );
  const withheld = useMemo(() => {
    if (score === null) return '';
    const box = { duration, width: WIDTH, top: BELOW, depth: HEIGHT - BELOW };
    const until = Math.min(stageTime.positionAt(seen), duration);
    return withheldPath(withheldSteps(score, stageTime, seen), until, box, Math.max(0, ...score.withheld));
  }, [score, stageTime, seen, duration]);

  // Before the first chapter the line goes on.
  const cuts = [0, ...chapters.filter((start) => start > 0)];
  const percent = (position: number) => (duration === 0 ? 100 : (position / duration) * 100);
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="wave-bars" d={bars} />
        <path className="wave-withheld" d={withheld} />
      </svg>
      <span className="wave-axis" aria-hidden="true">
        {cuts.map((start, i) => (
          <i
            key={start}
            style={{
              left: `${percent(start)}%`,
              width: `calc(${percent(cuts[i + 1] ?? duration) - percent(start)}% - 3px)`,
            }}
          />
        ))}
      </span>
    </>
  );
});
