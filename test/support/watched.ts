import type { Database, Transaction } from '#database';

/** A database, with counts of what it was asked to do, and a way to make it fail. */
export interface Watched {
  database: Database;
  /** Transactions that committed. */
  commits: number;
  /** Statements within transactions. */
  statements: number;
  /** Makes the next transactions fail as they commit; 1 is the very next one. */
  fail(...which: number[]): void;
}

export class LostConnection extends Error {
  override readonly name = 'LostConnection';
}

/**
 * A database, watched: commits and statements are counted, and commits can be made to fail.
 *
 * @param onStatement is told each statement within a transaction before it is run
 */
export function watch(inner: Database, onStatement: (sql: string) => void = () => undefined): Watched {
  let writes = 0;
  const failing = new Set<number>();
  const watched: Watched = {
    commits: 0,
    statements: 0,
    fail: (...which) => {
      for (const nth of which) failing.add(writes + nth);
    },
    database: new Proxy(inner, {
      get(target, name: keyof Database) {
        if (name !== 'write') {
          const member: unknown = target[name];
          return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
        }
        return async <T>(...[work, options]: Parameters<typeof inner.write<T>>): Promise<T> => {
          writes += 1;
          const nth = writes;
          const result = await target.write(async (transaction) => {
            const done = await work(counting(transaction));
            if (failing.delete(nth)) throw new LostConnection('The connection was lost');
            return done;
          }, options);
          watched.commits += 1;
          return result;
        };
      },
    }),
  };
  const counting = (transaction: Transaction): Transaction => ({
    dialect: transaction.dialect,
    query: (...statement) => {
      watched.statements += 1;
      onStatement(statement[0]);
      return transaction.query(...statement);
    },
    run: (...statement) => {
      watched.statements += 1;
      onStatement(statement[0]);
      return transaction.run(...statement);
    },
    insert: (table, rows, options) => {
      if (rows.length > 0) watched.statements += 1;
      return transaction.insert(table, rows, options);
    },
    runLong: (sql) => {
      watched.statements += 1;
      onStatement(sql);
      return transaction.runLong(sql);
    },
    notify: (about) => transaction.notify(about),
  });
  return watched;
}
