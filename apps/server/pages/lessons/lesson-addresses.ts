import type { StageLesson } from '#contract';
import { ELSEWHERE } from '#domain';
import type { LessonOnStory } from '../../stages/stages.js';
import { languageOfAddress, type Page } from '../page.js';

type Stop = StageLesson['stops'][number];

/** The places that a lesson's story is looked at from. */
export function placesOf({ stage }: LessonOnStory): [string, string] {
  return stage.places ?? [ELSEWHERE, ELSEWHERE];
}

/**
 * The stage at a stop, from both places; a path with its query.
 *
 * @param column whether the teacher's column stands beside it
 */
export function stopLink(page: Page, story: LessonOnStory, stop: Stop, column = false): string {
  const [left, right] = placesOf(story);
  const asked = new URLSearchParams();
  if (!story.isFirst) asked.set('scenario', story.stage.id);
  asked.set('view_at', stop.at.replace('.000Z', 'Z'));
  asked.set('left', left);
  asked.set('right', right);
  const language = languageOfAddress(page);
  if (language !== null) asked.set('lang', language);
  if (column) {
    asked.set('lesson', story.lesson.id);
    asked.set('stop', stop.id);
  }
  return `/?${asked.toString().replaceAll('%3A', ':')}`;
}

/** A lesson's page. */
export function lessonPath({ id }: StageLesson): string {
  return `/lessons/${encodeURIComponent(id)}`;
}

/** The sheet of one of its stops. */
export function sheetPath(lesson: StageLesson, stop: Stop): string {
  return `${lessonPath(lesson)}/sheets/${encodeURIComponent(stop.id)}`;
}
