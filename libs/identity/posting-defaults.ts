import type { Database, Sql, Transaction } from '#database';

/** Somebody's settings for posts of theirs that do not say otherwise. Private state. */
export interface PostingDefaults {
  privacy: 'public' | 'unlisted' | 'private';
  sensitive: boolean;
  language: string | null;
}

const NOTHING_SET: PostingDefaults = { privacy: 'public', sensitive: false, language: null };

/** Reads what an account set for its posts. */
export async function postingDefaultsOf(sql: Sql, account: string): Promise<PostingDefaults> {
  const [row] = await sql.query<Omit<PostingDefaults, 'sensitive'> & { sensitive: number }>(
    'SELECT privacy, sensitive, language FROM posting_default WHERE account_id = $1',
    [account],
  );
  return row === undefined ? NOTHING_SET : { ...row, sensitive: row.sensitive === 1 };
}

/** A change of somebody's private settings; those that are left out stay. */
export interface SettingsChange {
  /** Null: wherever they are found to be. */
  country?: string | null;
  defaults?: Partial<PostingDefaults>;
}

/** Stores settings of an account, in a transaction. */
export async function changeSettings(
  transaction: Transaction,
  account: string,
  { country, defaults }: SettingsChange,
): Promise<void> {
  if (country !== undefined)
    await transaction.query('UPDATE credential SET country = $2 WHERE account_id = $1', [account, country]);
  if (defaults === undefined) return;
  const { sensitive, ...rest } = { ...(await postingDefaultsOf(transaction, account)), ...defaults };
  const row = { account_id: account, ...rest, sensitive: sensitive ? 1 : 0 };
  await transaction.insert('posting_default', [row], { orUpdate: { key: ['account_id'] } });
}

/** The same by itself. */
export function storeSettings(database: Database, account: string, change: SettingsChange): Promise<void> {
  return database.write((transaction) => changeSettings(transaction, account, change));
}
