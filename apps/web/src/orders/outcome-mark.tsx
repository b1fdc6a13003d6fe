import { MARK, OUTCOME_SHAPES, type Outcome } from '#contract';

/** One mark by itself, for a legend: the word stands beside it. */
export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return (
    <svg className="mark" viewBox={`0 0 ${MARK} ${MARK}`} aria-hidden="true">
      <path className={`mark-${outcome}`} fillRule="evenodd" d={`M0 0${OUTCOME_SHAPES[outcome]}`} />
    </svg>
  );
}
