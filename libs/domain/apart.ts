/** The blocks and mutes between somebody who looks and an account. Private state of whoever set them. */
export interface Apart {
  /** Whoever looks blocks the account. */
  blocks: boolean;
  /** The account blocks whoever looks. */
  blockedBy: boolean;
  /** Whoever looks mutes the account. */
  mutes: boolean;
}

/**
 * Who is kept apart, the one rule of it: wherever posts and accounts are listed or told, those who block or mute
 * the account are told nothing of it, and those whom it blocks neither. What is asked for by its id is told to
 * whoever set this themselves; of somebody who blocks them they are told no post. A block keeps nothing from
 * those who see all.
 */
export function isApart({ apart }: { apart?: Apart }, seesAll: boolean): boolean {
  return apart !== undefined && (apart.blocks || apart.mutes || (apart.blockedBy && !seesAll));
}

/** Whether the posts of an account are kept from whoever looks, even where they are asked for by id. */
export function isBarred({ apart }: { apart?: Apart }): boolean {
  return apart?.blockedBy === true;
}
