import type { Database } from '#database';
import type { StreamName } from '#contract';
import type { Gate } from '#visibility';
import { FrameMaker } from './frame-maker.js';
import type { GatedFrame } from './gated-frame.js';
import { viewpointOf, type Audience, type Moment } from './audience.js';
import { Sight, sightOf } from './sight.js';
import { thingsIn, type Slice } from './slices.js';
import { streamsAbout, streamsOf, streamsToldOf } from './streams.js';
import type { Affected } from './affected.js';
import { readAffected } from './read-affected.js';

/** The messages for an audience: a resync's reason, where frames cannot say what changed; then frames. */
export interface Telling {
  resync: string | null;
  /** In `seq` order. */
  frames: GatedFrame[];
}

/** The audiences that a slice may have frames for. */
export interface Reach {
  /** Whether it is everyone: all are to read again. */
  everyone: boolean;
  streams: ReadonlySet<StreamName>;
  /** Whether it is the stream of any hashtag. */
  hashtags: boolean;
  /** Ids of the accounts whose `user` streams, and those of whoever follows them, it may have frames for. */
  accounts: ReadonlySet<string>;
}

/**
 * A slice of the log with all that it takes to tell it to any audience: what it touches is read once,
 * as it is at one moment, and judged once for all who see the same. Live and resumed sockets get the
 * same frames.
 */
export class FrameSet {
  private readonly gate: Gate;
  /** Judged things, by the name that `sightOf` gives to all that decides a verdict. */
  private readonly sights = new Map<string, Sight>();
  /** Accounts that may see more here than others do, or less: of what is restricted, their own; and what is for them. */
  readonly seeingMore: ReadonlySet<string>;

  private constructor(
    gate: Gate,
    private readonly slice: Slice,
    private readonly affected: Affected,
    private readonly moment: Moment,
    private readonly readers: ReadonlySet<string>,
  ) {
    // It reads once, and makes frames for many audiences.
    this.gate = gate.forMany();
    // Those who keep apart from somebody here are told less, and apart from others, too.
    const seeingMore = new Set<string>([...affected.accounts.keys(), ...affected.apart.keys()]);
    const { page, before } = affected;
    for (const one of [...page.posts.values(), ...before.values()]) {
      const { account, restrictions, audience, inReplyToAudience } = one;
      if (restrictions.length > 0 || account.restrictions.length > 0) seeingMore.add(account.id);
      for (const id of audience ?? []) seeingMore.add(id);
      for (const id of inReplyToAudience ?? []) seeingMore.add(id);
    }
    this.seeingMore = seeingMore;
  }

  /**
   * Reads what a slice touches, in statements that are short each.
   *
   * @param moment as of when it is read and told
   * @param readers ids of the accounts to whom it may be told what is for them
   * @param tells whether they are told of what the hashtags hold that they follow
   */
  static async read(
    database: Database,
    gate: Gate,
    slice: Slice,
    moment: Moment,
    readers: ReadonlySet<string>,
    tells: { tags: boolean },
  ): Promise<FrameSet> {
    const affected = await readAffected(database, slice, moment.at, [...readers], tells);
    return new FrameSet(gate, slice, affected, moment, readers);
  }

  /** Whether it was read for an account; of what is for some people alone it tells nobody else. */
  isFor(viewer: string | null): boolean {
    return viewer === null || this.readers.has(viewer);
  }

  /** How many things it touches: posts, restrictions, and the posts that rest on them. */
  get size(): number {
    const resting = new Set([...this.affected.restingOn.values()].flat());
    return thingsIn(this.slice.events).size + resting.size;
  }

  /** The audiences that it may have frames for; it has none for any other. */
  get reach(): Reach {
    const { page, before, accounts, restrictions } = this.affected;
    const streams = new Set<StreamName>(this.slice.events.flatMap(streamsToldOf));
    const people = new Set(accounts.keys());
    for (const post of [...page.posts.values(), ...before.values()]) {
      for (const stream of streamsOf(post)) streams.add(stream);
      people.add(post.account.id);
    }
    for (const viewer of this.affected.followedTags.keys()) people.add(viewer);
    const { deeds, retold, talks } = this.affected;
    for (const { account } of [...[...deeds.values()].flat(), ...retold, ...talks]) people.add(account);
    for (const account of accounts.values()) for (const stream of streamsAbout(account)) streams.add(stream);
    for (const { subject } of restrictions.values())
      if (subject.type === 'hashtag') streams.add(`hashtag:${subject.id}`);
    return { everyone: this.resync !== null, streams, hashtags: accounts.size > 0, accounts: people };
  }

  /** Makes the messages for an audience. */
  tellingFor(audience: Audience): Telling {
    const { events, part } = this.slice;
    const viewpoint = viewpointOf(audience, this.moment);
    const maker = new FrameMaker(this.affected, audience, viewpoint, this.sightFrom(audience));
    const frames = maker.make(events, part !== 'rest');
    return { resync: this.resync ?? maker.resync, frames };
  }

  /** The sight of an audience: the viewer's own where they see more here, else that of their class. */
  private sightFrom(audience: Audience): Sight {
    const own = this.seeingMore.has(audience.viewer?.id ?? '') ? audience.viewer : null;
    const name = sightOf(audience, own);
    let sight = this.sights.get(name);
    if (sight === undefined) {
      sight = new Sight(this.gate, this.affected, viewpointOf({ ...audience, viewer: own }, this.moment));
      this.sights.set(name, sight);
    }
    return sight;
  }

  private get resync(): string | null {
    // Things that were shown may be gone, and no frame can name them.
    if (this.slice.events.some(({ type }) => type === 'account.erased')) return 'something was erased';
    return this.slice.inBrief ? 'much changed at once' : null;
  }
}
