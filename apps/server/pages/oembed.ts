import type { Status } from '#contract';
import { plainText, xml } from './html.js';
import { absoluteUrl, titleOf, type Page } from './page.js';

/** An embed, in the fields of oEmbed. */
interface OEmbed {
  version: '1.0';
  type: 'rich';
  title: string;
  author_name: string;
  author_url: string;
  provider_name: string;
  provider_url: string;
  /** s */
  cache_age: number;
  html: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** CSS pixels. */
const WIDTH = 550;
/** CSS pixels: the height of a line of text, the width of a character, the height of all around the text. */
const LINE = 26;
const CHARACTER = 9;
const AROUND = 230;

/**
 * A post for others' pages: a frame of ours, and not its words. Each who looks at it sees what may be
 * seen from where they are, then. Nor does it hold a name: who asks may look from where it is not withheld.
 *
 * @param max the greatest width and height wanted, in CSS pixels
 * @see https://oembed.com
 */
export function oembedOf(page: Page, status: Status, max: { width: number; height: number }): OEmbed {
  const { account } = status.reblog ?? status;
  const width = Math.min(WIDTH, max.width);
  const lines = Math.ceil((plainText(status.content).length * CHARACTER) / Math.max(1, width - 48));
  const height = Math.min(AROUND + lines * LINE, max.height);
  const title = titleOf(page, `A post by @${account.acct}`);
  const src = absoluteUrl(page, `${status.url}/embed`);
  return {
    version: '1.0',
    type: 'rich',
    title,
    author_name: `@${account.acct}`,
    author_url: account.url,
    provider_name: 'Withheld',
    provider_url: page.origin,
    cache_age: 0,
    html: xml`<iframe src="${src}" title="${title}" width="${width}" height="${height}" sandbox="allow-popups" style="border:0;max-width:100%" loading="lazy"></iframe>`
      .text,
    width,
    height,
  };
}
