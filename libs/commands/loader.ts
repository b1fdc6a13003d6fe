import { amongIds, idsParameter, type ColumnType, type SqlValue, type Transaction } from '#database';
import { isForAllInSql } from '#projections';

type Row = Record<string, SqlValue>;

/** Runs a select for a set of keys, unless the set is empty. */
export class Loader {
  constructor(private readonly transaction: Transaction) {}

  get dialect(): Transaction['dialect'] {
    return this.transaction.dialect;
  }

  get lookUp(): Transaction['dialect']['lookUp'] {
    return this.transaction.dialect.lookUp;
  }

  /** @param select is given the condition that a column is among the ids */
  async ofIds<T>(ids: Iterable<string>, select: (among: (column: string) => string) => string): Promise<T[]> {
    const list = [...ids];
    if (list.length === 0) return [];
    const { dialect } = this.transaction;
    return this.transaction.query<T>(
      select((column) => amongIds(dialect, column, '$1')),
      [idsParameter(list)],
      { planned: 'once' },
    );
  }

  /** The ids of an account's posts that are for all, in order, so many after one. */
  async postsOf(account: string, after: string, limit: number): Promise<string[]> {
    const rows = await this.transaction.query<{ id: string }>(
      `SELECT p.id FROM post p WHERE p.account_id = $1 AND p.id > $2 AND ${isForAllInSql('p.visibility')}
       ORDER BY p.id LIMIT $3`,
      [account, after, limit],
      { planned: 'once' },
    );
    return rows.map(({ id }) => id);
  }

  async rows<T>(
    keys: Iterable<Row>,
    columns: Readonly<Record<string, ColumnType>>,
    select: (keysTable: string) => string,
  ): Promise<T[]> {
    const list = [...keys];
    if (list.length === 0) return [];
    return this.transaction.query<T>(
      select(this.transaction.dialect.rowsOf('$1', 'k', columns)),
      [JSON.stringify(list)],
      { planned: 'once' },
    );
  }
}

/** The columns of pairs. */
export const PAIR = { actor: 'text', subject: 'text' } as const;
