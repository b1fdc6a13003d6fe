import type { Moment, ScenarioStage, Status } from '#contract';
import { useId, useMemo } from 'react';
import { PostText } from '../post/post-text.js';
import { useSources } from '../post/use-sources.js';
import { shortDay } from '../time/moments.js';
import { useLanguage, useWords } from '../words/words.js';

interface Props {
  stage: ScenarioStage;
  /** Of the tape, as far as it has been read. */
  moments: readonly Moment[];
}

/**
 * Before the first play, in the orders' place: the sides of the story at equal size, each with the reason that it
 * gives, in its own words. They are taken from the tape, so that nothing stands here that is withheld from here;
 * where one has none to show, neither has the other.
 */
export function SidesRail({ stage, moments }: Props) {
  const { landing: words } = useWords();
  const heading = useId();
  const reasons = useMemo(() => reasonsOf(stage, moments), [stage, moments]);
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
          {areTold && <Reason status={reasons.get(id)!} timeZone={stage.time_zone} />}
        </section>
      ))}
    </aside>
  );
}

function Reason({ status, timeZone }: { status: Status; timeZone: string }) {
  const language = useLanguage();
  const { provenance, created_at } = status;
  const sources = useSources(provenance);
  return (
    <>
      <PostText status={status} unfocusable={false} />
      <p className="side-source">
        <time dateTime={created_at}>{shortDay(created_at, timeZone, language)}</time>
        {sources.chip}
      </p>
      {sources.panel}
    </>
  );
}

/** The post in which each side gives its reason, by the side's id, where the tape shows it. */
function reasonsOf({ sides }: ScenarioStage, moments: readonly Moment[]): ReadonlyMap<string, Status> {
  const sideOf = new Map(sides.flatMap(({ id, reason }) => (reason === null ? [] : [[reason, id] as const])));
  const found = new Map<string, Status>();
  for (const { frames } of moments)
    for (const frame of frames) {
      if (frame.type !== 'update') continue;
      const side = sideOf.get(frame.payload.id);
      if (side !== undefined && !frame.payload.tombstone) found.set(side, frame.payload);
    }
  return found;
}
