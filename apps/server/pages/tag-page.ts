import type { Status } from '#contract';
import { tagPath } from '#domain';
import { isolated } from './bidi.js';
import { html } from './html.js';
import { document } from './layout.js';
import { linkTo, type Page } from './page.js';
import { statusCard } from './status-card.js';
import { isReplayed } from './status-page.js';

/**
 * A hashtag's page: its posts, of which what is withheld or limited is left out.
 *
 * @param tag without `#`
 * @param limited whether moderators keep it out of trends, search and here
 * @param older the id below which older posts are; null on the last page
 */
export function tagPage(
  page: Page,
  statuses: readonly Status[],
  { tag, limited, older }: { tag: string; limited: boolean; older: string | null },
): string {
  const { words } = page;
  const main = html`<h1>${isolated(`#${tag}`)}</h1>
    ${limited && html`<p class="label-note">${words.limitedTag}</p>`}
    <section class="posts" aria-label="${words.latest}">
      ${statuses.length === 0 && !limited && html`<p class="none">${words.noPosts}</p>`}
      ${statuses.map((status) => statusCard(page, status))}
    </section>
    ${
      older !== null &&
      html`<nav class="pages">
        <a rel="next" href="${linkTo(page, `${tagPath(tag)}?max_id=${older}`)}">${words.older}</a>
      </nav>`
    }`;
  return document(page, { title: isolated(`#${tag}`), noindex: statuses.some(isReplayed) }, main);
}
