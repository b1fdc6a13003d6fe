import type { Moment } from '#contract';
import { Draft } from '../timeline/draft.js';
import type { Score } from './score.js';

/** Frames between two copies that are kept: a move back folds no more than these, and the copies stay few. */
const BETWEEN_KEYFRAMES = 400;

/** A copy of what is seen, after a moment. */
interface Keyframe {
  n: number;
  draft: Draft;
}

/**
 * The tape of one place, with what is seen there at a moment of it. It is folded forward from the nearest
 * kept copy, so that moving to any instant costs the same wherever it stands.
 */
export class Tape {
  private readonly told: Moment[] = [];
  private readonly at: number[] = [];
  private readonly keyframes: Keyframe[] = [];
  private sinceKeyframe = 0;
  private draft: Draft;
  private n = -1;
  private readonly scores = { at: [] as number[], events: [] as number[], withheld: [] as number[] };
  /** Of the end of the tape: which accounts have something withheld, and by how many of their posts. */
  private readonly withheldPosts = new Map<string, Set<string>>();
  private readonly tombstones = new Map<string, string>();

  /**
   * The instant up to which all that happens is known, ms since the epoch; infinite once the tape's end was
   * read. Beyond it two tapes may not be compared.
   */
  knownUpTo = -Infinity;

  /** @param from a country, or `elsewhere` */
  constructor(readonly from: string) {
    this.draft = Draft.empty(from);
  }

  /** The moments read so far. */
  get moments(): readonly Moment[] {
    return this.told;
  }

  /** Along its time. A new object whenever moments were added. */
  get score(): Score {
    return { ...this.scores };
  }

  /** The view after the moment that was moved to. Changes with the next move: it is not to be kept. */
  get seen(): Draft {
    return this.draft;
  }

  /** The number of the moment that was moved to; -1 before the first. */
  get current(): number {
    return this.n;
  }

  /**
   * Adds moments after those there are; ones that are there already are passed over.
   *
   * @param upTo the instant up to which all that happens is now known, ms since the epoch; null: that of the
   *   last moment
   */
  add(moments: readonly Moment[], upTo: number | null = Infinity): void {
    for (const moment of moments) {
      if (moment.n !== this.told.length) continue;
      this.told.push(moment);
      this.at.push(Date.parse(moment.at));
      this.count(moment);
    }
    this.knownUpTo = upTo ?? this.at.at(-1) ?? -Infinity;
  }

  /** The number of the last moment at or before an instant, ms since the epoch; -1 before the first. */
  momentAt(instant: number): number {
    let [low, high] = [0, this.at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle]! <= instant) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Moves to a moment, or to before the first with -1. */
  moveTo(n: number): void {
    const to = Math.min(Math.max(n, -1), this.told.length - 1);
    if (to < this.n || this.isCloserKept(to)) this.goBack(to);
    while (this.n < to) {
      const moment = this.told[this.n + 1]!;
      this.draft.applyMoment(moment);
      this.n += 1;
      this.keep(moment);
    }
  }

  private isCloserKept(to: number): boolean {
    return (this.keyframes[this.keptBefore(to)]?.n ?? -1) > this.n;
  }

  private goBack(to: number): void {
    const kept = this.keyframes[this.keptBefore(to)];
    this.draft = kept?.draft.copy() ?? Draft.empty(this.from);
    this.n = kept?.n ?? -1;
    this.sinceKeyframe = 0;
  }

  /** The index of the last kept copy at or before a moment; -1 where there is none. */
  private keptBefore(n: number): number {
    let [low, high] = [0, this.keyframes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.keyframes[middle]!.n <= n) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  private keep(moment: Moment): void {
    this.sinceKeyframe += moment.frames.length;
    if (this.sinceKeyframe < BETWEEN_KEYFRAMES) return;
    this.sinceKeyframe = 0;
    if (this.n > (this.keyframes.at(-1)?.n ?? -1))
      this.keyframes.push({ n: this.n, draft: this.draft.copy() });
  }

  /** Counts what a moment tells, and who has something withheld after it. */
  private count({ at, frames }: Moment): void {
    for (const frame of frames) {
      if (frame.type === 'update' || frame.type === 'status.update') {
        const { id, tombstone, account } = frame.payload;
        if (tombstone) this.noteTombstone(id, account.id);
        else this.forgetTombstone(id);
      } else if (frame.type === 'delete') this.forgetTombstone(frame.payload);
    }
    this.scores.at.push(Date.parse(at));
    this.scores.events.push(
      frames.filter(({ type }) => type !== 'status.update' && type !== 'delete').length,
    );
    this.scores.withheld.push(this.withheldPosts.size);
  }

  private noteTombstone(id: string, account: string): void {
    this.tombstones.set(id, account);
    const posts = this.withheldPosts.get(account);
    if (posts === undefined) this.withheldPosts.set(account, new Set([id]));
    else posts.add(id);
  }

  private forgetTombstone(id: string): void {
    const account = this.tombstones.get(id);
    if (account === undefined) return;
    this.tombstones.delete(id);
    const posts = this.withheldPosts.get(account);
    posts?.delete(id);
    if (posts?.size === 0) this.withheldPosts.delete(account);
  }
}
