import type { Account } from '#contract';
import type { Profile } from '#visibility';
import { isolated } from './bidi.js';
import { contentMarkup, excerpt, html, plainText, type Markup } from './html.js';
import { document } from './layout.js';
import { absoluteUrl, linkTo, type Page } from './page.js';
import {
  accountTitle,
  figure,
  handleOf,
  labelNote,
  monogram,
  nameOf,
  statusCard,
  venueOf,
  verifiedMark,
  withheldIn,
} from './status-card.js';
import { isReplayed } from './status-page.js';
import { day } from './times.js';

const DESCRIPTION_LENGTH = 280;

/**
 * An account's page with some of its posts.
 *
 * @param older the id below which older posts are; null on the last page
 */
export function accountPage(page: Page, { account, statuses }: Profile, older: string | null): string {
  const { words } = page;
  const feed = absoluteUrl(page, `${account.url}.rss`);
  const paged = new URL(page.asked, page.origin).searchParams.has('max_id');
  const head = {
    title: accountTitle(account),
    noindex: account.noindex || statuses.some(isReplayed),
    openGraph: {
      'og:type': 'profile',
      'og:url': account.url,
      ...(account.note === ''
        ? {}
        : { 'og:description': isolated(excerpt(plainText(account.note), DESCRIPTION_LENGTH)) }),
    },
    links: [
      html`<link rel="canonical" href="${account.url}" />`,
      html`<link rel="alternate" type="application/rss+xml" href="${feed}" />`,
    ],
  };
  const main = html`${profile(page, account)}
    <section class="posts" aria-label="${words.latest}">
      ${statuses.length === 0 && account.suspended !== true && html`<p class="none">${words.noPosts}</p>`}
      ${statuses.map((status) => statusCard(page, status))}
    </section>
    <nav class="pages">
      ${paged && html`<a href="${linkTo(page, account.url)}">${words.newest}</a>`}
      ${older !== null && html`<a rel="next" href="${linkTo(page, `${account.url}?max_id=${older}`)}">${words.older}</a>`}
      <a class="feed" href="${linkTo(page, `${account.url}.rss`)}">${words.feed}</a>
    </nav>`;
  return document(page, head, main);
}

/** The name sheet. Withheld it is not shown at all; suspended, its handle is left. */
function profile(page: Page, account: Account): Markup {
  const { words } = page;
  if (account.suspended === true) {
    return html`<header class="tombstone suspended">
      <h1>@${account.acct}</h1>
      <p class="statement">${words.suspended}</p>
    </header>`;
  }
  const counted = (count: number): Markup => figure(page, count, account.provenance);
  return html`<header
    class="post profile venue-${account.venue}${account.kind === 'stand_in' && ' pencilled'}"
  >
    <div class="author">
      ${monogram(account)}
      <div class="who">
        <h1>${nameOf(account)} ${verifiedMark(page, account)}</h1>
        ${handleOf(page, account)}
      </div>
      ${account.venue !== 'home' && html`<span class="wordmark">${venueOf(account).name}</span>`}
    </div>
    ${account.note !== '' && html`<div class="note" dir="auto">${contentMarkup(account.note)}</div>`}
    ${account.labels.map((label) => labelNote(page, label))} ${withheldIn(page, account.withheld)}
    <p class="foot">
      <span>${counted(account.statuses_count)} ${words.posts(account.statuses_count)}</span>
      <span>${counted(account.followers_count)} ${words.followers}</span>
      <span>${counted(account.following_count)} ${words.following}</span>
      ${account.provenance === null && html`<span>${words.joined(day(page, account.created_at))}</span>`}
    </p>
  </header>`;
}
