import fs from 'node:fs';
import path from 'node:path';
import type { Database } from '#database';
import type { TestDatabase } from './databases.js';

/** Every row of every table that there is, private state and log included. */
export async function everything(database: Database): Promise<string> {
  const rows = [];
  for (const name of await tablesOf(database))
    rows.push(...(await database.reader.query<object>(`SELECT * FROM ${name}`)));
  return JSON.stringify(rows);
}

/** The names of all tables that there are. */
export async function tablesOf({ reader, dialect }: Database): Promise<string[]> {
  const tables = await reader.query<{ name: string }>(
    dialect.name === 'sqlite'
      ? // An index of words has tables of its own, whose rows tell of how it came about, too; `bytesOf` looks at those.
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'`
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()`,
  );
  if (tables.length < 15) throw new Error('There are more tables than that');
  return tables.map(({ name }) => name);
}

/** The bytes of a SQLite database’s files; nothing of a PostgreSQL one. */
export function bytesOf(place: TestDatabase): string {
  if (!place.url.startsWith('sqlite:')) return '';
  const folder = path.dirname(place.url.slice('sqlite:'.length));
  return fs
    .readdirSync(folder)
    .map((name) => fs.readFileSync(path.join(folder, name), 'latin1'))
    .join();
}
