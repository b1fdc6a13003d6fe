import type { Database } from '#database';
import { PROJECTED_TABLES } from '#projections';

type Dump = Record<string, string[]>;

/** Every row of every projection. */
export async function dump(database: Database): Promise<Dump> {
  const tables: Dump = {};
  for (const table of PROJECTED_TABLES) {
    const rows = await database.reader.query(`SELECT * FROM ${table}`);
    tables[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return tables;
}

/** The first rows in which each table differs: thousands would tell no more. */
export function differing(now: Dump, before: Dump): unknown[] {
  return PROJECTED_TABLES.flatMap((table) => {
    const [rows = [], others = []] = [now[table], before[table]];
    const at = Array.from({ length: Math.max(rows.length, others.length) }).findIndex(
      (_, index) => rows[index] !== others[index],
    );
    return at === -1 ? [] : { table, now: rows[at], before: others[at] };
  });
}
