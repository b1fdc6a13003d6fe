import type { Account, Label, ProvenanceField, Status, WithheldField } from '#contract';
import { isVenueId, VENUES } from '#domain';
import { isolated } from './bidi.js';
import { contentMarkup, html, type Markup } from './html.js';
import { countryNames } from './catalogue.js';
import { explainLink, linkTo, type Page } from './page.js';
import { day, timeMarkup } from './times.js';

/** A post as a page shows it: a white sheet, pencilled where it is made up, or what stands in its place. */
export function statusCard(page: Page, outer: Status): Markup {
  if (outer.tombstone) return tombstone(page, outer);
  const status = outer.reblog ?? outer;
  const { account, provenance } = status;
  const pencilled = provenance?.certainty === 'illustrative' || account.kind === 'stand_in';
  return html`<article class="post venue-${account.venue}${pencilled && ' pencilled'}">
    ${
      outer.reblog !== null &&
      html`<p class="reposted">
        ${page.words.reposted(nameOf(outer.account), venueOf(outer.account).repostWord)}
      </p>`
    }
    ${author(page, account)}
    ${status.in_reply_to_id !== null && html`<p class="reply-mark">${page.words.reply}</p>`}
    ${says(page, status)} ${status.quote?.state === 'accepted' && quoted(page, status.quote.quoted_status)}
    ${[...status.labels, ...account.labels].map((label) => labelNote(page, label))}
    ${withheldIn(page, outer.withheld)}
    <footer class="foot">
      <a class="when" href="${linkTo(page, status.url)}"
        >${timeMarkup(page, status.created_at, provenance)}</a
      >
      ${counts(page, status)} ${provenance !== null && chip(page, provenance)}
    </footer>
  </article>`;
}

/** Takes the place of a withheld post. It has three rules whatever was there: a length would be a leak. */
export function tombstone(page: Page, status: Status): Markup {
  return html`<article class="tombstone">
    <div class="statement">${contentMarkup(status.content)}</div>
    ${grounds(page, status.withheld, `status=${status.id}`)}
  </article>`;
}

/** Says on what ground a thing is withheld, since when, and links to why; `about` as `explain` takes it. */
export function grounds(page: Page, withheld: WithheldField | null, about: string): Markup | null {
  if (withheld === null) return null;
  const { basis, since, order_id } = withheld;
  return html`<p class="ground">
    <span>${page.words.basis[basis]}</span>
    ${order_id !== null && html`<a href="${linkTo(page, `/orders/${order_id}`)}">${page.words.theOrder}</a>`}
    <span>${page.words.since(day(page, since))}</span>
    <a href="${explainLink(page, about)}">${page.words.explain}</a>
  </p>`;
}

/** The `withheld` field of something that is shown, as it is told to everybody who sees it. */
export function withheldIn({ words, language }: Page, withheld: WithheldField | null): Markup | null {
  if (withheld === null) return null;
  return html`<p class="withheld-in">${words.withheldIn(countryNames(withheld.country_codes, language))}</p>`;
}

export function labelNote({ words }: Page, label: Label): Markup {
  return html`<p class="label-note"><b>${words.label}</b> <bdi>${label.text}</bdi></p>`;
}

/** An account's name, isolated so that it does not turn the words beside it; else its handle. */
export function nameOf({ display_name, acct }: Account): string {
  const name = isolated(display_name);
  return name.trim() === '' ? `@${acct}` : name;
}

/** An account's title: name and handle, or the handle alone. */
export function accountTitle(account: Account): string {
  return account.display_name === '' ? nameOf(account) : `${nameOf(account)} (@${account.acct})`;
}

/** An account's handle; marked as made up where the account is of a replay. */
export function handleOf({ words }: Page, { acct, provenance }: Account): Markup {
  return provenance === null
    ? html`<span class="acct">@${acct}</span>`
    : html`<span class="acct made-up" title="${words.madeUpHandle}">@${acct}</span>`;
}

export function venueOf({ venue }: Account): { name: string; repostWord: string } {
  return VENUES[isVenueId(venue) ? venue : 'home'];
}

/** A letter in the venue's accent; of a stand-in its number, pencilled. */
export function monogram(account: Account): Markup {
  const standIn = account.kind === 'stand_in';
  const number = standIn ? /0*(\d+)$/.exec(account.username)?.[1] : undefined;
  const letter = /[\p{L}\p{N}]/u.exec(account.display_name || account.username)?.[0]?.toUpperCase() ?? '?';
  return html`<span class="monogram${standIn && ' pencilled-mark'}" aria-hidden="true"
    >${number ?? letter}</span
  >`;
}

