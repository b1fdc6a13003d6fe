import type { Account, Frame, FramePayloads, Moment, ProvenanceField, Status, TapeFrame } from '#contract';
import { bindsIn } from '../viewpoint/countries.js';
import { contextBand, frameBand, type Band } from './band.js';
import { sortKey } from './sort-key.js';
import { veilStatus } from './veil.js';

/** That a post turned into a tombstone, or back: when, ISO 8601, and how well that is known; null: to the minute. */
export interface Turn {
  at: string;
  precision: ProvenanceField['precision'] | null;
}

/** The view of one side: of a stream, or at a moment of a tape. */
export interface Seen {
  readonly posts: ReadonlyMap<string, Status>;
  readonly bands: ReadonlyMap<string, Band>;
  /** How each post last turned, by its id. */
  readonly turned: ReadonlyMap<string, Turn>;
}

/** The changes: ids of posts that came, read otherwise, turned or went, and bands that came. */
interface Changed {
  posts: Set<string>;
  bands: Band[];
}

/**
 * The view of one place, while frames are folded into it: of a stream as they arrive, or of a tape moment by
 * moment. It is changed in place, so that a batch of frames costs one copy of it and not one a frame.
 *
 * Two rules run through it. Applying a frame again changes nothing. And it fails closed: once a withholding
 * that binds here is known, no text of what it withholds is kept, whatever order pages and frames come in;
 * where that may be one step behind, `awaiting` names the posts to read again.
 */
export class Draft {
  /** Ids of posts that re-post or quote a post, by its id; some of them may be gone. */
  private readonly resting = new Map<string, Set<string>>();
  private changed: Changed = { posts: new Set(), bands: [] };

  private constructor(
    readonly from: string,
    readonly floor: string | null,
    readonly posts: Map<string, Status>,
    readonly bands: Map<string, Band>,
    readonly awaiting: Set<string>,
    /** How each post last turned, by its id; of moments alone. */
    readonly turned: Map<string, Turn>,
  ) {
    for (const post of posts.values()) this.noteResting(post);
  }

  /** A draft with nothing in it. @param from a country, or `elsewhere` */
  static empty(from: string): Draft {
    return new Draft(from, null, new Map(), new Map(), new Set(), new Map());
  }

  /** A draft of something that stays as it is. */
  static of(what: {
    from: string;
    floor: string | null;
    posts: ReadonlyMap<string, Status>;
    bands: ReadonlyMap<string, Band>;
    awaiting: ReadonlySet<string>;
    turned?: ReadonlyMap<string, Turn>;
  }): Draft {
    const { from, floor, posts, bands, awaiting, turned } = what;
    return new Draft(from, floor, new Map(posts), new Map(bands), new Set(awaiting), new Map(turned ?? []));
  }

  /**
   * Folds a moment of a tape. What goes comes first: whatever rests on it has a frame of its own, which holds.
   *
   * @returns what it changed
   */
  applyMoment({ frames, at, n }: Moment): Changed {
    this.changed = { posts: new Set(), bands: [] };
    const gone = frames.filter(({ type }) => type === 'delete');
    const rest = frames.filter(({ type }) => type !== 'delete');
    const decision = frames.find(({ type }) => type === 'decision') as
      Extract<TapeFrame, { type: 'decision' }> | undefined;
    const turn = { at, precision: decision?.payload.provenance?.precision ?? null };
    for (const frame of [...gone, ...rest]) {
      if (frame.type === 'status.update') {
        const was = this.posts.get(frame.payload.id);
        if (was !== undefined && was.tombstone !== frame.payload.tombstone) {
          this.turned.set(was.id, turn);
          this.changed.posts.add(was.id);
        }
      }
      this.apply({ ...frame, at, seq: n });
    }
    return this.changed;
  }

  /** Folds one frame. */
  apply(frame: Frame | (TapeFrame & { at: string; seq: number })): void {
    switch (frame.type) {
      case 'update':
        return this.onUpdate(frame.payload);
      case 'status.update':
        return this.onStatusUpdate(frame.payload);
      case 'delete':
        return this.onDelete(frame.payload);
      case 'account.update':
        return this.onAccountUpdate(frame.payload);
      case 'withheld':
        return this.onWithheld(frame.payload);
      case 'counts':
        return this.onCounts(frame.payload);
      case 'context':
        return this.addBand(contextBand(frame.payload));
      case 'order':
      case 'decision':
        return this.addBand(frameBand(frame));
      default:
        // A newer server may tell more than this page knows of.
        return;
    }
  }

  /** A new post. One that is here already is not overwritten: it may have been withheld since. */
  private onUpdate(post: Status): void {
    const here = this.posts.get(post.id);
    if (here === undefined ? this.inReach(post) : !here.tombstone || post.tombstone) this.put(post);
  }

  private onStatusUpdate(post: Status): void {
    if (this.posts.has(post.id) || this.inReach(post)) this.put(post);
    for (const wrapper of this.wrappersOf(post.id))
      this.put(withNested(wrapper, (nested) => (nested.id === post.id ? post : nested)));
    this.awaiting.delete(post.id);
  }

  /** A deleted post goes with its re-posts, and what quotes it says that it is deleted. */
  private onDelete(id: string): void {
    this.drop(id);
    for (const wrapper of this.wrappersOf(id)) {
      if (wrapper.reblog?.id === id) this.drop(wrapper.id);
      else this.put(withQuoteGone(wrapper, id));
    }
  }

