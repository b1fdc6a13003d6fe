import type { Sql } from '#database';
import { timeOfId, type StoredOrder } from '#domain';

/** An authority, and the scenario that it is of. */
export type StoredAuthority = StoredOrder['authority'] & { scenario: string | null };

/** An authority as of an instant (ms since the epoch); undefined where it had not been registered. */
export async function authorityAt(sql: Sql, at: number, id: string): Promise<StoredAuthority | undefined> {
  if (timeOfId(id) > at) return undefined;
  const [row] = await sql.query<{
    account_id: string | null;
    name: string;
    short_name: string;
    country: string | null;
    note: string;
    scenario: string | null;
  }>('SELECT account_id, name, short_name, country, note, scenario FROM authority WHERE id = $1', [id]);
  if (row === undefined) return undefined;
  const { account_id, short_name, ...rest } = row;
  return { id, account: account_id, shortName: short_name, ...rest };
}

/** The authority that filed an order; null where the order is confidential, and nobody may be named. */
export async function authorityOf(sql: Sql, order: string): Promise<string | null> {
  const [row] = await sql.query<{ authority_id: string }>(
    'SELECT authority_id FROM legal_order WHERE id = $1 AND confidential = 0',
    [order],
  );
  return row?.authority_id ?? null;
}
