/**
 * A whole tape in figures, for the drawing along its time: how many things happen when, and how many
 * stand-ins and posts are withheld after each moment. Read once a tape; it holds no words.
 */
export interface Score {
  /** Story time of each moment, ms since the epoch, ascending strictly. */
  at: readonly number[];
  /** How many things each moment tells: posts, orders, decisions, rows. */
  events: readonly number[];
  /** How many distinct accounts are withheld, or have a post withheld, after each moment. */
  withheld: readonly number[];
}
