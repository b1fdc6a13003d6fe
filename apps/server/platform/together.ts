import DataLoader from 'dataloader';

/** The most that one statement reads at once. */
const MOST = 500;

/**
 * Lets reads share a statement that are asked for in one turn of the event loop, as those of requests that came
 * together are. It begins after all of them were asked for, and nothing is kept: each sees what was committed
 * before it was asked for.
 *
 * @param read gives a value, or an error, for each of some keys, in their order
 * @returns reads the value of one key
 */
export function readTogether<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): (key: Key) => Promise<Value> {
  const loader = new DataLoader(read, { cache: false, maxBatchSize: MOST, batchScheduleFn: setImmediate });
  return (key) => loader.load(key);
}
