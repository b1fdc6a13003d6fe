import { escapeHtml } from '#domain';
import { closed } from './bidi.js';

/** Markup that may stand in a page as it is: `html` made it, or our own renderer of posts. */
export class Markup {
  constructor(readonly text: string) {}
}

/** A value put into markup: text or a number, which is escaped, markup, nothing, or a list of these. */
export type Content = Markup | string | number | null | false | readonly Content[];

/** Markup in which everything that is put in is escaped, and closes what it opens, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Content[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + textOf(parts[i - 1] ?? null) + string));
}

/** The same as `html`, for source whose layout counts: XML, or markup in one line. */
export function xml(strings: TemplateStringsArray, ...parts: Content[]): Markup {
  return html(strings, ...parts);
}

/** A post's `content` or an account's `note`, which are made and escaped when they are written. */
export function contentMarkup(content: string): Markup {
  return new Markup(content);
}

function textOf(part: Content): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escapeHtml(closed(String(part)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** Turns a post's `content` into plain text in one line. */
export function plainText(content: string): string {
  return content
    .replaceAll(/<\/p>|<br>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** The beginning of a text, at most so many code points; cut at a word where there is one. */
export function excerpt(text: string, length: number): string {
  const points = [...text];
  if (points.length <= length) return text;
  const cut = points.slice(0, length - 1).join('');
  return `${cut.replace(/\s+\S*$/, '') || cut}…`;
}
