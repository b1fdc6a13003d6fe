import { LinkifyIt } from 'linkify-it';
import { isHandle } from './acct.js';
import { graphemeLength } from './graphemes.js';
import { parseUrl } from './urls.js';
import { isVenueId, type Venue, type VenueId } from './venues.js';
import { handleKey } from './world-keys.js';

/*
 * The entities of a text: links, hashtags and mentions. Content, counts, tables, streams and
 * feeds all ask here, so that they never differ on where one begins and ends.
 */

/** A stretch of a text, from `start` to before `end` in UTF-16 units, that is more than words. */
type Entity = { start: number; end: number } & (
  | { kind: 'link' }
  | { kind: 'tag'; /** Normalised. */ tag: string }
  | { kind: 'mention'; /** As written, without `@` and venue. */ handle: string; venue: VenueId }
);

/** The parts of a post's text that are stored, from one reading of it. */
export interface ReadText {
  /** HTML whose addresses within the site begin with `/`; `placeContent` completes it. */
  content: string;
  /** Normalised hashtags, each once, in order of appearance. */
  tags: string[];
  /** `handleKey`s of the accounts that may be meant, each once, in order; they need not exist. */
  mentions: string[];
}

/**
 * Reads a post's text.
 *
 * @param venue the author's: an `@name` without a venue is someone there
 */
export function readText(text: string, venue: VenueId): ReadText {
  const tags = new Set<string>();
  const mentions = new Set<string>();
  let html = '';
  let done = 0;
  for (const entity of entitiesIn(text, venue)) {
    html += escapeHtml(text.slice(done, entity.start)) + markup(text, entity);
    done = entity.end;
    if (entity.kind === 'tag') tags.add(entity.tag);
    if (entity.kind === 'mention') mentions.add(handleKey(entity.venue, entity.handle));
  }
  html += escapeHtml(text.slice(done));
  return { content: paragraphs(html), tags: [...tags], mentions: [...mentions] };
}

/**
 * The length of a text on a venue, in grapheme clusters. A link counts as the venue counts any link; of a
 * mention its venue does not count, as in Mastodon.
 */
export function lengthOn({ id, charactersPerUrl }: Venue, text: string): number {
  let counted = '';
  let done = 0;
  for (const entity of entitiesIn(text, id)) {
    if (entity.kind === 'link' && charactersPerUrl !== null) {
      counted += text.slice(done, entity.start) + 'x'.repeat(charactersPerUrl);
      done = entity.end;
    } else if (entity.kind === 'mention') {
      counted += text.slice(done, entity.start + 1 + entity.handle.length);
      done = entity.end;
    }
  }
  return graphemeLength(counted + text.slice(done));
}

/**
 * Completes stored content for sending: makes addresses within the site absolute, and turns a mention into
 * a link where the account is known, else into the words that were written.
 *
 * @param origin such as `https://example.org`
 * @param profileUrlOf the address of an account's page by its `handleKey`, or undefined
 */
export function placeContent(
  content: string,
  origin: string,
  profileUrlOf: (key: string) => string | undefined,
): string {
  // Only our own links match: `"` in people's text is escaped, and their links begin with http.
  if (!content.includes('href="/')) return content;
  return content
    .replaceAll(STORED_MENTION, (_, key: string, words: string) => {
      const page = profileUrlOf(key);
      return page === undefined ? words.replace(/<\/?span>/g, '') : mentionMarkup(page, words);
    })
    .replaceAll('href="/', `href="${origin}/`);
}

/** UTF-16 units: longer than any that people write, and short enough for an index of either database. */
export const MAX_TAG_LENGTH = 200;

