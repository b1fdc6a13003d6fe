import type { Database } from '#database';
import type { LoggedEvent } from '#domain';
import { read } from './log.js';

const CHUNK = 1_000;

/**
 * Follows the log from a cursor: every event after it, in `seq` order, exactly once, none missed;
 * then waits for more. Ends when the signal aborts.
 *
 * @param after a `seq`; events after it are yielded, in chunks as they are found
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
      const page = await read(database.reader, cursor, CHUNK);
      if (page.cursor === cursor) continue;
      cursor = page.cursor;
      dirty = true;
      yield page;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', abort);
  }
}
