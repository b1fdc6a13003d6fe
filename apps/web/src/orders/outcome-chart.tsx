import { OUTCOMES, type Outcome } from '#contract';
import { memo, useContext, useId, useMemo } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import { figure, spokenDay } from '../time/spoken-day.js';
import { clockTime } from '../time/moments.js';
import { LanguageContext, useWords } from '../words/words.js';
import { stateIndexAt, type OrdersIndex, type OrdersState } from './orders.js';
import { areaPath, axisMarks, outcomeSteps } from './outcome-steps.js';

interface Props {
  index: OrdersIndex;
  /** The moment that is shown. */
  n: number;
  stageTime: StageTime;
  /** Stage time that is shown, ms: the chart is drawn up to here. */
  position: number;
  timeZone: string;
  standIns: boolean;
}

const WIDTH = 306;
const HEIGHT = 124;
/** Room for the labels, right of the drawing. */
const MARGIN = 96;
const TOP = 16;
const GROUND = HEIGHT - 22;
/** Between two lines of labels. */
const LINE = 14;
/** Between two days of the axis. */
const DAY = 46;

/** How many items stand how, over stage time: stacked steps, up to now. What has not happened is blank. */
export function OutcomeChart({ index, n, stageTime, position, timeZone, standIns }: Props) {
  const words = useWords().orders;
  const language = useContext(LanguageContext);
  const id = useId();
  const shown = stateIndexAt(index.states, n);
  const states = useMemo(() => index.states.slice(0, shown + 1), [index, shown]);
  const drawn = useMemo(
    () => ({
      stacks: outcomeSteps(states, (at) => stageTime.positionAt(at)),
      days: axisMarks(
        states,
        (at) => spokenDay(at, timeZone, language, 'year'),
        (at) => stageTime.positionAt(at),
      ),
    }),
    [states, stageTime, timeZone, language],
  );
  const { items } = states[states.length - 1]!;
  if (items === 0) return null;

  // The scale is that of what was ordered so far: that of the end would tell how much is to come.
  const toX = (at: number) => (at / Math.max(1, stageTime.duration)) * (WIDTH - MARGIN);
  const toY = (count: number) => GROUND - (count / items) * (GROUND - TOP);
  const now = toX(position);
  const labels = spread(
    drawn.stacks.flatMap(({ outcome, steps }) => {
      const { from, to } = steps[steps.length - 1]!;
      const height = toY(from) - toY(to);
      return height < 5 ? [] : [{ outcome, count: to - from, y: (toY(from) + toY(to)) / 2 }];
    }),
  );
  const ordersFiled = drawn.days.filter(({ filed }) => filed);
  return (
    <figure className="outcome-chart">
      <figcaption>
        {words.chart}
        {standIns && <span className="made-up"> {words.standIns(items)}</span>}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <Patterns id={id} />
        {drawn.stacks.map(({ outcome, steps }) => (
          <path
            key={outcome}
            className={`area-${outcome}`}
            fill={PATTERNED.has(outcome) ? `url(#${id}-${outcome})` : undefined}
            d={areaPath(steps, position, toX, toY)}
          />
        ))}
        <path className="chart-ground" d={`M0 ${GROUND}H${WIDTH - MARGIN}`} />
        <path className="chart-now" d={`M${now} ${TOP - 6}V${GROUND}`} />
        <text className="chart-total" x={now + 5} y={TOP - 4}>
          {figure(items)} {words.ordered}
        </text>
        {labels.map(({ outcome, count, y }) => (
          <text key={outcome} x={now + 5} y={y + 4}>
            <tspan className={standIns ? 'made-up' : undefined}>{figure(count)}</tspan> {words.brief[outcome]}
          </text>
        ))}
        {sparse(
          [...ordersFiled, ...drawn.days.filter(({ filed }) => !filed)].map(({ x, at }) => ({
            x: toX(x),
            at,
          })),
        ).map(({ x, at }) => (
          <g key={at}>
            <path className="chart-ground" d={`M${x} ${GROUND}v4`} />
            <text className="chart-day" x={x} y={HEIGHT - 5}>
              {spokenDay(at, timeZone, language)}
            </text>
          </g>
        ))}
      </svg>
      <ChartTable states={states} timeZone={timeZone} />
    </figure>
  );
}

const PATTERNED: ReadonlySet<Outcome> = new Set<Outcome>(['withheld', 'labelled', 'limited', 'open']);

/** The same as a table, for those who hear it. */
const ChartTable = memo(function ChartTable({
  states,
  timeZone,
}: {
  states: readonly OrdersState[];
  timeZone: string;
}) {
  const words = useWords().orders;
  const language = useContext(LanguageContext);
  return (
    <div className="sr">
      <table>
        <caption>{words.chart}</caption>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {OUTCOMES.map((outcome) => (
              <th key={outcome} scope="col">
                {words.outcomes[outcome]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {states.map(
            ({ n, at, totals }) =>
              at !== null && (
                <tr key={n}>
                  <th scope="row">
                    {spokenDay(at, timeZone, language, 'year')} {clockTime(at, timeZone)}
                  </th>
                  {OUTCOMES.map((outcome) => (
                    <td key={outcome}>{figure(totals[outcome])}</td>
                  ))}
                </tr>
              ),
          )}
        </tbody>
      </table>
    </div>
  );
});

/** Grounds that tell the outcomes apart without colour. */
function Patterns({ id }: { id: string }) {
  const pattern = (outcome: Outcome, size: number, d: string) => (
    <pattern id={`${id}-${outcome}`} width={size} height={size} patternUnits="userSpaceOnUse">
      <path className={`mark-${outcome}`} fillRule="evenodd" d={d} />
    </pattern>
  );
  return (
    <defs>
      {pattern('withheld', 4, 'M0 0h4v2.600h-4z')}
      {pattern('labelled', 4, 'M0 0h4v1h-4zM0 1h1v3h-1z')}
      {pattern('limited', 4, 'M0 0h1.600v4h-1.600z')}
      {pattern('open', 4, 'M1 1h1.200v1.200h-1.200z')}
    </defs>
  );
}

/** Moves labels up until each has a line of its own; they come from the ground up. */
function spread<T extends { y: number }>(labels: readonly T[]): T[] {
  let below = GROUND + LINE - 6;
  return labels.map((label) => {
    below = Math.min(label.y, below - LINE);
    return { ...label, y: below };
  });
}

/** Leaves out what stands too near to something before it in the list. */
function sparse<T extends { x: number }>(marks: readonly T[]): T[] {
  const kept: T[] = [];
  for (const mark of marks) if (kept.every(({ x }) => Math.abs(x - mark.x) >= DAY)) kept.push(mark);
  return kept;
}
