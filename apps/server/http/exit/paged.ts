import type { Feed } from '#domain';
import type { Gated } from '#visibility';

/** The bound from which a list is read on: older than `max_id`, or newer than `min_id`. */
export type GoesOn = { max_id: string; min_id?: never } | { min_id: string; max_id?: never };

/** The rows that were read for a page. */
export interface ReadPage {
  /** Ids of what was read, shown or not, the newest first: so a page of things left out does not end the list. */
  ids: readonly string[];
  /** Where reading stopped before the page was full; null where it did not: a short page then ends the list. */
  goesOn?: GoesOn | null;
}

/**
 * The bounds of the pages around a page.
 *
 * @param limit how many were asked for
 * @returns `older`, the `max_id` of the page after it, and `newer`, the `min_id` of the one before; null where
 *   there is none, or none is known
 */
export function boundsAround(
  { ids, goesOn = null }: ReadPage,
  limit: number,
): { older: string | null; newer: string | null } {
  const oldest = ids.length === limit ? ids.at(-1) : undefined;
  return { older: goesOn?.max_id ?? oldest ?? null, newer: goesOn?.min_id ?? ids[0] ?? null };
}

/**
 * A page of a list, as a route returns it: what passed the gate, and what says where the pages beside it are.
 * The exit sends the list, and writes `Link`.
 */
export abstract class Page<T, Body = T[]> {
  abstract readonly list: Gated<Body>;
  /**
   * The `Link` of the page (RFC 8288); undefined where no page is beside it.
   *
   * @param address of the page itself: all its other parameters stay
   */
  abstract link(address: URL): string | undefined;
}

/** A page of a list whose newest come first: the pages before and after it are told. */
export class Paged<T, Body = T[]> extends Page<T, Body> {
  private readonly read: ReadPage;

  /**
   * @param list what is shown: the list, or what holds it
   * @param read what was read for it
   * @param limit how many were asked for
   * @param feed the feed that it is a page of; null of any other list
   */
  constructor(
    readonly list: Gated<Body>,
    read: ReadPage | readonly { id: string }[],
    private readonly limit: number,
    readonly feed: Feed | null = null,
  ) {
    super();
    this.read = 'ids' in read ? read : { ids: read.map(({ id }) => id) };
  }

  /**
   * As Mastodon has it.
   *
   * @see https://docs.joinmastodon.org/api/guidelines/#pagination
   */
  link(address: URL): string | undefined {
    const to = (bound: 'max_id' | 'min_id', id: string | null, rel: string): string[] => {
      if (id === null) return [];
      const url = new URL(address);
      for (const name of ['max_id', 'since_id', 'min_id']) url.searchParams.delete(name);
      url.searchParams.set(bound, id);
      return [`<${url.href}>; rel="${rel}"`];
    };
    const { older, newer } = boundsAround(this.read, this.limit);
    const links = [...to('max_id', older, 'next'), ...to('min_id', newer, 'prev')];
    return links.length === 0 ? undefined : links.join(', ');
  }
}

/** A page of what is read from its beginning on, by a cursor: the page after it is told. */
export class PagedOn<T> extends Page<T> {
  /**
   * @param list what is shown
   * @param since the cursor of the page after it; null where this is the last
   */
  constructor(
    readonly list: Gated<T[]>,
    private readonly since: number | null,
  ) {
    super();
  }

  link(address: URL): string | undefined {
    if (this.since === null) return undefined;
    const url = new URL(address);
    url.searchParams.set('since', String(this.since));
    return `<${url.href}>; rel="next"`;
  }
}
