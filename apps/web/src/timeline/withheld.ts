import type { Status } from '#contract';

/** How many have something withheld on a side: stand-ins, and others. Whoever has several posts counts once. */
export interface Withheld {
  standIns: number;
  others: number;
}

/** The tombstone that a reader sees for a post: its own, or that of what it passes on. */
export function tombstoneOf(post: Status): Status | null {
  if (post.tombstone) return post;
  return post.reblog?.tombstone === true ? post.reblog : null;
}

/** Who has something withheld on a side, counted as its posts come, turn and go: over all of them, drawn or not. */
export class WithheldTally {
  /** By how many of their posts, by the id of the account. */
  private readonly standIns = new Map<string, number>();
  private readonly others = new Map<string, number>();

  get counts(): Withheld {
    return { standIns: this.standIns.size, others: this.others.size };
  }

  /** Notes what becomes of a post; null where it was not there before, or is not after. */
  change(before: Status | null, after: Status | null): void {
    this.add(before, -1);
    this.add(after, 1);
  }

  private add(post: Status | null, by: 1 | -1): void {
    const hidden = post && tombstoneOf(post);
    if (hidden === null) return;
    const { id, kind } = hidden.account;
    const counted = kind === 'stand_in' ? this.standIns : this.others;
    const posts = (counted.get(id) ?? 0) + by;
    if (posts === 0) counted.delete(id);
    else counted.set(id, posts);
  }
}

/** Counts what a side withholds, over all that is folded and not over what happens to be drawn. */
export function withheldIn({ posts }: { readonly posts: ReadonlyMap<string, Status> }): Withheld {
  const tally = new WithheldTally();
  for (const post of posts.values()) tally.change(null, post);
  return tally.counts;
}
