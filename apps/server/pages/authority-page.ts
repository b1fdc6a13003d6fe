import type { AuthorityProfile } from '#visibility';
import { isolated } from './bidi.js';
import { html } from './html.js';
import { document } from './layout.js';
import { countryNames } from './catalogue.js';
import { orderSheet } from './order-sheet.js';
import { linkTo, type Page } from './page.js';

/**
 * This server's own page on an authority, with the orders of it that may be read: on green, what was
 * decided.
 *
 * @param older the id below which older orders are; null on the last page
 */
export function authorityPage(
  page: Page,
  { authority, scenario, orders }: AuthorityProfile,
  older: string | null,
): string {
  const { words, language } = page;
  const name = isolated(authority.name);
  const head = {
    title: name,
    noindex: scenario !== null,
    openGraph: { 'og:type': 'website', 'og:url': authority.url },
    links: [html`<link rel="canonical" href="${authority.url}" />`],
  };
  const about = scenario === null ? words.ownPage(name) : words.reconstruction(name);
  const main = html`<header class="sheet">
      <p class="kicker">${words.authority}</p>
      <h1>${name}</h1>
      <p>${authority.country !== null && countryNames([authority.country], language)}</p>
      ${authority.note !== '' && html`<p dir="auto">${authority.note}</p>`}
      <p class="label-note"><b>${about}</b></p>
    </header>
    <section class="orders">
      <h2>${words.orders}</h2>
      ${orders.length === 0 && html`<p class="none">${words.noOrders}</p>`}
      ${orders.map((order) => orderSheet(page, order))}
    </section>
    ${
      older !== null &&
      html`<nav class="pages">
        <a rel="next" href="${linkTo(page, `${authority.url}?max_id=${older}`)}">${words.olderOrders}</a>
      </nav>`
    }`;
  return document(page, head, main);
}
