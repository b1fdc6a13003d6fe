import type { ErrorBody, Order } from '#contract';
import { isolated } from './bidi.js';
import { html, type Markup } from './html.js';
import { document } from './layout.js';
import { linkTo, type Page } from './page.js';
import { grounds, tombstone } from './status-card.js';

/** Mastodon's words for what is not there, and Nest's, which say no more than the title. */
const NOT_FOUND = /^(?:Record not found$|Cannot (?:GET|HEAD) )/;

/**
 * An error as a page: what the API's body says, and of something withheld its tombstone.
 *
 * @param order the order on which it is withheld; null where there is none, or it may not be read
 */
export function errorPage(page: Page, status: number, body: ErrorBody, order: Order | null = null): string {
  const { words } = page;
  if (status === 451) {
    // The statement, and nothing else of what it stands for.
    const head = { title: body.error, noindex: true };
    return document(page, head, html`${tombstoneOf(page, body)} ${order !== null && demandOf(page, order)}`);
  }
  const title = status === 404 ? words.wrong.notFound : status < 500 ? words.wrong.invalid : words.wrong.ours;
  const main = html`<div class="sheet">
    <p class="kicker">${status}</p>
    <h1>${title}</h1>
    ${!NOT_FOUND.test(body.error) && html`<p>${body.error}</p>`}
    <p><a href="/">${words.home}</a></p>
  </div>`;
  return document(page, { title, noindex: true }, main);
}

/** Who demanded that something be withheld, under which law, in which order (RFC 7725, section 3). */
function demandOf(page: Page, order: Order): Markup {
  const { words } = page;
  return html`<aside class="sheet order">
    <h2>${words.demandedBy}</h2>
    <dl>
      <div>
        <dt>${words.authority}</dt>
        <dd>
          <a href="${linkTo(page, order.authority.url)}">${isolated(order.authority.name)}</a>
        </dd>
      </div>
      <div>
        <dt>${words.order.legalBasis}</dt>
        <dd dir="auto">${order.legal_basis}</dd>
      </div>
      <div>
        <dt>${words.report.order}</dt>
        <dd><a href="${linkTo(page, `/orders/${order.id}`)}">${isolated(order.title)}</a></dd>
      </div>
    </dl>
  </aside>`;
}

/** The account that something withheld is, or is of. */
export function authorOfError({ status, account }: ErrorBody): string | null {
  return (status?.account ?? account)?.id ?? null;
}

/** The scenario that something withheld is of. */
export function scenarioOfError({ status, account }: ErrorBody): string | null {
  return status?.provenance?.scenario ?? (status?.account ?? account)?.provenance?.scenario ?? null;
}

function tombstoneOf(page: Page, { error, withheld, status, account }: ErrorBody): Markup {
  if (status !== undefined) return tombstone(page, status);
  return html`<article class="tombstone">
    ${account !== undefined && html`<h1>@${account.acct}</h1>`}
    <p class="statement">${error}</p>
    ${account !== undefined && grounds(page, withheld ?? null, `account=${account.id}`)}
  </article>`;
}
