import type { Order } from '#contract';
import type { OrderGround } from '#domain';
import type { AuthorityProfile } from '#visibility';
import { isolated } from './bidi.js';
import { html, type Markup } from './html.js';
import { document } from './layout.js';
import { countryNames } from './page-words.js';
import { linkTo, type Page } from './page.js';
import { chip } from './status-card.js';
import { timeMarkup } from './times.js';

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

function orderSheet(page: Page, order: Order): Markup {
  const { words, language } = page;
  const { items_count: count, provenance } = order;
  const api = linkTo(page, `/api/v1/orders/${order.id}`);
  const grounds = order.grounds.length === 0 ? (['untold'] as const) : (order.grounds as OrderGround[]);
  return html`<article class="sheet order">
    <h3><a href="${api}">${isolated(order.title)}</a></h3>
    ${order.reason !== '' && html`<p dir="auto">${order.reason}</p>`}
    <dl>
      <dt>${words.order.filed}</dt>
      <dd>${timeMarkup(page, order.filed_at, provenance)}</dd>
      <dt>${words.order.legalBasis}</dt>
      <dd dir="auto">${order.legal_basis}</dd>
      <dt>${words.order.grounds}</dt>
      <dd>${grounds.map((ground) => words.ground[ground]).join(', ')}</dd>
      <dt>${words.order.countries}</dt>
      <dd>${countryNames(order.countries, language)}</dd>
      <dt>${words.order.status}</dt>
      <dd>${words.status[order.status]}</dd>
    </dl>
    <p>
      <a href="${linkTo(page, `/api/v1/orders/${order.id}/items`)}"
        >${new Intl.NumberFormat(language === 'hi' ? 'hi-IN' : 'en-IN').format(count)}
        ${order.scenario === null ? words.items(count) : words.standIns(count)}</a
      >
    </p>
    ${
      provenance !== null &&
      html`<p>${chip(page, provenance)}</p>
        ${provenance.note !== null && html`<p class="sources-note">${provenance.note}</p>`}`
    }
  </article>`;
}
