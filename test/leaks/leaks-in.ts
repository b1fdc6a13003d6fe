import { canariesIn } from './canaries.js';
import type { Look, Oracle } from './oracle.js';

/** Finds what an answer or frame must not have told, in few words; nothing where all is well. */
export function leaksIn(text: string, oracle: Oracle, look: Look): string[] {
  const words = [...canariesIn(text)].filter((canary) => oracle.hidesWord(canary, look));
  return [...words, ...figuresIn(text, oracle, look)];
}

/**
 * Finds the ids of posts that are for others: nobody else is told that these are there.
 *
 * @param named what whoever looks has named themself
 */
export function idsIn(text: string, oracle: Oracle, look: Look, named = ''): string[] {
  const told = oracle.notFor(look).filter((id) => text.includes(id) && !named.includes(id));
  return told.map((id) => `the id of ${id}, which is for others`);
}

/** Finds counts and fields of hidden things: a tombstone says nothing beside its statement. */
function figuresIn(text: string, oracle: Oracle, look: Look): string[] {
  if (!/^[[{]/.test(text)) return [];
  const found: string[] = [];
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null) found.push(...toldBy(value as Told, oracle, look));
    return value;
  });
  return found;
}

/** A JSON object that may be a status, an account, or counts. */
interface Told extends Record<string, unknown> {
  id?: string;
  status_id?: string;
}

function toldBy(one: Told, oracle: Oracle, look: Look): string[] {
  const more = (names: string[]): string[] => names.filter((name) => isTold(one[name]));
  if (!oracle.knows(one.id ?? one.status_id ?? '')) return [];
  if (one['tombstone'] === true && typeof one['content'] === 'string') {
    const elsewhere = notSaidTo(look, one['content']);
    if (elsewhere.length > 0) return elsewhere.map((what) => `${what} in the tombstone of ${one.id}`);
  }
  if (one.id !== undefined && 'tombstone' in one && oracle.hidesPost(one.id, look))
    return more(OF_A_STATUS).map((name) => `${name} of ${one.id}`);
  if (one.id !== undefined && 'followers_count' in one && oracle.hidesAccount(one.id, look))
    return more(OF_AN_ACCOUNT).map((name) => `${name} of ${one.id}`);
  if (typeof one.status_id === 'string' && 'favourites_count' in one && oracle.hidesPost(one.status_id, look))
    return [`counts of ${one.status_id}`];
  return [];
}

/** Finds words of a tombstone that are not for its reader: another country's name, or another language. */
function notSaidTo({ from, language }: Look, content: string): string[] {
  const countries = Object.entries(NAMES).filter(
    ([country, names]) => country !== from && names.some((name) => content.includes(name)),
  );
  const isHindi = /[\u0900-\u097f]/.test(content);
  return [
    ...countries.map(([country]) => `the name of ${country}`),
    ...(isHindi === (language === 'hi') ? [] : ['another language']),
  ];
}

/** The names of countries, in the languages of tombstones. */
const NAMES: Readonly<Record<string, string[]>> = {
  IN: ['India', 'भारत'],
  DE: ['Germany', 'जर्मनी'],
  US: ['United States', 'अमेरिका'],
};

const OF_A_STATUS = [
  'replies_count',
  'reblogs_count',
  'favourites_count',
  'quotes_count',
  'in_reply_to_account_id',
  'language',
  'spoiler_text',
  'sensitive',
  'reblog',
  'quote',
  'card',
  'poll',
  'edited_at',
  'tags',
  'mentions',
  'media_attachments',
  'favourited',
  'reblogged',
  'bookmarked',
  'muted',
  'labels',
];
const OF_AN_ACCOUNT = [
  'display_name',
  'note',
  'followers_count',
  'following_count',
  'statuses_count',
  'last_status_at',
  'fields',
  'labels',
];

function isTold(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}
