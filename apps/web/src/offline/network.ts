import type * as network from '../api/network.js';
import { wordsIn } from '../words/words.js';
import { held, unpacked } from './held.js';

/** Not there, and never will be: the page does not ask again. */
const GONE = 410;

/**
 * Stands in for the network in a file that plays by itself: answers what was asked as the server answered it
 * when the file was made, and says of everything else that it is not in the file.
 */
export const request: typeof network.request = async (path) => {
  const { answers, language } = held();
  const asked = keyOf(path);
  const found = answers.find((answer) => keyOf(answer.path) === asked);
  const headers = { 'content-type': 'application/json' };
  if (found !== undefined) return new Response(await unpacked(found.gzip), { headers });
  const error = wordsIn(language).offline.notInFile;
  return new Response(JSON.stringify({ error }), { status: GONE, headers });
};

/** A path of the server whose parameters stand in one order. */
function keyOf(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://held');
  searchParams.sort();
  return `${pathname}?${searchParams}`;
}