  private onAccountUpdate(account: Account): void {
    if (account.suspended === true) {
      // Suspended is left out of timelines.
      for (const post of [...this.posts.values()]) {
        if (post.account.id === account.id || post.reblog?.account.id === account.id) this.drop(post.id);
        else if (post.quote?.quoted_status?.account.id === account.id) this.put({ ...post, quote: null });
      }
      return;
    }
    const theirs = (post: Status): Status => (post.account.id === account.id ? { ...post, account } : post);
    this.change((post) => withNested(theirs(post), theirs));
    const change = withholding({ type: 'account.update', payload: account }, this.from);
    if (change !== null) this.veil(change);
  }

  private onWithheld(told: FramePayloads['withheld']): void {
    const change = withholding({ type: 'withheld', payload: told }, this.from);
    if (change !== null) return this.veil(change);
    const about = concerns(told);
    const noted = (post: Status): Status => {
      if (!about(post) || sameWithheld(post.withheld, told.withheld)) return post;
      if (post.tombstone) this.awaiting.add(post.id);
      return { ...post, withheld: told.withheld };
    };
    this.change((post) => withNested(noted(post), noted));
  }

  /** Withholds what a telling is about. What merely wraps it is veiled too, until the server says how it reads. */
  private veil(change: Withholding): void {
    this.change((post) => {
      const veiled = veilWhere(post, change, this.from);
      if (veiled.tombstone && !post.tombstone && !change.about(post)) this.awaiting.add(post.id);
      return veiled;
    });
  }

  private onCounts({ status_id, ...figures }: FramePayloads['counts']): void {
    // Counts of something withheld go with it.
    const counted = (post: Status): Status =>
      post.id === status_id && !post.tombstone ? { ...post, ...figures } : post;
    const post = this.posts.get(status_id);
    if (post !== undefined) this.put(counted(post));
    for (const wrapper of this.wrappersOf(status_id)) this.put(withNested(wrapper, counted));
  }

  private addBand(band: Band): void {
    if (this.bands.has(band.key)) return;
    this.bands.set(band.key, band);
    this.changed.bands.push(band);
  }

  private put(post: Status): void {
    if (this.posts.get(post.id) === post) return;
    this.posts.set(post.id, post);
    this.changed.posts.add(post.id);
    this.noteResting(post);
  }

  private drop(id: string): void {
    if (this.posts.delete(id)) this.changed.posts.add(id);
  }

  /** Changes posts; those that come back as they are stay the same objects, and nothing is drawn for them. */
  private change(change: (post: Status) => Status): void {
    for (const post of [...this.posts.values()]) this.put(change(post));
  }

  /** Posts that re-post or quote a post, directly. */
  private wrappersOf(id: string): Status[] {
    return [...(this.resting.get(id) ?? [])].flatMap((wrapper) => this.posts.get(wrapper) ?? []);
  }

  private noteResting(post: Status): void {
    const source = post.reblog?.id ?? post.quote?.quoted_status?.id;
    if (source === undefined) return;
    const known = this.resting.get(source);
    if (known === undefined) this.resting.set(source, new Set([post.id]));
    else known.add(post.id);
  }

  private inReach(post: Status): boolean {
    return this.floor === null || sortKey(post.created_at, post.id) >= this.floor;
  }
}

/** A withholding that binds here: what it is about, whose, and its terms. */
export interface Withholding {
  about: (post: Status) => boolean;
  /** The account, where all of it is withheld. */
  account: string | null;
  withheld: FramePayloads['withheld']['withheld'];
}

type Telling =
  { type: 'withheld'; payload: FramePayloads['withheld'] } | { type: 'account.update'; payload: Account };

/** The withholding that a frame tells of; null where it binds in another place, or tells of none. */
export function withholding(frame: Frame | Telling, from: string): Withholding | null {
  if (frame.type === 'withheld') {
    const told = frame.payload;
    if (!bindsIn(told.country_codes, from)) return null;
    return {
      about: concerns(told),
      account: told.scope === 'user' ? told.account_id : null,
      withheld: told.withheld,
    };
  }
  if (frame.type === 'account.update') {
    const { id, withheld } = frame.payload;
    if (withheld === null || !bindsIn(withheld.country_codes, from)) return null;
    return { about: (post) => post.account.id === id, account: id, withheld };
  }
  return null;
}

function concerns(told: FramePayloads['withheld']): (post: Status) => boolean {
  return told.scope === 'user' || told.status_id === null
    ? (post) => post.account.id === told.account_id
    : (post) => post.id === told.status_id;
}

/** A post as its tombstone where the withholding is about it, or about what it re-posts or quotes. */
export function veilWhere(post: Status, change: Withholding, from: string): Status {
  if (change.about(post)) {
    if (!post.tombstone) return veilStatus(post, change.withheld, from);
    return sameWithheld(post.withheld, change.withheld) ? post : { ...post, withheld: change.withheld };
  }
  const nested = post.reblog ?? post.quote?.quoted_status;
  if (!nested || !change.about(nested)) return post;
  if (post.tombstone) return { ...post, reblog: null, quote: null };
  return veilStatus(post, change.withheld && { ...change.withheld, scope: 'tweet' }, from);
}

/** A post whose quote of another says that it is deleted; as it is where it quotes something else. */
export function withQuoteGone(post: Status, id: string): Status {
  return post.quote?.quoted_status?.id === id
    ? { ...post, quote: { state: 'deleted', quoted_status: null } }
    : post;
}

function withNested(post: Status, change: (nested: Status) => Status): Status {
  const reblog = post.reblog && change(post.reblog);
  const quote: Status['quote'] =
    post.quote?.state === 'accepted'
      ? { state: 'accepted', quoted_status: change(post.quote.quoted_status) }
      : post.quote;
  if (reblog === post.reblog && quote?.quoted_status === post.quote?.quoted_status) return post;
  return { ...post, reblog, quote };
}

function sameWithheld(one: Status['withheld'], other: Status['withheld']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
