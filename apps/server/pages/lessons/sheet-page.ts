import type { ContextRow, Source, StageLesson, Status } from '#contract';
import { ELSEWHERE, EVERYWHERE } from '#domain';
import { countryName } from '#visibility';
import type { LessonOnStory } from '../../stages/stages.js';
import { contentMarkup, html, type Markup } from '../html.js';
import { document } from '../layout.js';
import { titleOf, type Page } from '../page.js';
import { chip, handleOf, monogram, nameOf, venueOf, verifiedMark } from '../status-card.js';
import { day, hourText, timeMarkup, zoneText } from '../times.js';
import { stopLink } from './lesson-addresses.js';
import { LESSON_WORDS, type LessonWords } from './lesson-words.js';
import { differs, fitting, rowsOf, type SheetRow } from './sheet-rows.js';

/** The content of a sheet: everything as its places see it at the stop's instant. */
export interface SheetParts {
  story: LessonOnStory;
  stop: StageLesson['stops'][number];
  sources: readonly Source[];
  /** A place and the posts that are seen from there; one where others may not be looked from. */
  sides: readonly { from: string | null; statuses: readonly Status[] }[];
  told: readonly ContextRow[];
}

/** A sheet to be printed: two panes at one moment, on one A4. */
export function sheetPage(page: Page, parts: SheetParts): string {
  const words = LESSON_WORDS[page.language];
  const { story, stop, sides, told } = parts;
  const [left, right] = sides;
  const { rows, left: leftOut } = fitting(
    rowsOf(left?.statuses ?? [], right?.statuses ?? null, translated(parts, told)),
  );
  const two = right !== undefined;
  const main = html`<button type="button" class="print" data-print hidden>${words.print}</button>
    <div class="a4${!two && ' alone'}">
      <header>
        <div>
          <p>${titleOf(page, story.stage.title)}</p>
          <h1>${two ? words.sameMinute : stop.title}</h1>
        </div>
        <p class="when4">
          <b>${hourText(page, stop.at)}</b> ${zoneText(page, stop.at)}<span>${day(page, stop.at)}</span>
        </p>
      </header>
      ${!two && html`<p>${words.alone}</p>`}
      <div class="heads4" aria-hidden="true">
        ${sides.map(({ from, statuses }) => html`<p class="${statuses.some(isWithheld) && 'withholds'}">${placeTitle(page, words, from)}</p>`)}
      </div>
      <div class="rows4">
        ${rows.length === 0 && html`<p>${words.nothing}</p>`}
        ${rows.map((row) =>
          rowOf(
            page,
            words,
            row,
            sides.map(({ from }) => placeTitle(page, words, from)),
          ),
        )}
      </div>
      <ul class="leg4">
        ${[words.white, words.green, words.violet, words.pencil].map(
          (text, n) => html`<li class="leg-${n}">${text}</li>`,
        )}
      </ul>
      <section class="write4">
        <h2>${words.look}</h2>
        <ol>
          <li><p>${stop.question}</p></li>
          <li><p>${stop.task}</p></li>
          <li><p>${words.who}</p></li>
        </ol>
      </section>
      <footer>
        <p>
          ${leftOut > 0 && words.left(leftOut)} ${story.stage.faces.length > 0 && words.standIns}
          ${words.circa}
        </p>
        <p>${papersOf(rows, parts.sources)}</p>
        <p><b>${page.origin}${stopLink(page, story, stop)}</b></p>
      </footer>
    </div>`;
  return document(page, { title: `${stop.title}: ${words.sheet}`, noindex: true }, main);
}

/** The narrator's rows in the page's language, where the story's file has them. */
function translated({ story }: SheetParts, told: readonly ContextRow[]): ContextRow[] {
  return told.map((row) => ({ ...row, ...story.stage.context[row.id] }));
}

/** Whether it is withheld from who looks, in some countries: what is suspended is gone everywhere. */
function isWithheld({ tombstone, withheld }: Status): boolean {
  return tombstone && withheld?.country_codes.includes(EVERYWHERE) === false;
}

function placeTitle({ language }: Page, words: LessonWords, from: string | null): string {
  if (from === null || from === ELSEWHERE) return words.elsewhere;
  return words.inPlace(countryName(from, language));
}

function rowOf(page: Page, words: LessonWords, row: SheetRow, places: readonly string[]): Markup {
  if (row.kind === 'told')
    return html`<article class="told4">
      ${timeMarkup(page, row.row.at, row.row.provenance)}
      <p dir="auto"><b>${row.row.title}${/[.?!।]$/u.test(row.row.title) ? '' : '.'}</b> ${row.row.text}</p>
    </article>`;
  const differ = differs(row);
  const cells = places.length === 1 ? [row.left] : [row.left, row.right];
  return html`<article class="pair4${differ && ' differs'}">
    ${cells.map(
      (status, n) =>
        html`${n === 1 && html`<p class="node4" role="img" aria-label="${differ ? words.differs : words.same}">${differ ? '≠' : '='}</p>`}
          <div class="cell4">
            <h2 class="sr">${places[n] ?? ''}</h2>
            ${status === null ? html`<p class="none4">${words.nothingHere}</p>` : cellOf(page, status)}
          </div>`,
    )}
  </article>`;
}

function cellOf(page: Page, status: Status): Markup {
  const { account, provenance } = status;
  // A sheet that is cut out must not pass for a real person's.
  const isStandIn = account.kind === 'stand_in';
  if (status.tombstone)
    return html`<div class="tombstone">
      <div class="statement">${contentMarkup(status.content)}</div>
      ${grounds4(page, status, isStandIn)}
    </div>`;
  const pencilled = provenance?.certainty === 'illustrative' || isStandIn;
  return html`<div class="post venue-${account.venue}${pencilled && ' pencilled'}">
    <header class="author">
      ${monogram(account)}
      <span class="who"
        ><b>${nameOf(account)}</b> ${verifiedMark(page, account)} ${handleOf(page, account)}</span
      >
      ${account.venue !== 'home' && html`<span class="wordmark">${venueOf(account).name}</span>`}
    </header>
    <div
      class="says ${provenance?.certainty ?? 'plain'}"
      dir="auto"
      lang="${status.language ?? page.language}"
    >
      ${contentMarkup(status.content.replaceAll(/<\/?a\b[^>]*>/g, ''))}
    </div>
    <p class="foot">
      ${timeMarkup(page, status.created_at, provenance)} ${provenance !== null && chip(page, provenance)}
    </p>
  </div>`;
}

/** On what ground it is withheld and since when; on paper there is nothing to follow. */
function grounds4(page: Page, { withheld }: Status, isStandIn: boolean): Markup | null {
  if (withheld === null) return null;
  return html`<p class="ground">
    <span>${page.words.basis[withheld.basis]}</span>
    <span>${page.words.since(day(page, withheld.since))}</span>
    ${isStandIn && html`<span class="chip illustrative">${page.words.item.standIn}</span>`}
  </p>`;
}

/** Who published what the rows cite: a sheet has no room for titles. */
function papersOf(rows: readonly SheetRow[], sources: readonly Source[]): string {
  const provenances = rows.flatMap((row) =>
    row.kind === 'told' ? [row.row.provenance] : [row.left?.provenance, row.right?.provenance],
  );
  const keys = new Set(provenances.flatMap((provenance) => provenance?.sources ?? []));
  return sources
    .filter(({ key }) => keys.has(key))
    .map(({ key, publisher, published }) => `${key} ${publisher}, ${published}`)
    .join('; ');
}