/** The venue's verified mark, in its accent. */
export function verifiedMark({ words }: Page, account: Account): Markup | null {
  if (!account.verified) return null;
  return html`<svg class="verified" viewBox="0 0 24 24" role="img" aria-label="${words.verified}">
    <circle cx="12" cy="12" r="9" />
    <path d="m8 12.5 2.8 2.8L16 9.5" />
  </svg>`;
}

function author(page: Page, account: Account): Markup {
  return html`<header class="author">
    ${monogram(account)}
    <a class="who" href="${linkTo(page, account.url)}">
      ${account.display_name !== '' && html`<b>${nameOf(account)}</b>`} ${verifiedMark(page, account)}
      ${handleOf(page, account)}
    </a>
    ${account.venue !== 'home' && html`<span class="wordmark">${venueOf(account).name}</span>`}
  </header>`;
}

/** In quotation marks where a source prints the words, in pencil where we made them up. */
function says(page: Page, status: Status): Markup {
  const certainty = status.provenance?.certainty ?? 'plain';
  // The text between two quotes is ours.
  const content = linksPlaced(page, status.content).replaceAll('<p>[…]</p>', '<p class="between">[…]</p>');
  const words = html`<div class="says ${certainty}" dir="auto" lang="${status.language ?? page.language}">
    ${contentMarkup(content)}
  </div>`;
  return status.spoiler_text === ''
    ? words
    : html`<details>
        <summary class="spoiler" dir="auto">${status.spoiler_text}</summary>
        ${words}
      </details>`;
}

/** A post's content whose hashtags and mentions lead to our pages at the page's own viewpoint. */
function linksPlaced(page: Page, content: string): string {
  return content.replaceAll(
    /<a href="([^"]*)"(?= class="(?:u-url )?mention)/g,
    (_, href: string) => html`<a href="${linkTo(page, href)}"`.text,
  );
}

function quoted(page: Page, status: Status): Markup {
  if (status.tombstone)
    return html`<blockquote class="quoted-post gone">${contentMarkup(status.content)}</blockquote>`;
  return html`<blockquote class="quoted-post" cite="${status.url}">
    <p class="quoted-by">
      <a href="${linkTo(page, status.url)}"
        ><b>${nameOf(status.account)}</b> ${handleOf(page, status.account)}</a
      >
    </p>
    ${says(page, status)}
  </blockquote>`;
}

/** A figure; a replay's are pencilled, since no source gives any. */
export function figure({ words, language }: Page, count: number, provenance: ProvenanceField | null): Markup {
  const text = new Intl.NumberFormat(language === 'hi' ? 'hi-IN' : 'en-IN').format(count);
  return provenance === null
    ? html`<span>${text}</span>`
    : html`<span class="made-up" title="${words.madeUpFigure}">${text}</span>`;
}

/** A part of an order's items; of a scenario's it is pencilled, since sources give the whole and not its parts. */
export function split(page: Page, count: number, scenario: string | null): Markup {
  const text = figure(page, count, null);
  return scenario === null
    ? text
    : html`<span class="made-up" title="${page.words.madeUpSplit}">${text}</span>`;
}

/** Likes and re-posts, in the venue's own word. */
function counts(page: Page, status: Status): Markup {
  const { words } = page;
  const counted = [
    { count: status.favourites_count, word: words.likes(status.favourites_count) },
    {
      count: status.reblogs_count,
      word: words.reposts(status.reblogs_count, venueOf(status.account).repostWord),
    },
  ];
  return html`${counted.map(
    ({ count, word }) =>
      count > 0 && html`<span class="count">${figure(page, count, status.provenance)} ${word}</span>`,
  )}`;
}

/** How sure, as a mark and a word, and from how many sources. */
export function chip({ words }: Page, { certainty, sources }: ProvenanceField): Markup {
  const mark = certainty === 'inferred' ? words.circa : CERTAINTY_MARKS[certainty];
  return html`<span class="chip ${certainty}">
    ${mark !== '' && html`<span class="chip-mark" aria-hidden="true">${mark}</span>`}
    ${words.certainty[certainty].word}
    ${sources.length > 0 && html`<span class="chip-sources">${words.sources(sources.length)}</span>`}
  </span>`;
}

const CERTAINTY_MARKS: Readonly<Record<Exclude<ProvenanceField['certainty'], 'inferred'>, string>> = {
  quoted: '“ ”',
  reported: '¶',
  illustrative: '',
};
