import type { ResolvedLine } from '#contract';

/** The most lines that are asked about at once, and the most characters of one: the server's own bounds. */
const MOST_LINES = 1_000;
const LONGEST = 2_000;

/** A pasted line that says something. */
export interface PastedLine {
  /** Its number in the field, from 1. */
  line: number;
  text: string;
  /** Why it is not even asked about. */
  problem: 'long' | 'tooMany' | null;
}

/** A line, and what is known of it: what it names, that it repeats another, or what is wrong with it. */
export interface ReadLine extends PastedLine {
  is: 'asked' | 'post' | 'account' | 'tag' | 'url' | 'same' | 'wrong';
  /** The line that it repeats. */
  sameAs: number | null;
  /** In the server's words. */
  error: string | null;
}

/** An item as orders name it: one of these alone. */
export type Item = { status_id: string } | { account_id: string } | { tag: string } | { url: string };

/** Splits what was pasted into the lines that say something; numbers are those of the field. */
export function pastedLines(text: string): PastedLine[] {
  const lines: PastedLine[] = [];
  for (const [i, typed] of text.split(/\r\n?|\n/).entries()) {
    const line = typed.trim();
    if (line === '') continue;
    const asked = lines.filter(({ problem }) => problem === null).length;
    const problem = line.length > LONGEST ? 'long' : asked >= MOST_LINES ? 'tooMany' : null;
    lines.push({ line: i + 1, text: line, problem });
  }
  return lines;
}

/** The lines that the server is asked about, in their order. */
export function askable(lines: readonly PastedLine[]): PastedLine[] {
  return lines.filter(({ problem }) => problem === null);
}

/**
 * Puts what the server said beside the lines that it was asked about.
 *
 * @param answers one for each of `askable(lines)`, in their order; of those without one nothing is known yet
 */
export function readLines(lines: readonly PastedLine[], answers: readonly ResolvedLine[]): ReadLine[] {
  const asked = askable(lines);
  // Their numbers are those of what was asked; ours are the field's.
  const numberOf = (n: number): number => asked[n - 1]?.line ?? n;
  return lines.map((line) => {
    if (line.problem !== null) return { ...line, is: 'wrong', sameAs: null, error: null };
    const answer = answers[asked.indexOf(line)];
    if (answer?.text !== line.text) return { ...line, is: 'asked', sameAs: null, error: null };
    const { error, same_as } = answer;
    if (error !== null) return { ...line, is: 'wrong', sameAs: null, error };
    if (same_as !== null) return { ...line, is: 'same', sameAs: numberOf(same_as), error: null };
    return { ...line, is: kindOf(answer), sameAs: null, error: null };
  });
}

/** The items that the lines name, each once, in their order; what names nothing is left out. */
export function itemsOf(answers: readonly ResolvedLine[]): Item[] {
  return answers.flatMap(({ error, same_as, status_id, account_id, tag, url }): Item[] => {
    if (error !== null || same_as !== null) return [];
    if (status_id !== null) return [{ status_id }];
    if (account_id !== null) return [{ account_id }];
    if (tag !== null) return [{ tag }];
    return url === null ? [] : [{ url }];
  });
}

function kindOf({ status_id, account_id, tag }: ResolvedLine): 'post' | 'account' | 'tag' | 'url' {
  if (status_id !== null) return 'post';
  if (account_id !== null) return 'account';
  return tag === null ? 'url' : 'tag';
}
