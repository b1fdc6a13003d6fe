import { OUTCOMES, type Outcome, type TransparencyReport, type TransparencyRow } from '#contract';
import type { OrderWait } from '#visibility';
import { isolated } from './bidi.js';
import { html, type Markup } from './html.js';
import { document } from './layout.js';
import { outcomeMark } from './outcome-marks.js';
import { countryNames } from './catalogue.js';
import { linkTo, type Page } from './page.js';
import { figure, split } from './status-card.js';
import { day } from './times.js';

const DAY_MS = 86_400_000;

/** The transparency report for people to read: what became of the items, who asked, and how long it took. */
export function reportPage(
  page: Page,
  { report, waits }: { report: TransparencyReport; waits: readonly OrderWait[] },
): string {
  const { words } = page;
  const main = html`<header>
      <h1>${words.report.title}</h1>
      <p class="as-of">${words.asOf(day(page, report.as_of))}</p>
    </header>
    ${report.notice !== null && html`<p class="do-not-file" role="note"><b>${words.report.doNotFile}</b> ${words.report.reconstruction}</p>`}
    <nav class="filters" aria-label="${words.report.shapes}">
      <a aria-current="true" href="${linkTo(page, '/transparency')}">${words.report.forReaders}</a>
      <a href="${linkTo(page, '/api/v1/transparency/notices')}">${words.report.lumen}</a>
      <a href="${linkTo(page, '/api/v1/transparency/statements')}">${words.report.dsa}</a>
    </nav>
    ${
      report.rows.length === 0
        ? html`<p class="none">${words.noOrders}</p>`
        : html`${byOutcome(page, report.rows)} ${byAuthority(page, report.rows)}
          ${timeToDecision(page, waits)}`
    }`;
  return document(page, { title: words.report.title, noindex: report.notice !== null }, main);
}

function byOutcome(page: Page, rows: readonly TransparencyRow[]): Markup {
  const { words } = page;
  const most = Math.max(...rows.map(({ specified }) => specified.items), 1);
  return html`<section class="paper">
    ${heading(page, words.report.byOutcome, '/api/v1/transparency/report.csv')}
    <p class="as-of">${words.report.byOutcomeNote}</p>
    ${rows.map(
      (row) =>
        html`<div class="bar-of">
          <p>${rowName(page, row)}</p>
          ${stacked(row, most)}
        </div>`,
    )}
    ${table(
      words.report.asTable,
      [words.item.decision, ...rows.map((row) => rowName(page, row))],
      OUTCOMES.map((outcome) => [
        html`<span class="outcome">${outcomeMark(outcome)} ${words.outcome[outcome]}</span>`,
        ...rows.map((row) => split(page, row[outcome].items, row.scenario)),
      ]),
    )}
  </section>`;
}

/** Per cent of a bar's width that whatever there is takes at least: less could not be seen beside a thousand. */
const LEAST_SHARE = 0.5;

/** One row's items as a bar, each outcome in its own pattern: colour alone would not tell them apart. */
function stacked(row: TransparencyRow, most: number): Markup {
  let x = 0;
  const parts = OUTCOMES.flatMap((outcome) => {
    const { items } = row[outcome];
    if (items === 0) return [];
    const width = Math.max((items / most) * 100, LEAST_SHARE);
    const part = html`<rect fill="url(#bar-${outcome})" x="${x}%" y="0" width="${width}%" height="24" />`;
    x += width;
    return [part];
  });
  return html`<svg class="bar" width="100%" height="24" aria-hidden="true">
    <defs>${OUTCOMES.map(pattern)}</defs>
    ${parts}
  </svg>`;
}

function pattern(outcome: Outcome): Markup {
  const shape = PATTERNS[outcome];
  return html`<pattern id="bar-${outcome}" width="6" height="6" patternUnits="userSpaceOnUse">
    <path class="mark-${outcome}" d="${shape}" />
  </pattern> `;
}

const PATTERNS: Readonly<Record<Outcome, string>> = {
  withheld: 'M0 0h6v2H0zM0 3h6v2H0z',
  suspended: 'M0 0h6v6H0z',
  labelled: 'M0 2h6v2H0zM2 0h2v6H2z',
  limited: 'M0 0h4v2H0z',
  refused: 'M0 0h6v1H0zM0 0h1v6H0z',
  restored: 'M1 1h3v3H1z',
  open: 'M2 2h1v1H2z',
};

