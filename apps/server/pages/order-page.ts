import {
  OUTCOMES,
  type Account,
  type Order,
  type OrderItem,
  type Outcome,
  type Source,
  type Status,
} from '#contract';
import type { StoredDecisions } from '#domain';
import type { OrderProfile } from '#visibility';
import type { Dispute } from '../stages/present-stage.js';
import { isolated } from './bidi.js';
import { html, type Markup } from './html.js';
import { document } from './layout.js';
import { certaintyOf, itemCount, orderFacts } from './order-sheet.js';
import { outcomeMark, outcomeMarks, outcomeOf } from './outcome-marks.js';
import { bothSidesLink, linkTo, type Page } from './page.js';
import { figure, handleOf, split } from './status-card.js';
import { day, instantText, timeMarkup } from './times.js';

/** Items that the table holds at once. */
const ITEMS_A_PAGE = 50;
/** Rows of decisions that the page holds, at most. */
export const DECISIONS_A_PAGE = 100;

/** Which of an order's items the table lists. */
export interface ListedItems {
  /** How they stand; null: all. */
  state: Outcome | null;
  /** The number after which they begin. */
  after: number;
}

/** The items that a page lists, from all of them. */
export function listedItems<T extends { n: number; outcome: Outcome }>(
  items: readonly T[],
  { state, after }: ListedItems,
): T[] {
  return items
    .filter(({ n, outcome }) => n > after && (state === null || outcome === state))
    .slice(0, ITEMS_A_PAGE);
}

/** An order's page: its facts, a mark for each item, the items by how they stand, and what was decided when. */
export function orderPage(
  page: Page,
  profile: OrderProfile,
  { listed, disputes }: { listed: ListedItems; disputes: readonly Dispute[] },
): string {
  const { words } = page;
  const { order } = profile;
  const title = isolated(order.title);
  const items = profile.items.map((item) => ({ ...item, outcome: outcomeOf(item.state) }));
  const main = html`<header class="sheet order head">
      <p class="kicker"><a href="${linkTo(page, '/orders')}">${words.orders}</a></p>
      <h1>${title}</h1>
      <p>
        <a href="${linkTo(page, order.authority.url)}"><b>${isolated(order.authority.name)}</b></a>
      </p>
      ${order.reason !== '' && html`<p dir="auto">${order.reason}</p>`} ${orderFacts(page, order)}
      ${certaintyOf(page, order)} ${disputes.map((dispute) => disputeIn(page, dispute))}
    </header>
    ${marksSheet(page, order, items)} ${itemsSheet(page, profile, items, listed)}
    ${decisionsSheet(page, profile)}`;
  return document(page, { title, noindex: order.scenario !== null }, main);
}

