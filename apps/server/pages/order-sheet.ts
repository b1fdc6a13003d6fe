import type { Order } from '#contract';
import type { OrderGround } from '#domain';
import { isolated } from './bidi.js';
import { html, type Markup } from './html.js';
import { countryNames } from './catalogue.js';
import { linkTo, type Page } from './page.js';
import { chip, figure } from './status-card.js';
import { timeMarkup } from './times.js';

/**
 * An order in a list: its facts, and the way to its page.
 *
 * @param namesAuthority whether whose it is is told, too: on an authority's own page the head says it
 */
export function orderSheet(page: Page, order: Order, namesAuthority = false): Markup {
  return html`<article class="sheet order">
    <h3><a href="${linkTo(page, `/orders/${order.id}`)}">${isolated(order.title)}</a></h3>
    ${namesAuthority && html`<p><a href="${linkTo(page, order.authority.url)}">${isolated(order.authority.name)}</a></p>`}
    ${order.reason !== '' && html`<p dir="auto">${order.reason}</p>`} ${orderFacts(page, order)}
    <p><a href="${linkTo(page, `/orders/${order.id}#items`)}">${itemCount(page, order)}</a></p>
    ${certaintyOf(page, order)}
  </article>`;
}

/** When it was filed, under which law, on which grounds, for where, by when, and how it stands. */
export function orderFacts(page: Page, order: Order): Markup {
  const { words, language } = page;
  const grounds = order.grounds.length === 0 ? (['untold'] as const) : (order.grounds as OrderGround[]);
  return html`<dl>
    <div>
      <dt>${words.order.filed}</dt>
      <dd>${timeMarkup(page, order.filed_at, order.provenance)}</dd>
    </div>
    <div>
      <dt>${words.order.legalBasis}</dt>
      <dd dir="auto">${order.legal_basis}</dd>
    </div>
    <div>
      <dt>${words.order.grounds}</dt>
      <dd>${grounds.map((ground) => words.ground[ground]).join(', ')}</dd>
    </div>
    <div>
      <dt>${words.order.countries}</dt>
      <dd>${countryNames(order.countries, language)}</dd>
    </div>
    <div>
      <dt>${words.order.deadline}</dt>
      <dd>${order.deadline === null ? words.noDeadline : timeMarkup(page, order.deadline, null)}</dd>
    </div>
    <div>
      <dt>${words.order.status}</dt>
      <dd>
        ${words.status[order.status]}${order.emergency && html`, ${words.emergency}`}${order.confidential && html`, ${words.confidential}`}
      </dd>
    </div>
  </dl>`;
}

/** How many things an order names: a scenario's are stand-ins, for a number that its sources give. */
export function itemCount(page: Page, { items_count: count, scenario, provenance }: Order): Markup {
  const { words } = page;
  const madeUp = provenance?.certainty === 'illustrative' ? provenance : null;
  return html`${figure(page, count, madeUp)} ${scenario === null ? words.items(count) : words.standIns(count)}`;
}

/** How sure it is that an order was made so, with what the sources disagree on. */
export function certaintyOf(page: Page, { provenance }: Order): Markup | null {
  if (provenance === null) return null;
  return html`<p>${chip(page, provenance)}</p>
    ${provenance.note !== null && html`<p class="sources-note" dir="auto">${provenance.note}</p>`}`;
}