function byAuthority(page: Page, rows: readonly TransparencyRow[]): Markup {
  const { words } = page;
  const most = Math.max(...rows.map(({ specified }) => specified.items), 1);
  return html`<section class="paper">
    ${heading(page, words.report.byAuthority, '/api/v1/transparency/report.csv')}
    <p class="as-of">${words.report.byAuthorityNote}</p>
    ${rows.map(
      (row) =>
        html`<div class="bar-of">
          <p>
            ${rowName(page, row)}
            <b>${figure(page, row.specified.items, null)} ${words.items(row.specified.items)}</b>
          </p>
          <svg class="bar thin" width="100%" height="14" aria-hidden="true">
            <rect width="${Math.max((row.specified.items / most) * 100, LEAST_SHARE)}%" height="14" />
          </svg>
        </div>`,
    )}
    ${table(
      words.report.asTable,
      [words.authority, words.order.countries, words.orders, words.report.inForce, words.itemsHeading],
      rows.map((row) => [
        authorityName(page, row),
        row.country === null ? words.report.untold : countryNames([row.country], page.language),
        figure(page, row.orders, null),
        figure(page, row.orders_in_force, null),
        figure(page, row.specified.items, null),
      ]),
    )}
  </section>`;
}

function timeToDecision(page: Page, waits: readonly OrderWait[]): Markup {
  const { words } = page;
  const told = waits.map(({ order, firstWithheld }) => ({
    order,
    firstWithheld,
    days: firstWithheld === null ? null : daysBetween(page, Date.parse(order.filed_at), firstWithheld),
  }));
  const most = Math.max(...told.map(({ days }) => days ?? 0), 1);
  return html`<section class="paper">
    ${heading(page, words.report.timeToDecision, '/transparency/waits.csv')}
    <p class="as-of">${words.report.timeToDecisionNote}</p>
    ${told.map(
      ({ order, days }) =>
        html`<div class="bar-of">
          <p>
            <a href="${linkTo(page, `/orders/${order.id}`)}">${isolated(order.title)}</a>
            <b>${days === null ? words.report.notYet : words.report.days(days)}</b>
          </p>
          ${
            days !== null &&
            html`<svg class="bar thin" width="100%" height="14" aria-hidden="true">
              <rect width="${Math.max((days / most) * 100, LEAST_SHARE)}%" height="14" />
            </svg>`
          }
        </div>`,
    )}
    ${table(
      words.report.asTable,
      [words.report.order, words.report.asked, words.report.firstWithheld, words.report.daysHead],
      told.map(({ order, firstWithheld, days }) => [
        html`${isolated(order.title)}`,
        day(page, order.filed_at),
        firstWithheld === null ? words.report.notYet : day(page, firstWithheld),
        days === null ? '' : figure(page, days, null),
      ]),
    )}
  </section>`;
}

/** Whole days by the calendar, since sources give days and no hours. @param from, to ms since the epoch */
export function daysBetween({ scenario }: Pick<Page, 'scenario'>, from: number, to: number): number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: scenario?.time_zone ?? 'UTC' });
  const date = (at: number): number => Date.parse(format.format(at));
  return Math.round((date(to) - date(from)) / DAY_MS);
}

function heading({ words }: Page, text: string, csv: string): Markup {
  return html`<header class="with-csv">
    <h2>${text}</h2>
    <a class="csv" href="${csv}" download>${words.report.csv}<span class="sr">: ${text}</span></a>
  </header>`;
}

function table(
  summary: string,
  head: readonly (string | Markup)[],
  rows: readonly (readonly (string | Markup)[])[],
): Markup {
  return html`<details open>
    <summary>${summary}</summary>
    <div class="scrolls" role="region" tabindex="0" aria-label="${summary}">
      <table>
        <thead>
          <tr>
            ${head.map((cell, i) => html`<th scope="col" class="${i > 0 && 'number'}">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first, ...rest]) =>
              html`<tr>
                <th scope="row">${first ?? ''}</th>
                ${rest.map((cell) => html`<td class="number">${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function rowName(page: Page, row: TransparencyRow): Markup {
  const country = row.country === null ? null : countryNames([row.country], page.language);
  return html`<span>${authorityName(page, row)}${country !== null && html`, ${country}`}</span>`;
}

function authorityName(page: Page, { authority }: TransparencyRow): Markup {
  return authority === null
    ? html`${page.words.report.undisclosed}`
    : html`<a href="${linkTo(page, authority.url)}">${isolated(authority.name)}</a>`;
}
