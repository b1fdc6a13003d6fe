// A hashtag is a word, with at least one letter, after a # that no word, slash or other # touches
// (Mastodon's rule, simplified: letters, marks, digits and underscores of any script).
const HASHTAG = /(?<![\p{L}\p{M}\p{N}_/#&])#([\p{L}\p{M}\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*)/gu;
const URL = /\bhttps?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}]/gu;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How long a text is to a reader: its grapheme clusters, as Mastodon counts characters. */
export function graphemeLength(text: string): number {
  // Plain ASCII, most of what is written, has one cluster a character (a CR LF pair aside).
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let length = 0;
  let start = 0;
  let size = WINDOW;
  for (;;) {
    const window = windowOf(text, start, size);
    let clusters = 0;
    let last = 0;
    for (const { index } of segmenter.segment(window)) {
      clusters += 1;
      last = index;
    }
    if (start + window.length === text.length) return length + clusters;
    // The last cluster may go on beyond the window, so the next one begins with it.
    length += clusters - 1;
    start += last;
    size = last === 0 ? size * 2 : WINDOW;
  }
}

/** UTF-16 units segmented at once: V8 takes time that grows with the square of their number. */
const WINDOW = 512;

function windowOf(text: string, start: number, size: number): string {
  const end = start + size;
  const splitsPair = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return text.slice(start, splitsPair ? end + 1 : end);
}

/** UTF-16 units: longer than any that people write, and short enough for an index of either database. */
export const MAX_TAG_LENGTH = 200;

/** The hashtags in a text: lower-case, without `#`, each once, in order of appearance; one too long is none. */
export function hashtagsOf(text: string): string[] {
  if (!text.includes('#')) return [];
  const tags = Array.from(text.matchAll(HASHTAG), (match) => normaliseTag(match[1] ?? ''));
  return [...new Set(tags)].filter((tag) => tag.length <= MAX_TAG_LENGTH);
}

/** A hashtag's id: Unicode NFKC, lower case, without `#`. */
export function normaliseTag(tag: string): string {
  return tag.replace(/^#/, '').normalize('NFKC').toLowerCase();
}

/** Text made safe to stand in HTML, as content or within quotation marks. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * A post's text as the HTML that Mastodon's `content` holds: paragraphs, line breaks and links;
 * everything else is escaped.
 */
export function renderContent(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${renderLinks(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}

function renderLinks(text: string): string {
  if (!text.includes('://')) return escapeHtml(text);
  let html = '';
  let done = 0;
  for (const match of text.matchAll(URL)) {
    html += escapeHtml(text.slice(done, match.index));
    const url = escapeHtml(match[0]);
    html += `<a href="${url}" rel="nofollow noopener noreferrer" target="_blank">${url}</a>`;
    done = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(done));
}
