import type { Status } from '#contract';
import type { Profile } from '#visibility';
import { contentMarkup, html, xml, type Markup } from './html.js';
import { absoluteUrl, titleOf, type Page } from './page.js';
import { accountTitle } from './status-card.js';
import { statusTitle } from './status-page.js';

export const RSS_TYPE = 'application/rss+xml; charset=utf-8';

/** The characters that XML 1.0 (section 2.2) cannot hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * An account's posts as a feed.
 *
 * @see https://www.rssboard.org/rss-specification (2.0.11)
 */
export function accountFeed(page: Page, { account, statuses }: Profile): string {
  const self = absoluteUrl(page, `${account.url}.rss`);
  const feed = xml`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${titleOf(page, accountTitle(account))}</title>
    <link>${absoluteUrl(page, account.url)}</link>
    <description>${page.words.feedOf(`@${account.acct}`)}</description>
    <generator>Withheld</generator>
    <atom:link rel="self" type="application/rss+xml" href="${self}" />${statuses.map((status) => item(page, status))}
  </channel>
</rss>
`;
  return feed.text.replaceAll(NOT_XML, '');
}

function item(page: Page, status: Status): Markup {
  const notes = [...status.labels, ...status.account.labels].map(
    (label) => html`<p><b>${page.words.label}</b> ${label.text}</p>`.text,
  );
  const said = contentMarkup(status.content);
  const words =
    status.spoiler_text === ''
      ? said
      : xml`<details><summary>${status.spoiler_text}</summary>${said}</details>`;
  return xml`
    <item>
      <title>${titleOf(page, statusTitle(status))}</title>
      <link>${absoluteUrl(page, status.url)}</link>
      <guid isPermaLink="true">${status.url}</guid>
      <pubDate>${new Date(status.created_at).toUTCString()}</pubDate>
      <description>${words.text + notes.join('')}</description>${status.tags.map(
        ({ name }) => xml`
      <category>${name}</category>`,
      )}
    </item>`;
}
