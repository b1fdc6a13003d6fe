import { hashRaw, type Algorithm } from '@node-rs/argon2';
import type { PrivateTable } from '#commands';
import { amongIds, idsParameter, type Sql, type Transaction } from '#database';

// As costly as a password's hash: names are few, and whoever has the table can try them all.
const COST = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;

export const RETIRED_HANDLES: readonly PrivateTable[] = [
  {
    table: 'retired_handle',
    erase: { nothing: 'A digest keeps anybody else from the handle, and tells no name.' },
  },
  { table: 'retired_handle_salt', erase: { nothing: 'It is the database’s own, and of no account.' } },
];

/**
 * The digest under which a handle of an erased person is kept: nobody else may have it, lest they be taken
 * for that person. A digest (argon2id, salted per database) lets a given name be checked and reveals no
 * name. Private state: in no event, and untouched by a rebuild.
 */
export async function digestOfHandle(sql: Sql, handle: string): Promise<string> {
  const [row] = await sql.query<{ salt: string }>('SELECT salt FROM retired_handle_salt');
  if (row === undefined) throw new Error('The salt of retired handles is missing');
  const digest = await hashRaw(handle.toLowerCase(), { ...COST, salt: Buffer.from(row.salt) });
  return digest.toString('hex');
}

/** Digests of some handles, to look them up by; none where no handle was ever retired: they are costly. */
export async function digestsToAsk(sql: Sql, handles: readonly string[]): Promise<string[]> {
  const [any] = await sql.query('SELECT 1 AS found FROM retired_handle LIMIT 1');
  return any === undefined ? [] : Promise.all(handles.map((handle) => digestOfHandle(sql, handle)));
}

export async function anyRetired(sql: Sql, digests: readonly string[]): Promise<boolean> {
  if (digests.length === 0) return false;
  const rows = await sql.query(
    `SELECT 1 AS found FROM retired_handle r WHERE ${amongIds(sql.dialect, 'r.digest', '$1')}`,
    [idsParameter(digests)],
  );
  return rows.length > 0;
}

export async function retire(transaction: Transaction, digest: string): Promise<void> {
  await transaction.insert('retired_handle', [{ digest }], { orIgnore: true });
}
