import type { Status } from '#contract';
import type { Turned } from '../sheet/sheet.js';
import type { Band } from '../timeline/band.js';
import { bandSentence, type StoryWords } from '../timeline/band-words.js';
import { inCountry } from '../viewpoint/countries.js';
import type { Language } from '../words/language.js';
import { wordsIn } from '../words/words.js';

/** One pane, as it is announced. */
export interface Side {
  from: string;
  turned: Turned;
  posts: ReadonlyMap<string, Status>;
}

/** How it is said. */
export interface Telling {
  language: Language;
  story: StoryWords;
}

/**
 * Words for the page's live region: "Withheld in Germany: post from listed-0017. Still shown elsewhere."
 * Where decisions are announced they say how many; else what turned is counted. Many are announced together,
 * and nothing twice.
 */
export function announce(
  decisions: readonly Band[],
  left: Side,
  right: Side,
  { language, story }: Telling,
): string {
  const words = wordsIn(language);
  const sentences = decisions.map((band) => bandSentence(band, words, story));
  const counted = decisions.length === 0;
  const told = (what: string, posts: readonly Status[]): string =>
    `${what}${counted ? `: ${whatTurned(posts, language, story)}` : ''}${language === 'hi' ? '।' : '.'}`;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const where = inCountry(side.from, language);
    if (side.turned.withheld.length > 0) {
      sentences.push(told(words.said.withheld(where), side.turned.withheld));
      const still = side.turned.withheld.every(({ id }) => other.posts.get(id)?.tombstone === false);
      if (still) sentences.push(words.said.stillShown(inCountry(other.from, language)));
    }
    if (side.turned.shown.length > 0) sentences.push(told(words.said.shownAgain(where), side.turned.shown));
  }
  return [...new Set(sentences)].join(' ');
}

function whatTurned(posts: readonly Status[], language: Language, { standInNote }: StoryWords): string {
  const { said } = wordsIn(language);
  const [first] = posts;
  if (posts.length === 1 && first !== undefined) return said.postFrom(first.account.username);
  const standIns = posts.filter((post) => post.account.kind === 'stand_in').length;
  const note = standInNote === null ? '' : `; ${standInNote.replace(/[.।]$/, '')}`;
  if (standIns === posts.length) return `${said.standIns(standIns)}${note}`;
  return standIns === 0 ? said.posts(posts.length) : said.postsWithStandIns(posts.length, standIns);
}
