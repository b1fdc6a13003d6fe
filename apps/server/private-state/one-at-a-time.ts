import type { Transaction } from '#database';

/**
 * Lets of the transactions that change an account's private state one go on at a time, until it ends: what one counts
 * before it adds is then true of what the others have added. To be asked for before the first look. It waits for
 * nothing but others that ask so, whatever else those hold by then: whoever has asked takes no lock on the log.
 *
 * @param account its id
 */
export async function oneAtATime(transaction: Transaction, account: string): Promise<void> {
  // On SQLite the transaction has the database's one write lock already.
  if (transaction.dialect.name !== 'postgres') return;
  await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [account]);
}