/** Shows the sources' answers to one question on slips side by side: the page does not settle it. */
function disputeIn(page: Page, { question, slips }: Dispute): Markup {
  const cited = new Map((page.scenario?.sources ?? []).map((source) => [source.key, source]));
  return html`<section class="dispute">
    <h2>${page.words.differently(question)}</h2>
    <ul class="slips">
      ${slips.map(
        ({ text, sources }) =>
          html`<li>
            <p dir="auto">${text}</p>
            <p>${sources.map((key) => sourceOf(key, cited.get(key)))}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** Who printed it, with the address where it is known. */
function sourceOf(key: string, source: Source | undefined): Markup {
  if (source === undefined) return html`<small>${key}</small>`;
  const name = `${key} ${source.publisher}, ${source.published}`;
  return source.url === null
    ? html`<small title="${source.title}">${name}</small>`
    : html`<small
        ><a href="${source.url}" title="${source.title}" rel="noopener noreferrer">${name}</a></small
      >`;
}

type Item = OrderItem & { outcome: Outcome };

function marksSheet(page: Page, order: Order, items: readonly Item[]): Markup {
  const { words, viewpoint } = page;
  const counted = OUTCOMES.map((outcome) => [outcome, order.outcomes[outcome] ?? 0] as const);
  const linkOf = (n: number): string => listLink(page, order, { state: null, after: n - 1 });
  return html`<section class="paper item-by-item">
    <h2>${words.itemByItem}</h2>
    <p class="as-of">
      ${itemCount(page, order)}
      ${
        viewpoint !== null &&
        html`<span>${words.asOf(instantText(page, viewpoint.at))}</span>
          <a href="${bothSidesLink(page)}">${words.bothSides}</a>`
      }
    </p>
    ${outcomeMarks(items, linkOf, ({ n, outcome }) => `${n}: ${words.outcome[outcome]}`)}
    <ul class="legend">
      ${counted
        .filter(([, count]) => count > 0)
        .map(
          ([outcome, count]) =>
            html`<li>
              ${outcomeMark(outcome)} <span>${words.outcome[outcome]}</span>
              <b>${split(page, count, order.scenario)}</b>
            </li>`,
        )}
    </ul>
  </section>`;
}

function itemsSheet(
  page: Page,
  { order, subjects }: OrderProfile,
  items: readonly Item[],
  listed: ListedItems,
): Markup {
  const { words } = page;
  const rows = listedItems(items, listed);
  const last = rows.at(-1)?.n ?? 0;
  const more = items.some(
    ({ n, outcome }) => n > last && (listed.state === null || outcome === listed.state),
  );
  const filters = [null, ...OUTCOMES.filter((outcome) => (order.outcomes[outcome] ?? 0) > 0)];
  return html`<section class="paper items" id="items">
    <h2>${words.itemsHeading}</h2>
    <nav class="filters" aria-label="${words.filter}">
      ${filters.map((state) => {
        const count = state === null ? order.items_count : (order.outcomes[state] ?? 0);
        const name = state === null ? words.all : words.outcome[state];
        return html`<a
          href="${listLink(page, order, { state, after: 0 })}"
          ${state === listed.state && html`aria-current="true"`}
          >${state === null ? words.all : outcomeMark(state)}<span class="${state !== null && 'sr'}"
            >${state === null ? '' : name}</span
          >
          <b>${state === null ? figure(page, count, null) : split(page, count, order.scenario)}</b></a
        > `;
      })}
    </nav>
    <div class="scrolls" role="region" tabindex="0" aria-label="${words.itemsHeading}">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.item.n}</th>
            <th scope="col">${order.scenario === null ? words.item.subject : words.item.standIn}</th>
            <th scope="col">${words.item.decision}</th>
            <th scope="col">${words.item.since}</th>
            <th scope="col">${words.item.reason}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (item) =>
              html`<tr id="item-${item.n}">
                <th scope="row">${item.n}</th>
                <td>${subject(page, item, subjects.get(item.n))}</td>
                <td>
                  <span class="outcome">${outcomeMark(item.outcome)} ${words.outcome[item.outcome]}</span>
                </td>
                <td>${item.decision !== null && day(page, item.decision.at)}</td>
                <td dir="auto">${item.decision?.reason ?? ''}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length === 0 && html`<p class="none">${words.noItems}</p>`}
    <nav class="pages">
      ${
        listed.after > 0 &&
        html`<a rel="first" href="${listLink(page, order, { ...listed, after: 0 })}">${words.fromFirst}</a>`
      }
      ${
        more &&
        html`<a rel="next" href="${listLink(page, order, { ...listed, after: last })}">${words.moreItems}</a>`
      }
    </nav>
  </section>`;
}

/** The thing that an item is about, by its handle: that a thing was demanded is told, not what it says. */
function subject(
  page: Page,
  { tag, url, status_id, account_id }: OrderItem,
  known: { account: Account } | { status: Status } | undefined,
): Markup {
  const { words } = page;
  if (tag !== null) return html`<a href="${linkTo(page, `/tags/${encodeURIComponent(tag)}`)}">#${tag}</a>`;
  if (url !== null) return html`<bdi class="address">${url}</bdi>`;
  if (known === undefined)
    return html`<span class="gone"
      >${status_id === null && account_id !== null ? words.goneAccount : words.gonePost}</span
    >`;
  return 'account' in known
    ? html`<a href="${linkTo(page, known.account.url)}">${handleOf(page, known.account)}</a>
        <small>${words.anAccount}</small>`
    : html`<a href="${linkTo(page, known.status.url)}">${handleOf(page, known.status.account)}</a>
        <small>${words.aPost}</small>`;
}

/** The order's history, the latest first: decisions, notices, and how it ended. */
function decisionsSheet(page: Page, { order, decisions }: OrderProfile): Markup {
  const { words } = page;
  const happened = [
    ...decisions.map((decided) => ({ at: decided.at, row: decidedRow(page, order, decided) })),
    ...order.notices.map((notice) => ({
      at: Date.parse(notice.at),
      row: html`<td></td>
        <td dir="auto">${notice.text}</td>`,
    })),
    {
      at: Date.parse(order.filed_at),
      row: html`<td>${outcomeMark('open')}</td>
        <td>${words.filedItems} ${itemCount(page, order)}</td>`,
    },
    ...(order.status === 'in_force'
      ? []
      : [
          {
            at: Date.parse(order.status_since),
            row: html`<td></td>
              <td dir="auto"><b>${words.status[order.status]}.</b> ${order.status_reason}</td>`,
          },
        ]),
  ].sort((one, other) => other.at - one.at);
  return html`<section class="sheet decisions">
    <h2>${words.decisions}</h2>
    <table>
      <tbody>
        ${happened.map(
          ({ at, row }) =>
            html`<tr>
              <th scope="row">${timeMarkup(page, new Date(at).toISOString(), order.provenance)}</th>
              ${row}
            </tr>`,
        )}
      </tbody>
    </table>
    ${decisions.length >= DECISIONS_A_PAGE && html`<p>${words.latestDecisions(DECISIONS_A_PAGE)}</p>`}
  </section>`;
}

function decidedRow(page: Page, order: Order, { outcome, reason, items }: StoredDecisions): Markup {
  const { words } = page;
  return html`<td>${outcomeMark(outcome)}</td>
    <td>
      <b>${words.outcome[outcome]}</b>: <span dir="auto">${reason}</span>
      ${split(page, items, order.scenario)} ${words.items(items)}
    </td>`;
}

function listLink(page: Page, { id }: Order, { state, after }: ListedItems): string {
  const asked = new URLSearchParams();
  if (state !== null) asked.set('state', state);
  if (after > 0) asked.set('after', String(after));
  return `${linkTo(page, `/orders/${id}${asked.size === 0 ? '' : `?${asked.toString()}`}`)}#items`;
}