/** Normalises a hashtag: Unicode NFKC, lower case, without `#`. A text too long for one is left as it is. */
export function normaliseTag(tag: string): string {
  // Normalising orders marks in a time that grows with the square of their number.
  if (tag.length > MAX_TAG_LENGTH + 1) return tag;
  // Lower case may change the order of marks, and normalising twice must give the same as once.
  return tag.normalize('NFKC').replace(/^#/, '').toLowerCase().normalize('NFKC');
}

/** Whether this is a hashtag that a post can have, with or without its `#`. */
export function isTag(text: string): boolean {
  // NFKC can turn one letter into several, with spaces between them.
  const tag = normaliseTag(text);
  return tag.length <= MAX_TAG_LENGTH && WHOLE_TAG.test(tag) && /\p{L}/u.test(tag);
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

/** The words of stored content without its markup, as they were written but for how many empty lines there were. */
export function plainText(content: string): string {
  return content
    .replaceAll('</p><p>', '\n\n')
    .replaceAll('<br>', '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function paragraphs(html: string): string {
  const lines = html.replaceAll('\r\n', '\n').replaceAll(/\n{2,}/g, '</p><p>');
  return `<p>${lines.replaceAll('\n', '<br>')}</p>`;
}

/** As Mastodon 4.4 renders it; the words are those that were written. */
function markup(text: string, entity: Entity): string {
  const words = escapeHtml(text.slice(entity.start, entity.end));
  const signed = `${words.slice(0, 1)}<span>${words.slice(1)}</span>`;
  switch (entity.kind) {
    case 'link':
      return `<a href="${words}" rel="nofollow noopener noreferrer" target="_blank">${words}</a>`;
    case 'tag':
      return `<a href="${tagPath(entity.tag)}" class="mention hashtag" rel="tag">${signed}</a>`;
    case 'mention':
      return mentionMarkup(`/@${handleKey(entity.venue, entity.handle)}`, signed);
  }
}

/** The path of a hashtag's page. */
export function tagPath(tag: string): string {
  return `/tags/${encodeURIComponent(tag)}`;
}

function mentionMarkup(page: string, words: string): string {
  return `<span class="h-card"><a href="${page}" class="u-url mention">${words}</a></span>`;
}

const STORED_MENTION = new RegExp(mentionMarkup('/@([^"]*)', '(.<span>[^<]*</span>)'), 'gu');

/** The entities of a text in order, none within another: links, and between them hashtags and mentions. */
function* entitiesIn(text: string, venue: VenueId): Generator<Entity> {
  if (!/[@＠#＃﹟]|:\/\//.test(text)) return;
  let done = 0;
  for (const link of linksIn(text)) {
    yield* namesIn(text, done, link.start, venue);
    yield link;
    done = link.end;
  }
  yield* namesIn(text, done, text.length, venue);
}

// Links.

const linkify = new LinkifyIt({ fuzzyEmail: false });

const SCHEME = /(?<![\p{Script=Latin}\p{Nd}_])(https?:)\/\//giu;
/** User information before a host, which hides where the link leads (RFC 3986, section 7.6). */
const USER_INFO = /[\w.~!$&'()*+,;=:%-]*@/y;
const LETTER = String.raw`[\p{L}\p{M}\p{Nd}\p{So}]`;
const LABEL = String.raw`${LETTER}(?:[\p{L}\p{M}\p{Nd}\p{So}\u200C-\u200D-]*${LETTER})?`;
const OTHER_SCRIPT = String.raw`(?:(?!\p{Script=Latin})[\p{L}\p{M}\u200C-\u200D])`;
/** Letters of one script: another script right after it is no part of it, as in `example.comだよね`. */
const TOP_LEVEL = [
  String.raw`xn--[A-Za-z0-9-]*[A-Za-z0-9](?![\w-])`,
  String.raw`[\p{Script=Latin}\p{M}]{2,63}(?!-*[\p{Script=Latin}\p{M}0-9_])`,
  String.raw`${OTHER_SCRIPT}{2,63}(?!-*(?:${OTHER_SCRIPT}|[0-9_]))`,
].join('|');
/** A domain name below a top-level domain, and its port (RFC 3986, section 3.2; RFC 5890). */
const HOST = new RegExp(String.raw`(?:${LABEL}\.)+(?:${TOP_LEVEL})(?::\d{1,5}(?!\d))?`, 'uy');
/** Bidi controls must not be in an address (RFC 3987, section 4.1), nor invisible line breaks. */
const NO_ADDRESS = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/;

/**
 * Finds the links in a text: http or https, to a domain name, without user information before it. linkify-it
 * decides where the path ends, and so which brackets and punctuation belong to it.
 */
function* linksIn(text: string): Generator<Entity> {
  let done = 0;
  for (const { index: start, 0: scheme, 1: name = '' } of text.matchAll(SCHEME)) {
    const authority = start + scheme.length;
    if (start < done || lengthAt(USER_INFO, text, authority) > 0) continue;
    const host = authority + lengthAt(HOST, text, authority);
    if (host === authority || text[host] === '@') continue;
    const path = /[/?#]/.test(text.charAt(host)) ? linkify.testSchemaAt(text, name, start + name.length) : 0;
    const [written = ''] = text.slice(start, Math.max(host, start + name.length + path)).split(NO_ADDRESS, 1);
    if (parseUrl(written) === null) continue;
    done = start + written.length;
    yield { kind: 'link', start, end: done };
  }
}

// Hashtags and mentions.

const MARKS = String.raw`(?:(?![\uFE0F\u20E3])[\p{M}\u200C-\u200D])*`;
/**
 * A word as hashtags are (UAX 31, section 6), without the signs that are marks of emoji: letters, marks,
 * digits and underscores of any script, and between them the dots, joiners and hyphens of UAX 31, table 3,
 * and of Hebrew that are part of a word.
 */
const TAG = String.raw`[\p{L}\p{Nd}_][\p{L}\p{M}\p{Nd}_]*(?:[\u00B7\u05BE\u05F3\u05F4\u0F0B\u0F0C\u200C-\u200D\u30A0\u30FB\uFF65][\p{L}\p{M}\p{Nd}_]+)*`;
const WHOLE_TAG = new RegExp(`^${TAG}$`, 'u');
const NAME = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?';
/** Not within a word or an address. The sign comes first, so the look-behind runs only where there is one. */
const NAMES = new RegExp(
  String.raw`[#＃﹟](?<![\p{L}\p{N}_/&#＃﹟]${MARKS}.)(?<tag>${TAG})` +
    String.raw`|[@＠](?<![\p{Script=Latin}\p{N}_/=&#＃﹟@＠]${MARKS}.)(?<handle>${NAME})(?:@(?<venue>${NAME}))?`,
  'gu',
);
const AFTER_TAG = /:\/\//y;
const AFTER_MENTION = /:\/\/|[\p{Script=Latin}\p{M}\p{N}@＠]/uy;

function* namesIn(text: string, from: number, to: number, venue: VenueId): Generator<Entity> {
  NAMES.lastIndex = from;
  for (const match of text.slice(0, to).matchAll(NAMES)) {
    const { tag, handle, venue: there = venue } = match.groups ?? {};
    const [start, end] = [match.index, match.index + match[0].length];
    if (tag !== undefined) {
      if (isTag(tag) && lengthAt(AFTER_TAG, text, end) === 0)
        yield { kind: 'tag', start, end, tag: normaliseTag(tag) };
    } else if (handle !== undefined) {
      const on = there.toLowerCase();
      if (isHandle(handle) && isVenueId(on) && lengthAt(AFTER_MENTION, text, end) === 0)
        yield { kind: 'mention', start, end, handle, venue: on };
    }
  }
}

/** How much of a text a sticky expression matches at an index, in UTF-16 units. */
function lengthAt(sticky: RegExp, text: string, index: number): number {
  sticky.lastIndex = index;
  return sticky.exec(text)?.[0].length ?? 0;
}
