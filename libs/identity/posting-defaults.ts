import { amongIds, idsParameter, type Database, type Sql, type Transaction } from '#database';

/** Somebody's settings for posts of theirs that do not say otherwise. Private state. */
export interface PostingDefaults {
  privacy: 'public' | 'unlisted' | 'private';
  sensitive: boolean;
  language: string | null;
}

const NOTHING_SET: PostingDefaults = { privacy: 'public', sensitive: false, language: null };

/** Reads what some accounts set for their posts, in the order of the accounts. */
export async function postingDefaults(sql: Sql, accounts: readonly string[]): Promise<PostingDefaults[]> {
  const rows = await sql.query<
    Omit<PostingDefaults, 'sensitive'> & { sensitive: number; account_id: string }
  >(
    `SELECT d.account_id, d.privacy, d.sensitive, d.language FROM posting_default d
     WHERE ${amongIds(sql.dialect, 'd.account_id', '$1')}`,
    [idsParameter(accounts)],
    { planned: 'once' },
  );
  const set = new Map(
    rows.map(({ account_id, sensitive, ...row }) => [account_id, { ...row, sensitive: sensitive === 1 }]),
  );
  return accounts.map((account) => set.get(account) ?? NOTHING_SET);
}

/** Reads what an account set for its posts. */
export async function postingDefaultsOf(sql: Sql, account: string): Promise<PostingDefaults> {
  const [set = NOTHING_SET] = await postingDefaults(sql, [account]);
  return set;
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
