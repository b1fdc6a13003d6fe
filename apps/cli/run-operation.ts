import fs from 'node:fs';
import { CommandBus } from '#commands';
import type { Config } from '#config';
import { DatabaseUnusable, FileOwnership, openDatabase } from '#database';
import { MIGRATIONS } from '#migrations';
import { operate, type Lines, type Operation } from '#operations';
import { refoldIfOutdated } from '#projections';
import { askOwner } from './ask-owner.js';

/** Operations on what is there. */
const NEED_A_DATABASE: readonly Operation['name'][] = ['verify', 'rebuild', 'backup'];

/**
 * Runs an operation where the database is: by whoever owns its file, else here.
 *
 * @returns the exit code of the command
 */
export async function* runOperation(config: Config, operation: Operation, signal: AbortSignal): Lines {
  const { database: location } = config;
  if (location.kind === 'postgres') return yield* runHere(config, operation, signal);
  // Else a database would be made for it, and found whole.
  if (NEED_A_DATABASE.includes(operation.name) && !fs.existsSync(location.path))
    throw new DatabaseUnusable(
      `There is no database at ${location.path}. Load a scenario or start a server first, or set DATABASE_URL.`,
    );
  const taken = FileOwnership.take(location.path);
  if (!taken.taken) {
    if (taken.by === null)
      throw new DatabaseUnusable(`The database ${location.path} is in use by another process.`);
    return yield* askOwner(taken.by, operation, signal);
  }
  try {
    return yield* runHere(config, operation, signal);
  } finally {
    taken.ownership.release();
  }
}

async function* runHere(config: Config, operation: Operation, signal: AbortSignal): Lines {
  const database = await openDatabase(config.database, MIGRATIONS);
  try {
    await database.alone(async () => {
      await refoldIfOutdated(database);
    });
    return yield* operate(operation, { database, bus: new CommandBus(database), now: Date.now, signal });
  } finally {
    await database.close();
  }
}
