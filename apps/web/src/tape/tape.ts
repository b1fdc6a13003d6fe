import type { Moment, Status } from '#contract';
import type { Band } from '../timeline/band.js';
import { Draft, type Seen, type Turn } from '../timeline/draft.js';
import { WithheldTally, type Withheld } from '../timeline/withheld.js';
import type { Score } from './score.js';

/** A post as a moment makes it. */
interface Version {
  id: string;
  /** The post after it; null where it is gone. */
  post: Status | null;
  /** How it last turned; null where it never did. */
  turn: Turn | null;
  /** The post before; null where no moment before told of it. */
  before: Version | null;
}

/** The changes of a moment, in their order. */
interface Change {
  versions: readonly Version[];
  bands: readonly Band[];
}

/**
 * The tape of one place, with what is seen there at a moment of it. Each moment is folded once, when it is read,
 * and what it changed is kept: so a move forward or back sets what lies in between, and folds nothing. What is kept
 * grows with the frames that were read, and with nothing else.
 */
export class Tape {
  private readonly told: Moment[] = [];
  private readonly at: number[] = [];
  /** The changes of each moment. */
  private readonly changes: Change[] = [];
  /** All moments that were read, folded. */
  private readonly end: Draft;
  private readonly latest = new Map<string, Version>();
  private readonly endTally = new WithheldTally();
  private readonly scores = { at: this.at, events: [] as number[], withheld: [] as number[] };

  private n = -1;
  private readonly view = {
    posts: new Map<string, Status>(),
    bands: new Map<string, Band>(),
    turned: new Map<string, Turn>(),
  };
  private readonly tally = new WithheldTally();

  /**
   * The instant up to which all that happens is known, ms since the epoch; infinite once the tape's end was
   * read. Beyond it two tapes may not be compared.
   */
  knownUpTo = -Infinity;

  /** @param from a country, or `elsewhere` */
  constructor(readonly from: string) {
    this.end = Draft.empty(from);
  }

  /** The moments read so far. */
  get moments(): readonly Moment[] {
    return this.told;
  }

  /** Along its time. A new object whenever moments were added. */
  get score(): Score {
    return { ...this.scores };
  }

  /** The view after the moment that was moved to. It changes with the next move, and is not to be kept. */
  get seen(): Seen {
    return this.view;
  }

  /** Who has something withheld after the moment that was moved to. */
  get withheld(): Withheld {
    return this.tally.counts;
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
      this.changes.push(this.changeOf(moment));
      this.scores.events.push(
        moment.frames.filter(({ type }) => type !== 'status.update' && type !== 'delete').length,
      );
      const { standIns, others } = this.endTally.counts;
      this.scores.withheld.push(standIns + others);
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
    for (; this.n < to; this.n++) {
      const { versions, bands } = this.changes[this.n + 1]!;
      for (const version of versions) this.put(version.id, version.before, version);
      for (const band of bands) this.view.bands.set(band.key, band);
    }
    for (; this.n > to; this.n--) {
      const { versions, bands } = this.changes[this.n]!;
      for (const version of versions) this.put(version.id, version, version.before);
      for (const band of bands) this.view.bands.delete(band.key);
    }
  }

  /** Adds to some ids those of all posts that may differ between two moments, whichever is the later. */
  changedBetween(one: number, other: number, ids: Set<string>): void {
    const last = Math.max(one, other);
    for (let n = Math.min(one, other) + 1; n <= last; n++)
      for (const { id } of this.changes[n]!.versions) ids.add(id);
  }

  private put(id: string, was: Version | null, is: Version | null): void {
    const { posts, turned } = this.view;
    const post = is?.post ?? null;
    this.tally.change(was?.post ?? null, post);
    if (post === null) posts.delete(id);
    else posts.set(id, post);
    const turn = is?.turn ?? null;
    if (turn === (was?.turn ?? null)) return;
    if (turn === null) turned.delete(id);
    else turned.set(id, turn);
  }

  /** Folds the moment after the last. */
  private changeOf(moment: Moment): Change {
    const { posts, bands } = this.end.applyMoment(moment);
    const versions = [...posts].map((id): Version => {
      const before = this.latest.get(id) ?? null;
      const post = this.end.posts.get(id) ?? null;
      const version = { id, post, turn: this.end.turned.get(id) ?? null, before };
      this.endTally.change(before?.post ?? null, post);
      this.latest.set(id, version);
      return version;
    });
    return { versions, bands };
  }
}
