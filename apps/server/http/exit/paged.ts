import type { StoredPage } from '#domain';
import type { Gated } from '#visibility';

/**
 * A page of a list, as a route returns it: what passed the gate, and what says where the pages before and after
 * are. The exit sends the list, and writes `Link`.
 */
export class Paged<T> {
  /** Ids of what was read, the newest first. */
  private readonly ids: readonly string[];

  /**
   * @param list what is shown
   * @param read what was read for it, shown or not, the newest first: so a page of things left out does not end
   *   the list
   * @param limit how many were asked for
   */
  constructor(
    readonly list: Gated<T[]>,
    read: Pick<StoredPage, 'ids'> | readonly { id: string }[],
    private readonly limit: number,
  ) {
    this.ids = 'ids' in read ? read.ids : read.map(({ id }) => id);
  }

  /**
   * The `Link` of the page (RFC 8288), as Mastodon has it; undefined of an empty one.
   *
   * @param address of the page itself: all its other parameters stay
   * @see https://docs.joinmastodon.org/api/guidelines/#pagination
   */
  link(address: URL): string | undefined {
    const newest = this.ids.at(0);
    const oldest = this.ids.at(-1);
    if (newest === undefined || oldest === undefined) return undefined;
    const to = (bound: 'max_id' | 'min_id', id: string): string => {
      const url = new URL(address);
      for (const name of ['max_id', 'since_id', 'min_id']) url.searchParams.delete(name);
      url.searchParams.set(bound, id);
      return url.href;
    };
    const next = this.ids.length === this.limit ? [`<${to('max_id', oldest)}>; rel="next"`] : [];
    return [...next, `<${to('min_id', newest)}>; rel="prev"`].join(', ');
  }
}
