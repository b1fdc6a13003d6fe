import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Score } from '../tape/score.js';

/**
 * The lines along the scrubber, as numbers and as SVG paths. Both scales are square roots: a single event
 * shall be seen beside a thousand.
 */

/** How much happens, one number for each bin of stage time, from 0 to 1: the square root of its share of the most. */
export function density(score: Score, time: StageTime, binMs: number): number[] {
  const bins = new Array<number>(Math.max(1, Math.ceil(time.duration / binMs))).fill(0);
  score.at.forEach((at, i) => {
    // An event at the very end belongs to the last bin.
    const bin = Math.min(Math.floor(time.positionAt(at) / binMs), bins.length - 1);
    bins[bin] = bins[bin]! + score.events[i]!;
  });
  const most = Math.max(...bins);
  return most === 0 ? bins : bins.map((count) => Math.sqrt(count / most));
}

/**
 * Bars that stand on a line.
 *
 * @param heights from 0 to 1; 0 draws none
 * @param width of all of them
 * @param base y of the line; the highest bar is as high
 */
export function barsPath(heights: readonly number[], width: number, base: number): string {
  const each = width / heights.length;
  const bar = (height: number, i: number) => {
    // The least bar is still seen.
    const high = Math.max(height * base, 2);
    return `M${round(i * each)} ${base}v${round(-high)}h${round(each * 0.75)}V${base}z`;
  };
  return heights.map((height, i) => (height > 0 ? bar(height, i) : '')).join('');
}

/** How many are withheld at an instant, ms since the epoch; 0 before the first moment. */
export function withheldAt(score: Score, at: number): number {
  const last = score.at.findLastIndex((moment) => moment <= at);
  return last === -1 ? 0 : score.withheld[last]!;
}

/** Since when how many are withheld: a point for each change. */
export interface WithheldStep {
  /** Ms of stage time. */
  position: number;
  count: number;
}

/**
 * How many are withheld along the stage.
 *
 * @param until story time, ms since the epoch, after which nothing is told
 */
export function withheldSteps(score: Score, time: StageTime, until: number): WithheldStep[] {
  const steps: WithheldStep[] = [];
  score.at.forEach((at, i) => {
    const count = score.withheld[i]!;
    if (at <= until && count !== (steps.at(-1)?.count ?? 0))
      steps.push({ position: time.positionAt(at), count });
  });
  return steps;
}

/**
 * The withheld line as an area that hangs from the line. It goes in steps: a slope would invent values
 * between two decisions.
 *
 * @param until where it ends, in ms of stage time
 * @param scale the count that is drawn as deep as the box goes
 */
export function withheldPath(
  steps: readonly WithheldStep[],
  until: number,
  box: { duration: number; width: number; top: number; depth: number },
  scale: number,
): string {
  if (steps.length === 0 || scale === 0 || box.duration === 0) return '';
  const x = (position: number) => round((position / box.duration) * box.width);
  const y = (count: number) => round(box.top + Math.sqrt(count / scale) * box.depth);
  const line = steps.map(({ position, count }) => `H${x(position)}V${y(count)}`).join('');
  return `M${x(steps[0]!.position)} ${box.top}${line}H${x(until)}V${box.top}z`;
}

const round = (n: number): number => Math.round(n * 10) / 10;

/**
 * Which chapters' names stand along the line, and where. The name of the chapter that plays always does; of
 * the others, from left to right, each that finds room.
 *
 * @param starts px from the left at which each chapter begins, ascending
 * @param widths px that each name takes, with the space after it
 * @param total px of the line
 * @param current index of the chapter that plays; −1 for none
 * @returns px from the left, or null where the name doesn't stand
 */
export function placeNames(
  starts: readonly number[],
  widths: readonly number[],
  total: number,
  current: number,
): (number | null)[] {
  // A name never stands past the end of the line; one near it begins a little before its chapter.
  const left = starts.map((start, i) => Math.max(0, Math.min(start, total - widths[i]!)));
  const shown = new Set<number>(current >= 0 && current < starts.length ? [current] : []);
  const overlaps = (i: number, j: number) =>
    left[i]! < left[j]! + widths[j]! && left[j]! < left[i]! + widths[i]!;
  left.forEach((_, i) => {
    if (![...shown].some((other) => other !== i && overlaps(i, other))) shown.add(i);
  });
  return left.map((at, i) => (shown.has(i) ? at : null));
}
