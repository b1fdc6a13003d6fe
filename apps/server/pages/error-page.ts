import type { ErrorBody } from '#contract';
import { html, type Markup } from './html.js';
import { document } from './layout.js';
import type { Page } from './page.js';
import { grounds, tombstone } from './status-card.js';

/** Mastodon's words, which say no more than the title. */
const NOT_FOUND = 'Record not found';

/** An error as a page: what the API's body says, and of something withheld its tombstone. */
export function errorPage(page: Page, status: number, body: ErrorBody): string {
  const { words } = page;
  if (status === 451) {
    // The statement, and nothing else of what it stands for.
    const head = { title: body.error, noindex: true };
    return document(page, head, tombstoneOf(page, body));
  }
  const title = status === 404 ? words.wrong.notFound : status < 500 ? words.wrong.invalid : words.wrong.ours;
  const main = html`<div class="sheet">
    <p class="kicker">${status}</p>
    <h1>${title}</h1>
    ${body.error !== NOT_FOUND && html`<p>${body.error}</p>`}
    <p><a href="/">${words.home}</a></p>
  </div>`;
  return document(page, { title, noindex: true }, main);
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
