import type { PageRequest } from '#projections';
import type { GoesOn } from '../http/exit/paged.js';
import { goesOnFrom, MOST_AT_ONCE, MOST_ROWS } from './read-feed.js';

/** The rows of a page that are shown, newest first, each with what is shown of it. */
export interface FilledPage<Shown> {
  ids: string[];
  shown: Shown[];
  goesOn: GoesOn | null;
}

/**
 * Fills a page of a list of which some rows are left out: rows are read until it is full, as those of a feed are. A
 * page that is short is where the list ends, and its bounds name nothing that was left out.
 *
 * @param page its bounds, and how many it holds at most
 * @param read reads some rows, newest first, however they are seen
 * @param show gives what is shown of some rows, by the row's id; of those that are left out nothing
 */
export async function fillPage<Row extends { id: string }, Shown>(
  page: PageRequest,
  read: (page: PageRequest) => Promise<readonly Row[]>,
  show: (rows: readonly Row[]) => Promise<ReadonlyMap<string, Shown>>,
): Promise<FilledPage<Shown>> {
  const oldestFirst = page.minId !== undefined;
  const found: { id: string; shown: Shown }[] = [];
  const filled = (goesOn: GoesOn | null): FilledPage<Shown> => {
    const inOrder = oldestFirst ? found.toReversed() : found;
    return { ids: inOrder.map(({ id }) => id), shown: inOrder.map(({ shown }) => shown), goesOn };
  };
  let bounds = page;
  let looked = 0;
  for (let more = page.limit; ; more = Math.min(more * 2, MOST_AT_ONCE)) {
    const rows = await read({ ...bounds, limit: more });
    const seen = await show(rows);
    for (const { id } of oldestFirst ? rows.toReversed() : rows) {
      const shown = seen.get(id);
      if (shown !== undefined && found.length < page.limit) found.push({ id, shown });
    }
    looked += rows.length;
    if (found.length >= page.limit || rows.length < more) return filled(null);
    const last = (oldestFirst ? rows[0] : rows.at(-1))?.id ?? '';
    if (looked >= MOST_ROWS) return filled(goesOnFrom(last, filled(null).ids, page));
    bounds = oldestFirst ? { ...page, minId: last } : { ...page, maxId: last };
  }
}
