import { takeOperators, type Operator } from './search-operators.js';

/*
 * The words of a text, as search finds them: one rule for what is stored and for what is asked, on both databases
 * and whatever dictionaries the Node that runs has.
 */

/** Letters of scripts that put no spaces between words, or join particles to them, as Korean does. */
const RUN_LETTER = String.raw`(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]`;
/** A letter of those with its marks. */
const UNIT = String.raw`${RUN_LETTER}\p{M}*`;
const WORD_LETTER = String.raw`(?!${RUN_LETTER})[\p{L}\p{N}]`;
/** An emoji, or several that are joined to one; without the sign that it is to be shown as one (U+FE0F). */
const EMOJI = String.raw`\p{RI}{2}|\p{Extended_Pictographic}\p{EMod}?(?:\u200D\p{Extended_Pictographic}\p{EMod}?)*`;
const TOKENS = new RegExp(
  `(?<run>(?:${UNIT})+)|(?<word>${WORD_LETTER}(?:${WORD_LETTER}|[\\p{M}\\u200C-\\u200D])*)|(?<emoji>${EMOJI})`,
  'gu',
);
const UNITS = new RegExp(UNIT, 'gu');

/** Characters of a word that are told apart: a longer one is found by its beginning. */
const DECISIVE = 64;

/** A stretch of a text that is looked for as it is: a word, an emoji, or a run of letters without spaces between its words. */
interface Token {
  text: string;
  isRun: boolean;
}

/** A parsed query. */
export interface Asked {
  /** Words as `wordsOf` gives them: whatever is found has all of them. */
  words: string[];
  /** Tokens that stand beside each other: of a word alone one, of a quoted phrase all. */
  phrases: Token[][];
  /** The other conditions on whatever is found. */
  operators: Operator[];
}

/**
 * The words by which a text is found, each once, sorted: letters, marks and digits of any script in Unicode NFKC and
 * lower case, and emojis. Of a script that puts no spaces between words each letter, and each two beside each other,
 * so that whatever is looked for within is found.
 */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const token of tokensOf(text)) {
    if (!token.isRun) words.add(token.text);
    else for (const word of [...unitsOf(token.text), ...pairsOf(token.text)]) words.add(word);
  }
  return [...words].sort();
}

/**
 * Reads what somebody types. All words have to be there; what stands between quotation marks beside each other.
 * Anything else, such as `%` or `*`, is no word.
 */
export function askedFor(query: string): Asked {
  const operators: Operator[] = [];
  const phrases = query.split(/["“”„«»]/u).flatMap((part, i, parts) => {
    // A quotation mark that is not closed begins no phrase.
    const isQuoted = i % 2 === 1 && i < parts.length - 1;
    if (isQuoted) return tokensOf(part).length > 0 ? [tokensOf(part)] : [];
    const taken = takeOperators(part);
    operators.push(...taken.operators);
    return tokensOf(taken.rest).map((token) => [token]);
  });
  const words = new Set<string>();
  for (const { text, isRun } of phrases.flat()) {
    const pairs = isRun ? pairsOf(text) : [];
    // Of one letter there is no pair.
    for (const word of pairs.length > 0 ? pairs : [text]) words.add(word);
  }
  return { words: [...words].sort(), phrases, operators };
}

/** Whether a text has the words that are asked for; whoever asks for nothing, by words or otherwise, is given nothing. */
export function isAnsweredBy({ phrases, operators }: Asked, text: string): boolean {
  if (phrases.length === 0) return operators.length > 0;
  const tokens = tokensOf(text);
  return phrases.every((phrase) => tokens.some((_, at) => standsAt(tokens, at, phrase)));
}

/** Whether a phrase stands at a place of a text. A run may be part of a longer one, where no other token is between. */
function standsAt(tokens: readonly Token[], at: number, phrase: readonly Token[]): boolean {
  return phrase.every(({ text, isRun }, i) => {
    const token = tokens[at + i];
    if (token?.isRun !== isRun) return false;
    if (!isRun || (i > 0 && i < phrase.length - 1)) return token.text === text;
    if (phrase.length === 1) return token.text.includes(text);
    return i === 0 ? token.text.endsWith(text) : token.text.startsWith(text);
  });
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {} } of folded(text).matchAll(TOKENS)) {
    const { run, word, emoji } = groups;
    if (run !== undefined) tokens.push({ text: run, isRun: true });
    // Joiners within a word shape its letters, and are left out as often as not.
    else tokens.push({ text: emoji ?? decisive(word?.replace(/[\u200C-\u200D]/g, '') ?? ''), isRun: false });
  }
  return tokens;
}

/** By characters: half of one is no text to a database. */
function decisive(word: string): string {
  return word.length <= DECISIVE ? word : Array.from(word).slice(0, DECISIVE).join('');
}

/** As hashtags are: lower case may change the order of marks, and normalising twice gives the same as once. */
function folded(text: string): string {
  // Normalising orders marks in a time that grows with the square of their number.
  const bounded = text.replace(/(\p{M}{16})\p{M}+/gu, '$1');
  return bounded.normalize('NFKC').toLowerCase().normalize('NFKC').replaceAll('\uFE0F', '');
}

const unitsOf = (run: string): string[] => run.match(UNITS) ?? [];

function pairsOf(run: string): string[] {
  const units = unitsOf(run);
  return units.slice(1).map((unit, i) => `${units[i] ?? ''}${unit}`);
}
