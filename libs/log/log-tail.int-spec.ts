import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database, SqlValue } from '#database';
import { encodeBody, eraseBodies, followLog } from '#log';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { anEvent, appendTo } from '../../test/support/logged.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

onEachDatabase((make) => {
  let place: TestDatabase;
  let database: Database;
  let others: Database[];
  beforeEach(async () => {
    place = await make();
    database = await place.open();
    others = [];
  });
  afterEach(async () => {
    for (const one of [...others, database]) await one.close();
    await place.remove();
  });
  /** Another process on the same database; SQLite's file has one alone. */
  const anotherProcess = async () => {
    if (database.dialect.name === 'sqlite') return database;
    const other = await place.open();
    others.push(other);
    return other;
  };

  /** Follows until a `seq` has been seen, and gives what came, in order. */
  const followUntil = async (last: number, after = 0): Promise<number[]> => {
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const { events, cursor } of followLog(database, after, stop.signal)) {
      for (const { seq } of events) seen.push(seq);
      if (cursor >= last) stop.abort();
    }
    return seen;
  };

  describe('following the log', () => {
    it('gives each event exactly once, in order, while others write', async () => {
      const other = await anotherProcess();
      const followers = [followUntil(120), followUntil(120), followUntil(120, 60)];
      await Promise.all(
        upTo(60).map((n) => appendTo(n % 2 === 0 ? database : other, anEvent('One'), anEvent('Two'))),
      );
      const [one, two, late] = await Promise.all(followers);
      expect(one).toEqual(upTo(120));
      expect(two).toEqual(upTo(120));
      expect(late).toEqual(upTo(120).slice(60));
    });

    it('resumes from any cursor', async () => {
      await appendTo(database, ...upTo(20).map((n) => anEvent(`Event ${n}`)));
      for (const after of [0, 1, 10, 19]) expect(await followUntil(20, after)).toEqual(upTo(20).slice(after));
    });

    it('stopped and resumed at random misses nothing and doubles nothing', async () => {
      const writing = (async () => {
        for (const n of upTo(40)) await appendTo(database, anEvent(`Event ${n}`), anEvent('And another'));
      })();
      const seen: number[] = [];
      for (let cursor = 0; cursor < 80;) {
        const stop = new AbortController();
        for await (const page of followLog(database, cursor, stop.signal)) {
          seen.push(...page.events.map(({ seq }) => seq));
          ({ cursor } = page);
          stop.abort();
        }
      }
      await writing;
      expect(seen).toEqual(upTo(80));
    });

    it('passes over what was erased, and its cursor with it', async () => {
      await appendTo(database, anEvent('Gone', { actor: 'asha' }), anEvent('Gone', { actor: 'asha' }));
      await database.write((transaction) => eraseBodies(transaction, { actors: ['asha'] }, []));
      expect(await followUntil(2)).toEqual([]);
      await appendTo(database, anEvent('There'));
      expect(await followUntil(3)).toEqual([3]);
    });

    it('reads a long log in pages', async () => {
      await appendTo(database, ...upTo(2_500).map((n) => anEvent(`Event ${n}`)));
      expect(await followUntil(2_500)).toEqual(upTo(2_500));
    });

    it('looks once after a commit, and again where there may be more', async () => {
      // On PostgreSQL a commit of this process is heard of a second time, as others' are.
      if (database.dialect.name === 'postgres') return;
      const looks: number[] = [];
      const { reader } = database;
      const query = <Row>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> => {
        looks.push(Number(parameters?.[0]));
        return reader.query<Row>(sql, parameters);
      };
      const watched = Object.create(database, { reader: { value: { ...reader, query } } }) as Database;
      await appendTo(database, anEvent('One'), anEvent('Two'));
      const stop = new AbortController();
      const more = async (): Promise<void> => {
        await nextTurn();
        await appendTo(database, ...upTo(1_500).map((n) => anEvent(`Event ${n}`)));
      };
      for await (const { cursor } of followLog(watched, 0, stop.signal)) {
        if (cursor === 2) void more();
        if (cursor === 1_502) stop.abort();
      }
      // A whole chunk may have ended in the middle of what was made together: that is looked at, too.
      expect(looks).toEqual([0, 2, 1_002, 1_002]);
    });

    it.each([
      ['before it begins', (stop: AbortController) => Promise.resolve(stop.abort())],
      [
        'while it waits',
        (stop: AbortController) => appendTo(database, anEvent('Wakes it')).then(() => stop.abort()),
      ],
    ])('ends when it is aborted %s', async (_, abort) => {
      const stop = new AbortController();
      const following = (async () => {
        for await (const _page of followLog(database, 0, stop.signal));
      })();
      await abort(stop);
      await expect(following).resolves.toBeUndefined();
    });

    it('hears of a commit that gave no notice', async () => {
      // On SQLite there is nobody else who could commit.
      if (database.dialect.name === 'sqlite') return;
      const following = followUntil(1);
      const other = await anotherProcess();
      await other.write(async (transaction) => {
        await transaction.query(`INSERT INTO log VALUES (1, '', '', '', 0)`);
        await transaction.query('INSERT INTO log_body VALUES (1, $1, $2)', [
          '',
          encodeBody(anEvent('Quiet')),
        ]);
        await transaction.query('UPDATE log_head SET seq = 1 WHERE id = 1');
      });
      expect(await following).toEqual([1]);
    });
  });
});
