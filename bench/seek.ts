/**
 * How long a seek on the stage takes in a story of 20,000 frames: both tapes are moved, what they come to is put
 * side by side, and the rows of it are folded. What the browser then draws of those in view is measured by
 * `npm run bench:stage`. By hand:
 *
 *     npm run bench:seek -- [seeks]
 */
import { performance } from 'node:perf_hooks';
import type { Moment, Status } from '#contract';
import { StageTime } from '#replay';
import { Deck } from '../apps/web/src/deck/deck.js';
import { rowsOf } from '../apps/web/src/sheet/rows.js';
import { Player } from '../apps/web/src/stage/player.js';
import { Tape } from '../apps/web/src/tape/tape.js';
import { dayStart } from '../apps/web/src/time/moments.js';
import { account, status, tombstone } from '../apps/web/src/timeline/sample.fixture.js';

const SEEKS = Number(process.argv[2] ?? 400);
const POSTS = 10_000;
/** Of these, most turn twice; one moment turns hundreds, as an order does. */
const TURNS = 10_000;
const BEGINS = Date.UTC(2021, 1, 1);
const EVERY = 60_000;

const iso = (n: number): string => new Date(BEGINS + n * EVERY).toISOString();

/** The posts of a story, and what India is told of them afterwards: withheld in lots, and shown again. */
function story(): { posts: Status[]; india: Moment[]; elsewhere: Moment[] } {
  const writers = Array.from({ length: 1_500 }, (_, n) => account(`writer-${n}`, { kind: 'stand_in' }));
  const label = { order_id: 'order-1', since: iso(0), label: 'disputed' };
  const posts = Array.from({ length: POSTS }, (_, n) =>
    status(n, writers[n % writers.length]!, {
      id: `post-${String(n).padStart(6, '0')}`,
      created_at: iso(n),
      labels: (n % 20 === 0 ? [label] : []) as unknown as Status['labels'],
    }),
  );
  const india: Moment[] = [];
  const elsewhere: Moment[] = [];
  const hidden = new Set<number>();
  let turned = 0;
  for (const [n, post] of posts.entries()) {
    const written: Moment['frames'] = [{ type: 'update', payload: post }];
    elsewhere.push({ n, at: iso(n), step: `step-${n}`, frames: written });
    const lot = n % 500 === 499 ? 250 : n % 2 === 0 ? 1 : 0;
    const turns: Moment['frames'] = [];
    for (let k = 0; k < lot && turned < TURNS; k++, turned++) {
      const which = (turned * 7_919) % (n + 1);
      const is = hidden.delete(which) ? posts[which]! : tombstone(posts[which]!);
      if (is.tombstone) hidden.add(which);
      turns.push({ type: 'status.update', payload: is });
    }
    india.push({ n, at: iso(n), step: `step-${n}`, frames: [...written, ...turns] });
  }
  return { posts, india, elsewhere };
}

const { india, elsewhere } = story();
const frames = india.reduce((sum, moment) => sum + moment.frames.length, 0);
const time = new StageTime(
  india.map(({ at }) => Date.parse(at)),
  6,
);
const deck = new Deck(time, () => performance.now());
const [left, right] = [new Tape('IN'), new Tape('elsewhere')];
left.add(india);
right.add(elsewhere);
const chapters = Array.from({ length: 12 }, (_, n) => ({ at: iso(Math.floor((n * POSTS) / 12)) }));
const player = new Player(deck, { time, chapters, faces: new Set() }, left, right, () => false);

/** Moves there as the stage does. @returns ms of the processor's time: other work on the machine adds to the rest */
function seekTo(position: number): number {
  const began = process.cpuUsage();
  deck.standAt(position);
  player.move();
  const { sheet, lead } = player.snapshot();
  rowsOf(sheet, {
    opened: new Set(),
    lead,
    dayStart: (at) => dayStart(at, 'Asia/Kolkata'),
    mostAbove: 2,
    leadFirst: false,
  });
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

/** Positions all over the story, the same at each run. */
function* anywhere(): Generator<number> {
  for (let n = 1; n <= SEEKS; n++) yield ((n * 0.618_034) % 1) * time.duration;
}

function quantiles(ms: number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number): string =>
    sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]!.toFixed(1);
  return `median ${at(0.5)} ms, p90 ${at(0.9)}, p99 ${at(0.99)}, longest ${at(1)}`;
}

const toEnd = seekTo(time.duration);
console.log(
  `${frames} frames on one side; the first move to the end, which keeps copies: ${toEnd.toFixed(0)} ms`,
);
console.log(`${SEEKS} seeks anywhere: ${quantiles([...anywhere()].map(seekTo))}`);
const onwards = Array.from({ length: SEEKS }, (_, n) => (n / SEEKS) * time.duration);
console.log(`${SEEKS} seeks onwards:  ${quantiles(onwards.map(seekTo))}`);
console.log(`${SEEKS} seeks back:     ${quantiles(onwards.toReversed().map(seekTo))}`);
