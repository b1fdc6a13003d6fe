import type { Order } from '#contract';
import { html } from './html.js';
import { document } from './layout.js';
import { orderSheet } from './order-sheet.js';
import { linkTo, type Page } from './page.js';

/**
 * The orders that may be read, the newest first.
 *
 * @param older the id below which older orders are; null on the last page
 */
export function ordersPage(page: Page, orders: readonly Order[], older: string | null): string {
  const { words } = page;
  const head = { title: words.orders, noindex: orders.some(({ scenario }) => scenario !== null) };
  const main = html`<h1>${words.orders}</h1>
    <section class="orders" aria-label="${words.orders}">
      ${orders.length === 0 && html`<p class="none">${words.noOrders}</p>`}
      ${orders.map((order) => orderSheet(page, order, true))}
    </section>
    ${
      older !== null &&
      html`<nav class="pages">
        <a rel="next" href="${linkTo(page, `/orders?max_id=${older}`)}">${words.olderOrders}</a>
      </nav>`
    }`;
  return document(page, head, main);
}
