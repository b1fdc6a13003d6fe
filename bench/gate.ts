/**
 * How long the gate takes for a page of 20 posts, a re-post and a quote among them: judging, presenting,
 * and the text that leaves. By hand:
 *
 *     npm run bench:gate
 */
import type { StoredPage, StoredPost } from '#domain';
import { Gate, type Viewpoint } from '#visibility';
import { lookingFrom, pageOf, restriction, storedAccount, storedPost } from '../test/support/stored.js';

const ROUNDS = 15;
const PAGES_A_ROUND = 500;

const gate = new Gate('https://example.org');

/** Twenty posts by eight people: one re-post, one quote, one labelled, one withheld in India, one withheld account. */
function page(): StoredPage {
  const accounts = Array.from({ length: 8 }, (_, n) => {
    const id = `account${n}`;
    return storedAccount(id, {
      restrictions: n === 7 ? [restriction('withhold', { type: 'account', id }, { countries: ['DE'] })] : [],
    });
  });
  const ids = Array.from({ length: 20 }, (_, n) => `post${n}`);
  const posts = ids.map((id, n): StoredPost => {
    const onPost = { type: 'post', id } as const;
    return storedPost(id, accounts[n % accounts.length]!, {
      content: `<p>The words of ${id}, by <a href="@account1">@account1</a>, which go on for as long as most do.</p>`,
      tags: n % 4 === 0 ? ['rivers'] : [],
      mentions: n % 5 === 0 ? [accounts[1]!] : [],
      repostOf: n === 3 ? 'source0' : null,
      quoteOf: n === 5 ? 'source1' : null,
      liked: n % 6 === 0,
      restrictions:
        n === 8
          ? [restriction('label', onPost)]
          : n === 9
            ? [restriction('withhold', onPost, { countries: ['IN'] })]
            : [],
    });
  });
  const sources = ['source0', 'source1'].map((id, n) => storedPost(id, accounts[n + 2]!));
  return pageOf(ids, ...posts, ...sources);
}

/** How many objects an answer is made of, each counted once. */
function objectsIn(answer: unknown): number {
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const one of Object.values(value)) visit(one);
  };
  visit(answer);
  return seen.size;
}

/** The least of the rounds, of the processor's time: other work on the machine adds to the rest. @returns µs for one page */
function timeOf(work: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const began = process.cpuUsage();
    for (let n = 0; n < PAGES_A_ROUND; n += 1) work();
    return process.cpuUsage(began).user / PAGES_A_ROUND;
  });
  return Math.min(...rounds);
}

const stored = page();
const seats: [string, Viewpoint][] = [
  ['anybody in India', lookingFrom('IN')],
  ['a moderator in India', lookingFrom('IN', { viewer: { id: 'moderator', role: 'moderator' } })],
];
for (const [name, viewpoint] of seats) {
  // Each request brings a set of its own to note in what a moderator alone is let see.
  const asked = () => gate.listed(stored, { ...viewpoint, exempted: new Set() }, 'account').statuses;
  const objects = objectsIn(asked().value);
  const entities = timeOf(() => asked().value);
  const texts = timeOf(() => asked().text);
  const figures = [
    `${entities.toFixed(1)} µs judged and presented`,
    `${(objects / entities).toFixed(1)} objects/µs`,
    `${texts.toFixed(1)} µs with its text`,
  ];
  console.log(`${name}: ${objects} objects; ${figures.join(', ')}`);
}
