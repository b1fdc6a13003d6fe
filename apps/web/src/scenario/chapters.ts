import type { Chapter, Scenario } from '#contract';

/** The last chapter that has begun by then; null before the first. */
export function chapterAt(chapters: readonly Chapter[], at: string): Chapter | null {
  const instant = Date.parse(at);
  return chapters.findLast((chapter) => Date.parse(chapter.at) <= instant) ?? null;
}

/** The last instant of a chapter, ISO 8601: the millisecond before the next, or the scenario's end. */
export function lastInstantOf(chapters: readonly Chapter[], chapter: Chapter, scenario: Scenario): string {
  const next = chapters[chapters.indexOf(chapter) + 1];
  const end = next === undefined ? Date.parse(scenario.ends) : Date.parse(next.at) - 1;
  return new Date(end).toISOString().replace('.000Z', 'Z');
}

/**
 * The instant whose chapter is in force. A chapter that has not happened here (a scenario still being
 * played in) does not head a page, whatever instant the address names.
 *
 * @param asked the address's `view_at`; null is live
 * @param newest the newest instant of the story on the page; null when nothing is
 */
export function headlineInstant(asked: string | null, newest: string | null, loaded: boolean): string | null {
  if (asked === null) return newest;
  if (loaded) return asked;
  if (newest === null) return null;
  return Date.parse(asked) < Date.parse(newest) ? asked : newest;
}

/** Pages of a scenario say first that they are a replay, and of what year: that in which it ends. */
export function replayTitle(scenario: Scenario): string {
  const year = new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: scenario.time_zone }).format(
    new Date(scenario.ends),
  );
  return `Replay of ${year}`;
}
