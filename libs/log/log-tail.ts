import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Sql } from '#database';
import { madeTogether, type LoggedEvent } from '#domain';
import { read } from './log.js';

/** How many rows are read in one go. */
const CHUNK = 1_000;

/**
 * Follows the log from a cursor: every event after it, in `seq` order, exactly once, none missed;
 * then waits for more. Ends when the signal aborts.
 *
 * @param after a `seq`; events after it are yielded as they are found, in chunks that never end in the
 *   middle of what was made together
 */
export async function* followLog(
  database: Database,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<{ events: LoggedEvent[]; cursor: number }> {
  let cursor = after;
  // Set by every commit, cleared before each look: a commit during a look is looked at again.
  let dirty = true;
  let wake: () => void = () => undefined;
  const stop = database.onCommit(() => {
    dirty = true;
    wake();
  });
  const abort = (): void => wake();
  signal.addEventListener('abort', abort);
  try {
    while (!signal.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      dirty = false;
      const { isMore, ...page } = await readTogether(database.reader, cursor);
      if (page.cursor === cursor) continue;
      cursor = page.cursor;
      if (isMore) dirty = true;
      yield page;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Reads a chunk, and the events made together with its last: they were committed with it, so they are
 * there. `isMore`: it ended before the log did.
 */
async function readTogether(
  sql: Sql,
  after: number,
): Promise<{ events: LoggedEvent[]; cursor: number; isMore: boolean }> {
  let { events, cursor } = await read(sql, after, CHUNK);
  let looked = cursor - after;
  let isMore = false;
  while (looked === CHUNK) {
    // Others have their turn of the event loop: one command may have made many events.
    await nextTurn();
    const more = await read(sql, cursor, CHUNK);
    looked = more.cursor - cursor;
    const last = events.at(-1);
    const apart = last === undefined ? 0 : more.events.findIndex((event) => !madeTogether(last, event));
    if (apart === -1) {
      events = [...events, ...more.events];
      cursor = more.cursor;
      continue;
    }
    const [next] = more.events.slice(apart);
    events = [...events, ...more.events.slice(0, apart)];
    if (apart > 0) cursor = (next?.seq ?? cursor + 1) - 1;
    isMore = true;
    break;
  }
  return { events, cursor, isMore };
}
