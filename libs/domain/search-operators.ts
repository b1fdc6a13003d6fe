import type { StoredPost } from './stored.js';

/*
 * Operators of a search, as Mastodon 4.4 has them: a name, a colon and a value between spaces, outside of quotation
 * marks. Whatever else is typed, a name with a value that it does not take among it, is words.
 */

const DAY_MS = 86_400_000;
const NEVER = { since: -Infinity, until: Infinity };

/** A condition on a post beside its words; `not`: the post is not to be so. */
export type Operator = { not: boolean } & (
  | { name: 'from'; acct: string }
  | { name: 'language'; code: string }
  /** From `since` until before `until`, ms since the epoch. */
  | { name: 'at'; since: number; until: number }
  | { name: 'is'; what: 'reply' | 'sensitive' }
  /** Media, a poll or a preview, which no post here has. */
  | { name: 'has' }
);

type Asked = Operator extends infer O ? (O extends Operator ? Omit<O, 'not'> : never) : never;

const WRITTEN = /(?<!\S)(?<minus>-?)(?<name>from|language|before|after|during|is|has):(?<value>\S+)(?!\S)/giu;
const ACCT = /^@?[a-z0-9_.-]+(?:@[a-z0-9.:-]+)?$/i;
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/;
const HELD = ['media', 'image', 'video', 'audio', 'poll', 'embed', 'link'];

/** Takes the operators out of a text that somebody looks for. */
export function takeOperators(text: string): { rest: string; operators: Operator[] } {
  const operators: Operator[] = [];
  const rest = text.replace(WRITTEN, (whole, minus: string, name: string, value: string) => {
    const asked = read(name.toLowerCase(), value.toLowerCase());
    if (asked === null) return whole;
    operators.push({ not: minus !== '', ...asked });
    return ' ';
  });
  return { rest, operators };
}

/**
 * Whether a post is as some operators ask, as of when it was read. Whose it is (`from:`) is for whoever knows the
 * accounts' ids to say.
 */
export function meets(operators: readonly Operator[], post: StoredPost): boolean {
  return operators.every((one) => one.name === 'from' || isSo(one, post) !== one.not);
}

/** A span of time (ms since the epoch) that all posts are of which some operators ask for: for an index. */
export function spanOf(operators: readonly Operator[]): { since: number; until: number } {
  return operators.reduce((span, one) => {
    if (one.name !== 'at' || one.not) return span;
    return { since: Math.max(span.since, one.since), until: Math.min(span.until, one.until) };
  }, NEVER);
}

function isSo(asked: Exclude<Operator, { name: 'from' }>, post: StoredPost): boolean {
  switch (asked.name) {
    case 'language':
      return post.language?.toLowerCase() === asked.code;
    case 'at':
      return post.at >= asked.since && post.at < asked.until;
    case 'is':
      return asked.what === 'reply' ? post.inReplyTo !== null : post.sensitive;
    case 'has':
      return false;
  }
}

/** @returns null of what the operator does not take */
function read(name: string, value: string): Asked | null {
  switch (name) {
    case 'from':
      return ACCT.test(value) ? { name, acct: value.replace(/^@/, '') } : null;
    case 'language':
      return LANGUAGE.test(value) ? { name, code: value } : null;
    case 'is':
      return value === 'reply' || value === 'sensitive' ? { name, what: value } : null;
    case 'has':
      return HELD.includes(value) ? { name } : null;
    default:
      return readDay(name, value);
  }
}

/** Before a day, after it, or during it: days are those of UTC. */
function readDay(name: string, value: string): Asked | null {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : NaN;
  // 30 February is no day, though a Date takes it for one.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(value)) return null;
  const since = name === 'before' ? -Infinity : name === 'after' ? day + DAY_MS : day;
  return { name: 'at', since, until: name === 'before' ? day : name === 'after' ? Infinity : day + DAY_MS };
}
