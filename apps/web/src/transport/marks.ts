import type { ScenarioStage } from '#contract';
import type { StageTime } from '../../../../libs/replay/stage-time.js';

/** Ms of stage time that two positions may lie apart and still be one: less than any gap between steps. */
const SAME = 0.5;

/** Where previous and next lead: positions in ms of stage time, ascending. */
export interface Marks {
  /** Where each chapter begins, in the stage's order. */
  chapters: readonly number[];
  /** Where something happens. */
  steps: readonly number[];
}

/** The marks of a stage in one of its cuts. */
export function marksOf(stage: Pick<ScenarioStage, 'chapters' | 'instants'>, time: StageTime): Marks {
  const position = (at: string) => time.positionAt(Date.parse(at));
  return { chapters: stage.chapters.map(({ at }) => position(at)), steps: stage.instants.map(position) };
}

/** The index of the last mark that is not after the position; −1 before the first. */
export function indexAt(marks: readonly number[], position: number): number {
  return marks.findLastIndex((mark) => mark <= position + SAME);
}

/** The next mark after the position; null after the last. */
export function markAfter(marks: readonly number[], position: number): number | null {
  return marks.find((mark) => mark > position + SAME) ?? null;
}

/** The last mark before the position; null before the first. */
export function markBefore(marks: readonly number[], position: number): number | null {
  return marks.findLast((mark) => mark < position - SAME) ?? null;
}

/**
 * Where "previous chapter" leads, as on a music player: to the beginning of the chapter that plays, and from
 * near its beginning to the one before. The position 0 where there is none.
 *
 * @param grace ms of stage time that count as near
 */
export function previousChapter(chapters: readonly number[], position: number, grace = 3000): number {
  const begin = chapters[indexAt(chapters, position)];
  if (begin !== undefined && position - begin > grace) return begin;
  return markBefore(chapters, begin ?? position) ?? 0;
}

/** `3:05`, `1:02:09`: ms of stage time, whole seconds that have passed. */
export function minutesAndSeconds(ms: number): string {
  const seconds = Math.floor((ms + SAME) / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
