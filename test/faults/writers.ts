import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Status } from '#contract';
import type { Database } from '#database';
import { read, verify } from '#log';
import { rebuild } from '#projections';
import { Person, people } from '../support/client.js';
import { differing, dump } from '../support/dump.js';
import type { Figures } from './fault.js';
import { inMs, type Server, type Site } from './site.js';

/** ms; who has not got what it wants by then is told so. */
const PATIENCE = 60_000;
/** ms that somebody waits who was told to try again. */
const TRIES_AGAIN_AFTER = 50;

/**
 * People who post without a pause, as patient clients do: who is refused with a 503, or gets no answer, asks again
 * under the same `Idempotency-Key`, until it is acknowledged.
 */
export class Writers {
  /** The ids of the posts that were acknowledged, by their words. */
  readonly acknowledged = new Map<string, string>();
  /** Answers that told to try again. */
  refused = 0;
  /** Requests that were not answered. */
  unanswered = 0;
  /** ms; the longest that one answer took. */
  slowestAnswer = 0;
  /** ms; the longest from the first time that a post was asked for to when it was acknowledged. */
  longestPause = 0;
  private at: Promise<string>;
  private stopped = false;
  private abandoned = false;
  private readonly wrong: unknown[] = [];
  private readonly posting: Promise<void>[];
  private readonly waiting = new Set<() => void>();

  private constructor(
    address: string,
    readonly people: readonly Person[],
  ) {
    this.at = Promise.resolve(address);
    this.posting = people.map((person) => this.posts(person));
  }

  /** Makes so many people, and lets them begin. */
  static async begin(site: Site, { address }: Server, many = 4): Promise<Writers> {
    const roles = Object.fromEntries(Array.from({ length: many }, (_, n) => [`writer_${n}`, 'reader']));
    const made = await people(address, roles as Record<string, 'reader'>);
    const writers = new Writers(address, Object.values(made));
    site.afterwards(() => writers.abandon());
    return writers;
  }

  /** From here on they post to another server, once it listens. */
  turnTo(server: Promise<Server>): void {
    this.at = server.then(({ address }) => address);
    // Whoever waits for it is told; nobody need be waiting.
    this.at.catch(() => undefined);
  }

  /** Waits until so many more posts have been acknowledged. */
  acknowledge(more: number): Promise<void> {
    const enough = this.acknowledged.size + more;
    return this.until(`${more} more posts`, () => this.acknowledged.size >= enough);
  }

  /** Waits until so many more answers have told to try again, or requests were not answered. */
  areRefused(more: number): Promise<void> {
    const enough = this.refused + this.unanswered + more;
    return this.until(`${more} refusals`, () => this.refused + this.unanswered >= enough);
  }

  /** Lets each finish the post that it is at. @throws where an answer came that no client expects */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.race([
      Promise.all(this.posting),
      sleep(PATIENCE, undefined, { ref: false }).then(() => assert.fail('Posts are never acknowledged')),
    ]);
    assert.deepEqual(this.wrong, [], 'Answers that no client expects');
  }

  private abandon(): void {
    this.stopped = true;
    this.abandoned = true;
  }

  private async posts(person: Person): Promise<void> {
    for (let n = 0; !this.stopped; n++) await this.postsOnce(person, `${person.username} ${n}`);
  }

  private async postsOnce(person: Person, status: string): Promise<void> {
    const began = performance.now();
    while (!this.abandoned) {
      const asked = performance.now();
      try {
        const here = new Person(await this.at, person.id, person.username, person.token);
        const answer = await here.sends<Status>(
          'POST',
          '/api/v1/statuses',
          { status },
          { 'idempotency-key': status },
        );
        this.slowestAnswer = Math.max(this.slowestAnswer, performance.now() - asked);
        if (answer.status === 200) {
          this.acknowledged.set(status, answer.body.id);
          this.longestPause = Math.max(this.longestPause, performance.now() - began);
          return;
        }
        if (answer.status === 503 && answer.headers.has('retry-after')) this.refused += 1;
        else this.wrong.push([answer.status, answer.text]);
      } catch {
        this.unanswered += 1;
      } finally {
        for (const look of this.waiting) look();
      }
      await sleep(TRIES_AGAIN_AFTER);
    }
  }

  private until(what: string, found: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`${what}: not in ${PATIENCE} ms; ${JSON.stringify(this.wrong.slice(0, 3))}`));
      }, PATIENCE);
      const look = (): void => {
        if (!found()) return;
        clearTimeout(late);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}

/**
 * Holds a database that no server has open against what was acknowledged: each post is there, once, under the id that
 * was told; the chain is whole; and the projections are what a fold of the log makes.
 *
 * @param others posts that were not the writers'
 */
export async function accountsFor(site: Site, writers: Writers, others = 0): Promise<Figures> {
  const { acknowledged, refused, unanswered, slowestAnswer, longestPause } = writers;
  return site.using(async (database) => {
    await isWhole(database);
    const there = await postsIn(database);
    const lost = [...acknowledged].filter(([text, id]) => there.get(text)?.includes(id) !== true);
    const doubled = [...there].filter(([, ids]) => ids.length > 1);
    assert.deepEqual(lost, [], 'Posts that were acknowledged, and are not there');
    assert.deepEqual(doubled, [], 'Posts that are there more than once');
    assert.equal(there.size, acknowledged.size + others, 'Posts that nobody was told of');
    return {
      acknowledged: acknowledged.size,
      lost: lost.length,
      doubled: doubled.length,
      'told to try again': refused,
      'not answered': unanswered,
      'slowest answer': inMs(slowestAnswer),
      'longest pause': inMs(longestPause),
    };
  });
}

/** Holds that the chain of a log is whole, and that the projections are what a fold of it makes. */
export async function isWhole(database: Database): Promise<void> {
  const verified = await verify(database.reader);
  assert.ok(verified.whole, JSON.stringify(verified));
  const before = await dump(database);
  await rebuild(database);
  assert.deepEqual(
    differing(await dump(database), before),
    [],
    'Projections that are not what a rebuild makes',
  );
}

/** The ids of the posts of a log, by their words. */
async function postsIn({ reader }: Database): Promise<Map<string, string[]>> {
  const posts = new Map<string, string[]>();
  for (let after = 0; ;) {
    const { events, cursor } = await read(reader, after, 1_000);
    if (cursor === after) return posts;
    after = cursor;
    for (const event of events) {
      if (event.type !== 'post.published') continue;
      const { text } = event.payload;
      posts.set(text, [...(posts.get(text) ?? []), event.subject]);
    }
  }
}
