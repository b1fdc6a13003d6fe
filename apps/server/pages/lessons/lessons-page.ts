import type { LessonOnStory } from '../../stages/stages.js';
import { html } from '../html.js';
import { document } from '../layout.js';
import { linkTo, type Page } from '../page.js';
import { lessonPath } from './lesson-addresses.js';
import { LESSON_WORDS } from './lesson-words.js';

/** How long a lesson takes, in minutes. */
export function minutesOf({ lesson }: LessonOnStory): number {
  return lesson.stops.reduce((sum, { minutes }) => sum + minutes, 0);
}

/** All lessons on the stories that were loaded here. */
export function lessonsPage(page: Page, lessons: readonly LessonOnStory[]): string {
  const words = LESSON_WORDS[page.language];
  const main = html`<h1>${words.lessons}</h1>
    ${lessons.length === 0 && html`<p class="none">${words.none}</p>`}
    ${lessons.map((story) => {
      const { lesson, stage } = story;
      return html`<article class="paper">
        <p class="kicker">${stage.title}</p>
        <h2><a href="${linkTo(page, lessonPath(lesson))}">${lesson.title}</a></h2>
        <p>${words.size(minutesOf(story), lesson.stops.length)} ${lesson.lede}</p>
      </article>`;
    })}`;
  return document(page, { title: words.lessons, noindex: lessons.length > 0 }, main);
}
