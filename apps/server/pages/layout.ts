import { ELSEWHERE } from '#domain';
import { seesAll, type Viewpoint } from '#visibility';
import { html, type Markup } from './html.js';
import { countryNames, placeName } from './page-words.js';
import { linkTo, stageLink, titleOf, type Page } from './page.js';
import { instantText } from './times.js';

export const HTML_TYPE = 'text/html; charset=utf-8';

/** The `<head>` of a page: title, OpenGraph and links, for those who link to it. */
export interface Head {
  /** Without the mark of a replay, which is put before it. */
  title: string;
  /** Whether search engines are kept from it: it is of a scenario, or of something that is not shown. */
  noindex: boolean;
  /** OpenGraph beyond the title, by property: https://ogp.me */
  openGraph?: Readonly<Record<string, string>>;
  /** Elements such as `<link rel="alternate">`. */
  links?: readonly Markup[];
}

/** A whole page. It runs no script, and its style is one file of ours. */
export function document(page: Page, head: Head, main: Markup): string {
  const title = titleOf(page, head.title);
  const openGraph = Object.entries({
    'og:site_name': 'Withheld',
    'og:title': title,
    'og:locale': page.language === 'hi' ? 'hi_IN' : 'en_IN',
    ...head.openGraph,
  });
  const text = html`<!doctype html>
    <html lang="${page.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${head.noindex && html`<meta name="robots" content="noindex" />`}
        <title>${title}</title>
        ${page.kind === 'embed' && html`<base target="_blank" />`}
        ${openGraph.map(([property, content]) => html`<meta property="${property}" content="${content}" />`)}
        <meta name="twitter:card" content="summary" />
        ${head.links ?? []}
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/pages.css" />
      </head>
      <body class="${page.kind}">
        ${page.kind !== 'embed' && masthead(page)}
        <main>${replayNote(page)} ${main}</main>
        ${foot(page)}
      </body>
    </html> `;
  return text.text;
}

function masthead(page: Page): Markup {
  return html`<header class="masthead">
    <a class="brand" href="${stageLink(page)}">
      <svg viewBox="0 0 38 29" aria-hidden="true">
        <rect class="brand-left" x="1" y="1" width="16" height="27" rx="1" />
        <path class="brand-left" d="M5 8h8M5 14h8M5 20h8" />
        <rect class="brand-right" x="20" y="0" width="18" height="29" rx="1" />
        <path class="brand-text" d="M24 8h10M24 14h10M24 20h6" />
      </svg>
      <span>Withheld</span>
    </a>
  </header>`;
}

function replayNote({ scenario, words }: Page): Markup | null {
  return scenario === null ? null : html`<p class="replay-note">${words.replay(scenario.title)}</p>`;
}

/** From when and where the page is seen, and the ways to see it otherwise. */
function foot(page: Page): Markup | null {
  const { viewpoint, words, language } = page;
  if (viewpoint === null) return null;
  const seen = words.seen(
    placeName(viewpoint.from, language),
    viewpoint.live ? null : instantText(page, viewpoint.at),
  );
  return html`<footer class="seen">
    <p>${seen}</p>
    <p class="ways">${page.kind === 'embed' ? wayOut(page) : ways(page, viewpoint)}</p>
  </footer>`;
}

/** Where the page is seen otherwise: from another country where that may be chosen, and at another instant. */
function ways(page: Page, viewpoint: Viewpoint): Markup {
  const { words, language } = page;
  const to = (change: Parameters<typeof linkTo>[2]): string => linkTo(page, page.asked, change);
  const places = [
    { from: 'IN', name: countryNames(['IN'], language) },
    { from: ELSEWHERE, name: words.elsewhere },
  ] as const;
  const free = viewpoint.mode === 'open' || seesAll(viewpoint);
  return html`${
      free
        ? html`<span>${words.seeFrom}:</span> ${places
              .filter(({ from }) => from !== viewpoint.from)
              .map(({ from, name }) => html`<a href="${to({ from })}" rel="nofollow">${name}</a> `)}`
        : html`<span>${words.whereYouAre}</span>`
    }
    ${!viewpoint.live && html`<a href="${to({ live: true })}" rel="nofollow">${words.seeLive}</a>`}
    <a href="${stageLink(page)}">${words.bothSides}</a>`;
}

function wayOut(page: Page): Markup {
  const whole = page.asked.replace(/\/embed(?=\?|$)/, '');
  return html`<a href="${linkTo(page, whole)}">${page.words.openPost}</a>`;
}
