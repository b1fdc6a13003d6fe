import type { DatabaseLocation } from '#config';
import type { Database, DatabaseOptions } from './database.js';
import { openPostgres } from './postgres.database.js';
import type { Migrations } from './schema-version.js';
import { openSqlite } from './sqlite.database.js';

/**
 * Opens a database and brings it up to date.
 *
 * @param migrations all of the program's, oldest first; those not yet run are run
 * @throws DatabaseUnusable when it cannot be opened or written, is newer than the program, or
 *   lacks the triggers that keep its log append-only
 */
export function openDatabase(
  location: DatabaseLocation,
  migrations: Migrations,
  options: DatabaseOptions = {},
): Promise<Database> {
  return location.kind === 'sqlite'
    ? openSqlite(location.path, migrations, options)
    : openPostgres(location, migrations, options);
}
