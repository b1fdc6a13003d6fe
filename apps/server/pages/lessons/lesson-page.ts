import type { Source, StageLesson, Status } from '#contract';
import type { LessonOnStory } from '../../stages/stages.js';
import { contentMarkup, html, type Markup } from '../html.js';
import { document } from '../layout.js';
import { linkTo, type Page } from '../page.js';
import { chip, tombstone } from '../status-card.js';
import { instantText } from '../times.js';
import { sheetPath, stopLink } from './lesson-addresses.js';
import { LESSON_WORDS, type LessonWords } from './lesson-words.js';
import { minutesOf } from './lessons-page.js';

type Stop = StageLesson['stops'][number];

/** The content of a lesson's page. */
export interface LessonParts {
  story: LessonOnStory;
  sources: readonly Source[];
  /** The posts in which the sides give their reasons, as they are seen from the page's viewpoint. */
  reasons: readonly Status[];
}

/** A lesson: its stops with a question each, the law in a card, and what each side gave as its reason. */
export function lessonPage(page: Page, { story, sources, reasons }: LessonParts): string {
  const words = LESSON_WORDS[page.language];
  const { lesson, stage } = story;
  const cited = new Map(sources.map((source) => [source.key, source]));
  const main = html`<div class="lesson">
    <section class="stops-of">
      <p class="kicker"><a href="${linkTo(page, '/lessons')}">${words.lessons}</a> ${stage.title}</p>
      <h1>${lesson.title}</h1>
      ${stage.is_unreviewed_translation && html`<p class="kicker">${words.unreviewed}</p>`}
      <p class="lede">${words.size(minutesOf(story), lesson.stops.length)} ${lesson.lede}</p>
      ${ruler(words, story)}
      <ol class="stops">
        ${lesson.stops.map((stop, index) => stopSheet(page, story, stop, index + 1, cited))}
      </ol>
    </section>
    <aside class="beside">
      ${lesson.law.length > 0 && lawCard(words, lesson, cited)} ${reasonsOf(page, story, reasons)}
      ${readingOf(words)} ${teaching(page, story)}
    </aside>
  </div>`;
  return document(page, { title: lesson.title, noindex: true }, main);
}

/** The lesson's length as a line, a part for each stop; how long each takes stands in words beside it. */
function ruler(words: LessonWords, story: LessonOnStory): Markup {
  const minutes = minutesOf(story);
  const share = (at: number): string => `${((100 * at) / minutes).toFixed(2)}%`;
  const begins = story.lesson.stops.map((_, n, stops) =>
    stops.slice(0, n).reduce((sum, stop) => sum + stop.minutes, 0),
  );
  return html`<svg class="ruler" width="100%" height="30" role="img" aria-label="${words.ruler(minutes)}">
    <rect width="100%" height="3" />
    ${begins.map(
      (at, n) =>
        html`<svg x="${share(at)}" overflow="visible">
          <rect width="1.5" height="30" />
          <text class="ruler-stop" x="8" y="22">${n + 1}</text>
          <text x="24" y="22">${at}</text>
        </svg>`,
    )}
    <text class="ruler-end" x="100%" y="22">${minutes}</text>
  </svg>`;
}

function stopSheet(
  page: Page,
  story: LessonOnStory,
  stop: Stop,
  number: number,
  cited: ReadonlyMap<string, Source>,
): Markup {
  const words = LESSON_WORDS[page.language];
  return html`<li id="${stop.id}">
    <span class="stop-number" aria-hidden="true">${number}</span>
    <article class="post stop">
      <header>
        <h2>${stop.title}</h2>
        <span>${words.minutes(stop.minutes)}</span>
      </header>
      <p class="question">${stop.question}</p>
      <p class="task">${stop.task}</p>
      <details>
        <summary>${words.forTeachers}</summary>
        <p>${stop.notice} ${citations(stop.sources, cited)}</p>
      </details>
      <p class="stop-links">
        <a class="deep" href="${stopLink(page, story, stop)}">${words.open(instantText(page, stop.at))}</a>
        <a href="${linkTo(page, sheetPath(story.lesson, stop))}">${words.sheet}</a>
      </p>
    </article>
  </li>`;
}

function lawCard(
  words: LessonWords,
  { law, law_note }: StageLesson,
  cited: ReadonlyMap<string, Source>,
): Markup {
  return html`<section class="law">
    <h2>${words.law}</h2>
    <dl>
      ${law.map(
        ({ title, text, sources }) =>
          html`<dt>${title}</dt>
            <dd>${text} ${citations(sources, cited)}</dd>`,
      )}
    </dl>
    ${law_note !== null && html`<p class="kicker">${law_note}</p>`}
  </section>`;
}

/** Each side's reason in its own words, as it is seen from here; a side that has not said it by then has none. */
function reasonsOf(page: Page, { stage }: LessonOnStory, reasons: readonly Status[]): Markup | null {
  const words = LESSON_WORDS[page.language];
  const sides = stage.sides.filter(({ reason }) => reason !== null);
  if (sides.length === 0) return null;
  return html`<section class="side-reasons">
    <h2>${words.reasons}</h2>
    ${sides.map(({ short, reason }) => {
      const status = reasons.find(({ id }) => id === reason);
      return html`<figure>
        <figcaption>${short}</figcaption>
        ${status === undefined ? html`<p>${words.notSaidYet}</p>` : reasonIn(page, status)}
      </figure>`;
    })}
  </section>`;
}

function reasonIn(page: Page, status: Status): Markup {
  if (status.tombstone) return tombstone(page, status);
  return html`<blockquote class="says quoted" lang="${status.language ?? page.language}" dir="auto">
      ${contentMarkup(status.content)}
    </blockquote>
    <p class="foot">
      <a href="${linkTo(page, status.url)}">${instantText(page, status.created_at)}</a>
      ${status.provenance !== null && chip(page, status.provenance)}
    </p>`;
}

function readingOf(words: LessonWords): Markup {
  return html`<section>
    <h2>${words.reading}</h2>
    <ul class="reading">
      <li>${words.white}</li>
      <li>${words.green}</li>
      <li>${words.violet}</li>
      <li>${words.pencil}</li>
      <li>${words.spine}</li>
    </ul>
  </section>`;
}

function teaching(page: Page, story: LessonOnStory): Markup {
  const words = LESSON_WORDS[page.language];
  const [first] = story.lesson.stops;
  return html`<section class="teach">
    <h2>${words.teach}</h2>
    ${
      first !== undefined &&
      html`<p>
          <a class="open-room" href="${stopLink(page, story, first, true)}#open-room">${words.openRoom}</a>
        </p>
        <p class="teach-note">${words.openRoomNote}</p>
        <p><a href="${stopLink(page, story, first, true)}">${words.withColumn}</a></p>`
    }
    <dl>
      ${Object.entries(words.keys).map(
        ([key, word]) =>
          html`<div>
            <dt>${word}</dt>
            <dd><kbd>${key}</kbd></dd>
          </div>`,
      )}
    </dl>
    <p>${words.answers}</p>
  </section>`;
}

/** Sources by their keys, each with its title. */
function citations(keys: readonly string[], cited: ReadonlyMap<string, Source>): Markup {
  return html`<span class="cites"
    >${keys.map((key) => {
      const source = cited.get(key);
      const title = source === undefined ? key : `${source.title}, ${source.publisher}`;
      return source?.url == null
        ? html`<abbr title="${title}">${key}</abbr> `
        : html`<a href="${source.url}" title="${title}" rel="noopener noreferrer">${key}</a> `;
    })}</span
  >`;
}
