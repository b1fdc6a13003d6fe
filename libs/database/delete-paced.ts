import type { SqlValue, Transaction } from './database.js';
import { amongIds, idRows, idsParameter } from './dialect.js';
import type { Pace } from './pace.js';

/**
 * How many rows SQLite deletes in its first go, and how long it is to take, ms: a row of words, whose index forgets at
 * once, takes as long as hundreds of others.
 */
const FIRST_SLICE = 4;
const SLICE_MS = 4;

/** Rows of a table, by what one of their columns says. */
export interface Among {
  /** A column, or an expression of columns that an index is on. */
  column: string;
  ids: readonly string[];
  /** Leaves out the rows in which another says one of these. */
  except?: { column: string; values: readonly string[] };
}

/**
 * Deletes the rows of a table in which a column is among ids, and gives way to others meanwhile: on SQLite,
 * whose statements are done before they return, slice by slice; on PostgreSQL, which works elsewhere, at once.
 *
 * @returns how many rows were deleted
 */
export async function deletePaced(
  transaction: Transaction,
  table: string,
  { column, ids, except }: Among,
  pace: Pace,
): Promise<number> {
  const { dialect } = transaction;
  const kept = except === undefined ? '' : `AND NOT ${amongIds(dialect, except.column, '$2')}`;
  const parameters = [ids, ...(except === undefined ? [] : [except.values])].map(idsParameter);
  if (dialect.name === 'sqlite')
    return deleteInSlices(
      transaction,
      table,
      `WHERE ${amongIds(dialect, column, '$1')} ${kept}`,
      parameters,
      pace,
    );
  // By where the rows are, each looked up by the index: PostgreSQL does not know how few they are.
  const [row] = await transaction.query<{ deleted: number | string }>(
    `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
       SELECT found.at FROM ${idRows(dialect, '$1')} CROSS JOIN LATERAL
         (SELECT ctid AS at FROM ${table} WHERE ${column} = n.id ${kept} OFFSET 0) AS found
     )) RETURNING 1) SELECT count(*) AS deleted FROM gone`,
    parameters,
  );
  return Number(row?.deleted ?? 0);
}

async function deleteInSlices(
  transaction: Transaction,
  table: string,
  where: string,
  parameters: readonly SqlValue[],
  pace: Pace,
): Promise<number> {
  let slice = FIRST_SLICE;
  for (let deleted = 0; ;) {
    const began = performance.now();
    const rows = await transaction.query(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ${where} LIMIT ${slice}) RETURNING 1 AS gone`,
      parameters,
    );
    deleted += rows.length;
    const took = performance.now() - began;
    await pace.rest();
    if (rows.length < slice) return deleted;
    slice = took > SLICE_MS ? Math.ceil(slice / 2) : slice * 2;
  }
}
