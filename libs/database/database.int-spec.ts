import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MigrationInterface } from 'typeorm';
import { DatabaseUnusable, openDatabase, type Database } from '#database';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';

class OfTheNextRelease1999999999999 implements MigrationInterface {
  readonly name = 'OfTheNextRelease1999999999999';
  async up(): Promise<void> {}
  async down(): Promise<void> {}
}

onEachDatabase((make) => {
  let place: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    place = await make();
    database = await place.open();
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });
  const heads = (sql: Pick<Database['reader'], 'query'>) =>
    sql.query<{ seq: number }>('SELECT seq FROM log_head');
  const move = (to: number) => (transaction: Pick<Database['reader'], 'query'>) =>
    transaction.query(`UPDATE log_head SET seq = ${to} WHERE id = 1`);

  describe('a write', () => {
    it('is a whole transaction: committed where its work resolves, undone where it rejects', async () => {
      await database.write(move(1));
      await expect(
        database.write(async (transaction) => {
          await move(2)(transaction);
          throw new Error('No');
        }),
      ).rejects.toThrow('No');
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });

    it('goes on after one that failed, whatever failed in it', async () => {
      await expect(
        database.write((transaction) => transaction.query('SELECT * FROM nowhere')),
      ).rejects.toThrow();
      await expect(database.write((transaction) => transaction.query('SELECT 1 +'))).rejects.toThrow();
      await database.write(move(1));
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });

    it('is seen by readers once it is committed, not before', async () => {
      await database.write(async (transaction) => {
        await move(1)(transaction);
        expect(await heads(transaction)).toEqual([{ seq: 1 }]);
        expect(await heads(database.reader)).toEqual([{ seq: 0 }]);
      });
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });

    it('wakes who follows, once it is committed and only if it gives notice', async () => {
      // It looks by itself each second, too, and the database may take longer to answer than that.
      const looks = jest.spyOn(globalThis, 'setInterval').mockReturnValue(setTimeout(() => undefined, 0));
      const woken: string[] = [];
      const stop = database.onCommit(() => woken.push('woken'));
      looks.mockRestore();
      await expect(
        database.write(async (transaction) => {
          transaction.notify();
          throw new Error('No');
        }),
      ).rejects.toThrow();
      expect(woken).toEqual([]);
      await database.write(async (transaction) => {
        transaction.notify();
        await heads(transaction);
        expect(woken).toEqual([]);
      });
      expect(woken).not.toEqual([]);
      stop();
      const before = woken.length;
      await database.write((transaction) => Promise.resolve(transaction.notify()));
      expect(woken).toHaveLength(before);
    });

    it('says of a commit whether it was about the desk', async () => {
      const heard: (string | null)[] = [];
      const looks = jest.spyOn(globalThis, 'setInterval').mockReturnValue(setTimeout(() => undefined, 0));
      const stop = database.onCommit((about) => heard.push(about));
      looks.mockRestore();
      await database.write((transaction) => Promise.resolve(transaction.notify()));
      expect(heard).not.toContain('desk');
      await database.write((transaction) => {
        transaction.notify('desk');
        transaction.notify();
        return Promise.resolve();
      });
      expect(heard).toContain('desk');
      stop();
    });

    it('inserts rows as they are, whatever they hold', async () => {
      const strange = [
        '',
        "'",
        '"',
        '\\',
        '\n',
        '{"a":1}',
        '$1',
        '?1',
        'null',
        '007',
        '1e3',
        '☃',
        '👨‍👩‍👧',
        '\u2028',
        'true',
      ];
      const rows = strange.map((note, i) => ({
        id: `id-${i}`,
        name: note,
        short_name: note,
        country: null,
        note,
        scenario: null,
      }));
      await database.write((transaction) => transaction.insert('authority', rows));
      const columns = 'id, name, short_name, country, note, scenario';
      const read = await database.reader.query(`SELECT ${columns} FROM authority`);
      expect(read).toHaveLength(rows.length);
      expect(read).toEqual(expect.arrayContaining(rows));
    });
  });

  describe('a statement whose rows nobody needs', () => {
    it('is run before whatever is asked next', async () => {
      await database.write(async (transaction) => {
        await transaction.run('UPDATE log_head SET seq = seq + $1 WHERE id = 1', [2]);
        await transaction.run('UPDATE log_head SET seq = seq * 3 WHERE id = 1');
        expect(await heads(transaction)).toEqual([{ seq: 6 }]);
      });
      expect(await heads(database.reader)).toEqual([{ seq: 6 }]);
    });

    it('undoes all where it fails, though nothing is asked after it', async () => {
      const writing = database.write(async (transaction) => {
        await move(1)(transaction);
        await transaction.run('UPDATE nowhere SET seq = 2');
      });
      await expect(writing).rejects.toThrow(/nowhere/);
      expect(await heads(database.reader)).toEqual([{ seq: 0 }]);
    });

    it('is what whoever asks next is told of, where it fails', async () => {
      const writing = database.write(async (transaction) => {
        await transaction.run('UPDATE nowhere SET seq = 2');
        await heads(transaction);
      });
      await expect(writing).rejects.toThrow(/nowhere/);
      await database.write(move(1));
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });
  });

  describe('a transaction that takes long', () => {
    it('is committed all the same, before whoever comes next begins', async () => {
      // On PostgreSQL a commit is waited for beside the event loop in any case.
      if (database.dialect.name === 'postgres') return;
      const clock = jest.spyOn(performance, 'now');
      let passed = 0;
      clock.mockImplementation(() => (passed += 1_000));
      const first = database.write(move(1));
      const second = database.write((transaction) =>
        transaction.query('UPDATE log_head SET seq = seq + 1 WHERE id = 1'),
      );
      await Promise.all([first, second]);
      clock.mockRestore();
      expect(await heads(database.reader)).toEqual([{ seq: 2 }]);
    });
  });

  describe('a statement that is planned once', () => {
    const often = (sql: Pick<Database['reader'], 'query'>) =>
      sql.query<object>('SELECT * FROM authority', [], { planned: 'once' });

    it('goes on where another version of the program gives its table a column meanwhile', async () => {
      // PostgreSQL plans for all values alike after the fifth time.
      for (const _ of Array(6).keys()) {
        await often(database.reader);
        await database.write(often);
      }
      await database.write((transaction) =>
        transaction.query(`ALTER TABLE authority ADD COLUMN motto TEXT NOT NULL DEFAULT ''`),
      );
      expect(await often(database.reader)).toEqual([]);
      await database.write(async (transaction) => {
        expect(await often(transaction)).toEqual([]);
        await move(1)(transaction);
      });
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });

    it('and writes once where that comes in the middle of a write', async () => {
      for (const _ of Array(6).keys()) await database.write(often);
      await database.write((transaction) =>
        transaction.query(`ALTER TABLE authority ADD COLUMN motto TEXT NOT NULL DEFAULT ''`),
      );
      await database.write(async (transaction) => {
        await transaction.query('UPDATE log_head SET seq = seq + 1 WHERE id = 1');
        await often(transaction);
      });
      expect(await heads(database.reader)).toEqual([{ seq: 1 }]);
    });
  });

  describe('opening', () => {
    it('keeps what is there', async () => {
      await database.write(move(7));
      await database.close();
      database = await place.open();
      expect(await heads(database.reader)).toEqual([{ seq: 7 }]);
    });

    it('refuses a database that is newer than the program', async () => {
      await database.write((transaction) =>
        transaction.query(
          `INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'OfTheNextRelease1999999999999')`,
        ),
      );
      const opening = place.open();
      await expect(opening).rejects.toThrow(DatabaseUnusable);
      await expect(opening).rejects.toThrow(
        'This database is newer than this program (it has OfTheNextRelease1999999999999). Run the newer version, or set DATABASE_URL to another database.',
      );
    });

    it('refuses a database that lacks any of its triggers, or has one switched off', async () => {
      const on = database.dialect.name === 'postgres' ? (table: string) => ` ON ${table}` : () => '';
      const names = await database.reader.query<{ name: string; table: string }>(
        database.dialect.name === 'postgres'
          ? `SELECT tgname AS name, tgrelid::regclass::text AS "table" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = current_schema()::regnamespace`
          : `SELECT name, tbl_name AS "table" FROM sqlite_master WHERE type = 'trigger'`,
      );
      expect(names.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['log_append', 'log_body_update', 'log_head_delete']),
      );
      // Others keep an index.
      const guards = names.filter(({ table }) => table.startsWith('log'));
      // A database is remade for each, since a trigger cannot be put back as it was.
      const [first] = guards.map(({ name, table }) => ({ name, table }));
      for (const { name, table } of [
        first!,
        guards.at(-1)!,
        guards.find((one) => one.name === 'log_body_update')!,
      ]) {
        const other = await make();
        const opened = await other.open();
        await opened.write((transaction) => transaction.query(`DROP TRIGGER ${name}${on(table)}`));
        await opened.close();
        await expect(other.open()).rejects.toThrow(
          `This database lacks the triggers that keep ${table} append-only, so it cannot be trusted. Restore it from a backup.`,
        );
        await other.remove();
      }
      if (database.dialect.name === 'postgres') {
        await database.write((transaction) =>
          transaction.query('ALTER TABLE log DISABLE TRIGGER log_truncate'),
        );
        await expect(place.open()).rejects.toThrow(/lacks the triggers that keep log append-only/);
      }
    });

    it('runs the migrations that a database lacks, once, though two start at a time', async () => {
      if (database.dialect.name === 'sqlite') return;
      const other = await make();
      const both = await Promise.all([other.open(), other.open()]);
      for (const one of both) {
        expect(await one.reader.query('SELECT name FROM migrations')).toHaveLength(
          (await database.reader.query('SELECT name FROM migrations')).length,
        );
        await one.close();
      }
      await other.remove();
    });

    it('waits for no start-up in another schema', async () => {
      const other = await make();
      await database.alone(async () => {
        const opened = await other.open();
        await opened.close();
      });
      await other.remove();
    });
  });
});

describe('a database that cannot be opened', () => {
  it.each([
    [
      'a folder that cannot be',
      { kind: 'sqlite', path: '/dev/null/withheld.db' } as const,
      /^The database \/dev\/null\/withheld.db cannot be opened \(.+\)\. See that the folder exists/,
    ],
    [
      'a server that is not there',
      { kind: 'postgres', url: 'postgres://someone:secret@127.0.0.1:1/none' } as const,
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached \(.*ECONNREFUSED.*\)\. See that it runs/,
    ],
  ])('says so: %s', async (_, location, message) => {
    const opening = openDatabase(location, [OfTheNextRelease1999999999999]);
    await expect(opening).rejects.toThrow(DatabaseUnusable);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});
