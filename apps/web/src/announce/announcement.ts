import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import type { Pane } from '../timeline/timeline.js';
import { inCountry } from '../viewpoint/countries.js';
import { bandSentence } from '../timeline/band-words.js';

/** The posts of a pane that turned into tombstones, or back, between two moments. */
export interface Turned {
  withheld: Status[];
  shown: Status[];
}

/** Posts that became tombstones, or stopped being ones. What was not there before has not turned. */
export function turnedBetween(before: Pane['posts'], after: Pane['posts']): Turned {
  const turned: Turned = { withheld: [], shown: [] };
  if (before === after) return turned;
  for (const [id, post] of after) {
    const was = before.get(id);
    if (was === undefined || was.tombstone === post.tombstone) continue;
    (post.tombstone ? turned.withheld : turned.shown).push(post);
  }
  return turned;
}

/** One pane, as it is announced. */
export interface Side {
  from: string;
  turned: Turned;
  posts: Pane['posts'];
}

/**
 * Words for the page's live region: "Withheld in India: post from listed-0017. Still shown elsewhere."
 * Where decisions are announced they say how many, which is the same on every page that is open; else what
 * turned on this page is counted. Many are announced together, and nothing twice.
 */
export function announce(decisions: readonly Band[], left: Side, right: Side): string {
  const sentences = decisions.map(bandSentence);
  const counted = decisions.length === 0;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (side.turned.withheld.length > 0) {
      sentences.push(told('Withheld', side.from, side.turned.withheld, counted));
      const still = side.turned.withheld.every(({ id }) => other.posts.get(id)?.tombstone === false);
      if (still) sentences.push(`Still shown ${inCountry(other.from)}.`);
    }
    if (side.turned.shown.length > 0) {
      sentences.push(told('Shown again', side.from, side.turned.shown, counted));
    }
  }
  return [...new Set(sentences)].join(' ');
}

function told(what: string, from: string, posts: readonly Status[], counted: boolean): string {
  return `${what} ${inCountry(from)}${counted ? `: ${whatTurned(posts)}` : ''}.`;
}

function whatTurned(posts: readonly Status[]): string {
  const [first] = posts;
  if (posts.length === 1 && first !== undefined) return `post from ${first.account.username}`;
  const standIns = posts.filter((post) => post.account.kind === 'stand_in').length;
  if (standIns === posts.length) return `${standIns} stand-ins; the real list was not published`;
  return standIns === 0 ? `${posts.length} posts` : `${posts.length} posts, ${standIns} of them stand-ins`;
}
