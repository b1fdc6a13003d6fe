import type { Feed } from '#domain';
import type { Gated } from '#visibility';

/** An answer that is being made and may be kept, so that who asks the same next is given the same bytes. */
export interface Making {
  /**
   * Takes the answer as the exit lets it go.
   *
   * @param body what passed the gate, nothing of it exempt
   * @param link the `Link` of a page; undefined where it has none
   * @param feed the feed that it is a page of; null where it is no page
   */
  made(body: Gated<unknown>, link: string | undefined, feed: Feed | null): void;
}

/** A request whose answer may be kept. */
export interface MakingRequest {
  making?: Making;
}
