import { expect, it } from '@jest/globals';
import type { Database, Transaction } from '#database';
import { readHead } from '#log';
import { forAnyHistory } from '../../test/support/any-history.js';
import { onEachDatabase } from '../../test/support/databases.js';
import { aHistory, live } from '../../test/support/histories.js';
import { Platform } from '../../test/support/platform.js';

/** A statement that reads, whether or not it locks what it reads. */
const READS = /^\s*(?:SELECT|WITH (?:RECURSIVE )?(?!.*\b(?:INSERT INTO|UPDATE|DELETE FROM)\b))/s;

/** A database in whose transactions nothing can be written before the log is. */
function readUntilLogged(inner: Database, writtenEarly: string[]): Database {
  const guarded = (transaction: Transaction): Transaction => {
    let isLogged = false;
    const refuse = (sql: string): void => {
      if (isLogged || READS.test(sql)) return;
      writtenEarly.push(sql);
      throw new Error(`Written before it was decided: ${sql}`);
    };
    return {
      dialect: transaction.dialect,
      query: (...statement) => {
        refuse(statement[0]);
        return transaction.query(...statement);
      },
      run: (...statement) => {
        refuse(statement[0]);
        return transaction.run(...statement);
      },
      insert: (table, rows, options) => {
        if (table === 'log') isLogged = true;
        else if (rows.length > 0) refuse(`INSERT INTO ${table}`);
        return transaction.insert(table, rows, options);
      },
      runLong: (sql) => {
        refuse(sql);
        return transaction.runLong(sql);
      },
      notify: (about) => transaction.notify(about),
    };
  };
  return new Proxy(inner, {
    get(target, name: keyof Database) {
      if (name === 'write')
        return <T>(...[work, options]: Parameters<Database['write']>): Promise<T> =>
          target.write((transaction) => work(guarded(transaction)), options) as Promise<T>;
      const member: unknown = target[name];
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
}

onEachDatabase((make) => {
  it('nothing is written before all is decided, whatever is asked for', async () => {
    const writtenEarly: string[] = [];
    let events = 0;
    await forAnyHistory(
      make,
      { moves: aHistory(30), runs: 8, timeLimit: 10_000 },
      async (platform, moves) => {
        await live(new Platform(readUntilLogged(platform.database, writtenEarly)), moves);
        events += (await readHead(platform.database.reader)).seq;
      },
    );
    expect(writtenEarly).toEqual([]);
    expect(events).toBeGreaterThan(0);
  }, 120_000);
});
