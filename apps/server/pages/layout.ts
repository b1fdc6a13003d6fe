import { LANGUAGES, type Language } from '#visibility';
import { html, type Markup } from './html.js';
import { linkTo, stageLink, titleOf, type Page } from './page.js';
import { seenFrom, viewpointBar } from './viewpoint-bar.js';

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

/**
 * A whole page, readable without script; its style is one file of ours. Where it changes by itself, one small
 * script of ours reads it anew as that happens (`apps/web/src/live-page`).
 */
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
        ${page.kind === 'page' && page.viewpoint !== null && html`<script type="module" src="/page.js"></script>`}
      </head>
      <body class="${page.kind}">
        ${page.kind !== 'embed' && masthead(page)} ${page.kind !== 'embed' && viewpointBar(page)}
        <main ${isLive(page) && html`data-streams="${page.streams.join(' ')}"`}>
          ${replayNote(page)} ${main}
        </main>
        ${page.kind === 'embed' && foot(page)}
        ${isLive(page) && html`<p class="sr" role="status" data-changed="${page.words.changed}"></p>`}
      </body>
    </html> `;
  return text.text;
}

/** Whether a page changes while it is looked at: one of the past does not. */
function isLive({ kind, streams, viewpoint }: Page): boolean {
  return kind === 'page' && streams.length > 0 && viewpoint?.live !== false;
}

function masthead(page: Page): Markup {
  const { words, language, asked } = page;
  const { pathname } = new URL(asked, page.origin);
  const places = [
    { path: '/', href: stageLink(page), name: words.nav.replay },
    ...(['/timeline', '/orders', '/transparency', '/lessons'] as const).map((path) => ({
      path,
      href: linkTo(page, path),
      name: words.nav[path],
    })),
  ];
  return html`<header class="masthead">
    <div class="masthead-row">
      <a class="brand" href="${stageLink(page)}">
        <svg viewBox="0 0 38 29" aria-hidden="true">
          <rect class="brand-left" x="1" y="1" width="16" height="27" rx="1" />
          <path class="brand-left" d="M5 8h8M5 14h8M5 20h8" />
          <rect class="brand-right" x="20" y="0" width="18" height="29" rx="1" />
          <path class="brand-text" d="M24 8h10M24 14h10M24 20h6" />
        </svg>
        <span>Withheld</span>
      </a>
      <nav aria-label="${words.nav.label}">
        ${places.map(
          ({ path, href, name }) =>
            html`<a href="${href}" ${isAt(pathname, path) && html`aria-current="page"`}>${name}</a> `,
        )}
      </nav>
      <div class="languages" role="group" aria-label="${words.language}">
        ${LANGUAGES.map(
          (one) =>
            html`<a
              lang="${one}"
              hreflang="${one}"
              rel="nofollow"
              href="${linkTo(page, asked, { language: one })}"
              ${one === language && html`aria-current="true"`}
              >${LANGUAGE_NAMES[one]}</a
            > `,
        )}
      </div>
    </div>
  </header>`;
}

function isAt(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', hi: 'हिन्दी' };

function replayNote({ scenario, words }: Page): Markup | null {
  return scenario === null ? null : html`<p class="replay-note">${words.replay(scenario.title)}</p>`;
}

/** From when and where an embed is seen, and the way to the post's own page. */
function foot(page: Page): Markup | null {
  const { viewpoint, words } = page;
  if (viewpoint === null) return null;
  const whole = page.asked.replace(/\/embed(?=\?|$)/, '');
  return html`<footer class="seen">
    <p>${seenFrom(page, viewpoint)}</p>
    <p class="ways"><a href="${linkTo(page, whole)}">${words.openPost}</a></p>
  </footer>`;
}
