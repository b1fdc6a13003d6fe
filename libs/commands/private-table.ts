import type { Transaction } from '#database';

/**
 * A table of private state: what is in no event, and so is no projection. Whoever owns one registers it
 * with what erases an account from it, in `PRIVATE_TABLES` (`libs/identity/erase-account.ts`); a test over
 * the schema fails for a table that nobody registered.
 */
export interface PrivateTable {
  table: string;
  /**
   * Removes the rows of an account, in the transaction in which it is erased; or says why an erasure leaves
   * the table alone.
   */
  erase: ((transaction: Transaction, account: string) => Promise<void>) | { nothing: string };
}

/** A table each of whose rows is of one account alone, named by its `account_id`. */
export function ofOneAccount(table: string): PrivateTable {
  return {
    table,
    erase: async (transaction, account) => {
      await transaction.query(`DELETE FROM ${table} WHERE account_id = $1`, [account]);
    },
  };
}
