import type { Source, Status } from '#contract';
import { isolated } from './bidi.js';
import { excerpt, html, plainText, type Markup } from './html.js';
import { document } from './layout.js';
import { absoluteUrl, type Page } from './page.js';
import { accountTitle, statusCard } from './status-card.js';

/** Code points of a post that stand in a title, and in a description. */
const TITLE_LENGTH = 80;
const DESCRIPTION_LENGTH = 280;

/** A post's page; or, of kind `embed`, what others put into theirs. */
export function statusPage(page: Page, status: Status): string {
  const embedded = page.kind === 'embed';
  const head = {
    title: statusTitle(status),
    noindex: embedded || isReplayed(status),
    openGraph: {
      'og:type': 'article',
      'og:url': status.url,
      'og:description': isolated(excerpt(wordsOf(status), DESCRIPTION_LENGTH)),
      'article:published_time': status.created_at,
    },
    links: embedded
      ? []
      : [
          html`<link rel="canonical" href="${status.url}" />`,
          html`<link rel="alternate" type="application/json+oembed" href="${oembedOf(page, status)}" />`,
          html`<link
            rel="alternate"
            type="application/rss+xml"
            href="${absoluteUrl(page, `${status.account.url}.rss`)}"
          />`,
        ],
  };
  return document(page, head, html`${statusCard(page, status)} ${!embedded && sources(page, status)}`);
}

/** A post's title: its author, and how it begins. */
export function statusTitle(status: Status): string {
  const said = status.reblog ?? status;
  const words = isolated(excerpt(wordsOf(status), TITLE_LENGTH));
  const who = accountTitle(said.account);
  return words === '' ? who : `${who}: ${words}`;
}

/** Whether a post, or what it passes on or quotes, is a scenario's. */
export function isReplayed(status: Status): boolean {
  return scenarioOf(status) !== null;
}

/** The scenario that a post, or what it passes on or quotes, is of. */
export function scenarioOf({ provenance, account, reblog, quote }: Status): string | null {
  const own = provenance?.scenario ?? account.provenance?.scenario;
  if (own !== undefined) return own;
  const source = reblog ?? quote?.quoted_status;
  return source == null ? null : scenarioOf(source);
}

/** A post's text for titles and descriptions: its content, or its content warning where it has one. */
function wordsOf(status: Status): string {
  const said = status.reblog ?? status;
  return said.spoiler_text === '' ? plainText(said.content) : said.spoiler_text;
}

function oembedOf(page: Page, status: Status): string {
  return absoluteUrl(page, `/api/oembed?url=${encodeURIComponent(status.url)}`);
}

/** How sure it is, and what it rests on: on green, where what was decided and why stands. */
function sources(page: Page, outer: Status): Markup | null {
  const { provenance } = outer.reblog ?? outer;
  if (provenance === null) return null;
  const { word, means } = page.words.certainty[provenance.certainty];
  const cited = (page.scenario?.sources ?? []).filter(({ key }) => provenance.sources.includes(key));
  return html`<aside class="sources">
    <h2>${page.words.howSure}</h2>
    <p><b>${word}</b>: ${means}</p>
    ${provenance.note !== null && html`<p class="sources-note" dir="auto">${provenance.note}</p>`}
    ${
      cited.length > 0 &&
      html`<ul>
        ${cited.map(sourceItem)}
      </ul>`
    }
  </aside>`;
}

function sourceItem({ key, title, publisher, published, url }: Source): Markup {
  return html`<li>
    ${url === null ? html`<bdi>${title}</bdi>` : html`<a dir="auto" href="${url}" rel="nofollow noopener noreferrer">${title}</a>`}
    <small>${key}: ${publisher}, ${published}</small>
  </li>`;
}
