import type { SqlValue, Transaction } from './database.js';
import type { Pace } from './pace.js';

/** How many rows SQLite deletes in one go; with their indexes that takes some milliseconds. */
const SLICE = 300;

/**
 * Deletes rows, and gives way to others meanwhile: on SQLite, whose statements are done before they return,
 * slice by slice; on PostgreSQL, which works elsewhere, at once.
 *
 * @param where a condition on the columns of the table, with `$1` and on for `parameters`
 * @returns how many rows were deleted
 */
export async function deletePaced(
  transaction: Transaction,
  table: string,
  where: string,
  parameters: readonly SqlValue[],
  pace: Pace,
): Promise<number> {
  if (transaction.dialect.name === 'postgres') {
    const [row] = await transaction.query<{ deleted: number | string }>(
      `WITH gone AS (DELETE FROM ${table} WHERE ${where} RETURNING 1) SELECT count(*) AS deleted FROM gone`,
      parameters,
    );
    return Number(row?.deleted ?? 0);
  }
  for (let deleted = 0; ;) {
    const rows = await transaction.query(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${where} LIMIT ${SLICE})
       RETURNING 1 AS gone`,
      parameters,
    );
    deleted += rows.length;
    await pace.rest();
    if (rows.length < SLICE) return deleted;
  }
}
