import type { Dialect, Transaction } from '#database';
import { timeOfId, wordsOf, type LoggedEvent } from '#domain';

/*
 * The words that search looks through: a row for each of the words that a public post has had, `post_words`. Its number is in
 * the order of the posts, so that the newest that say something are found without the others: the millisecond of the
 * post's id, and beside it the end of the event's `seq`, which keeps apart what has the same one.
 *
 * Both databases have an index of the words, in the order of the numbers: FTS5 on SQLite, kept by triggers, GIN on
 * PostgreSQL. To both a row is words between spaces, and what a word is `wordsOf` alone decides.
 */

/** Bits of a row's number below those of its millisecond. */
const BITS = 20;
export const ROWS_A_MS = 2 ** BITS;

/** Characters that no word has (of the private use area), for where a post is found: they stand among its words. */
const SIGNS = { people: '\uE000', venue: '\uE001', scenario: '\uE002', account: '\uE003' } as const;
/** No separator of FTS5's tokenizer, which every other character of ASCII but letters and digits is. */
const HYPHEN = '\uE004';

/** Where posts are looked for: people's, whose posts are of no story, those of a venue, or those of a story. */
export type Place = 'people' | { venue: string } | { scenario: string };

/** The word that all posts of a place have. */
export function wordOfPlace(place: Place): string {
  if (place === 'people') return SIGNS.people;
  return 'venue' in place
    ? SIGNS.venue + place.venue
    : SIGNS.scenario + place.scenario.replaceAll('-', HYPHEN);
}

/** The word that all posts of an account have. FTS5 takes ASCII in any case for the same. */
export function wordOfAccount(id: string): string {
  return SIGNS.account + id.toLowerCase();
}

/**
 * The row of words of a post.
 *
 * @param id the post's of its first words, the event's of those that it was edited to
 */
export function searchedRow(
  { seq, actor, venue, scenario, subject, payload }: LoggedEvent<'post.published' | 'post.edited'>,
  id: string,
): { n: string; id: string; post_id: string; words: string } {
  const n = (BigInt(timeOfId(subject)) << BigInt(BITS)) | (BigInt(seq) & BigInt(ROWS_A_MS - 1));
  const places = [
    wordOfPlace(scenario === null ? 'people' : { scenario: scenario.id }),
    wordOfPlace({ venue: venue ?? 'home' }),
    wordOfAccount(actor ?? ''),
  ];
  const words = wordsOf(`${payload.spoiler_text}\n${payload.text}`);
  return { n: String(n), id, post_id: subject, words: [...words, ...places].join(' ') };
}

/** Some words as one parameter of `hasWords`. */
export function wordsParameter({ name }: Dialect, words: readonly string[]): string {
  return name === 'sqlite' ? words.map((word) => `"${word}"`).join(' ') : words.join(' ');
}

/**
 * Does work that changes the words of many posts. SQLite's index is made once it is done, which takes a fraction of what
 * it takes to forget and to learn each row: the triggers that keep it are away meanwhile.
 */
export async function indexedAfter(transaction: Transaction, work: () => Promise<void>): Promise<void> {
  if (transaction.dialect.name !== 'sqlite') return work();
  const triggers = await transaction.query<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'post_words'",
  );
  for (const { name } of triggers) await transaction.query(`DROP TRIGGER ${name}`);
  await work();
  await transaction.runLong("INSERT INTO post_words_index (post_words_index) VALUES ('rebuild')");
  for (const { sql } of triggers) await transaction.query(sql);
}
