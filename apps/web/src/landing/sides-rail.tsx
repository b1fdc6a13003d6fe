import type { ContextRow, Moment, ScenarioStage } from '#contract';
import { useId, useMemo } from 'react';
import { useWords } from '../words/words.js';

interface Props {
  stage: ScenarioStage;
  /** Of the tape, as far as it has been read. */
  moments: readonly Moment[];
}

/**
 * Before the first play, in the orders' place: the sides of the story at equal size, with the first reason that
 * each gives in it, where all of them give one.
 */
export function SidesRail({ stage, moments }: Props) {
  const { landing: words } = useWords();
  const heading = useId();
  const reasons = useMemo(() => firstReasons(stage, moments), [stage, moments]);
  const areTold = stage.sides.length > 0 && stage.sides.every(({ id }) => reasons.has(id));
  return (
    <aside className="rail sides" aria-labelledby={heading}>
      <h2 id={heading}>{words.sides}</h2>
      {areTold && <p className="orders-none">{words.sidesReasons}</p>}
      {stage.sides.map(({ id, name, short }) => (
        <section key={id} className="side-reason">
          <h3 dir="auto">{short}</h3>
          {name !== short && (
            <p className="side-name" dir="auto">
              {name}
            </p>
          )}
          {areTold && <p dir="auto">{reasons.get(id)}</p>}
        </section>
      ))}
    </aside>
  );
}

/** The text of the narrator's first row of each side, by the side's id, in the page's language. */
function firstReasons({ context }: ScenarioStage, moments: readonly Moment[]): ReadonlyMap<string, string> {
  const first = new Map<string, ContextRow>();
  for (const { frames } of moments)
    for (const frame of frames)
      if (frame.type === 'context' && frame.payload.side !== null && !first.has(frame.payload.side))
        first.set(frame.payload.side, frame.payload);
  return new Map([...first].map(([side, row]) => [side, (context[row.id] ?? row).text]));
}
