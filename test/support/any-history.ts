import fc from 'fast-check';
import type { TestDatabase } from './databases.js';
import type { Move } from './histories.js';
import { Platform } from './platform.js';

/** The histories on which a claim is checked. */
interface Histories {
  moves: fc.Arbitrary<Move[]>;
  /** How many, on SQLite; on PostgreSQL, where each takes longer, a quarter of them. */
  runs: number;
  /** How long new ones are begun, ms. */
  timeLimit: number;
  /** Makes the same ones each time; others each time unless given. */
  seed?: number;
}

/**
 * Checks a claim on random histories, each on an empty platform of its own.
 *
 * @param make makes the database of a platform
 * @param check lives the moves, and throws where the claim does not hold
 */
export async function forAnyHistory(
  make: () => Promise<TestDatabase>,
  { moves, runs, timeLimit, seed }: Histories,
  check: (platform: Platform, moves: readonly Move[]) => Promise<void>,
): Promise<void> {
  const probe = await make();
  await probe.remove();
  const numRuns = probe.url.startsWith('postgres') ? Math.ceil(runs / 4) : runs;
  const onItsOwn = async (lived: readonly Move[]): Promise<void> => {
    const place = await make();
    const platform = await Platform.on(place);
    try {
      await check(platform, lived);
    } finally {
      await platform.database.close();
      await place.remove();
    }
  };
  // The time may be over while a history is being lived: it comes to its end before the test does.
  let last: Promise<void> = Promise.resolve();
  try {
    await fc.assert(
      fc.asyncProperty(moves, (lived) => (last = onItsOwn(lived))),
      { numRuns, interruptAfterTimeLimit: timeLimit, ...(seed === undefined ? {} : { seed }) },
    );
  } finally {
    await last.catch(() => undefined);
  }
}
