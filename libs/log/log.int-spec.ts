import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Database, Sql, Transaction } from '#database';
import type { NewEvent } from '#domain';
import {
  append,
  encodeBody,
  eraseBodies,
  GENESIS_HASH,
  hashBody,
  hashLink,
  lockHead,
  read,
  readAll,
  readChain,
  readHead,
  requireReadable,
  saltFor,
  verify,
  type Verification,
} from '#log';
import { rebuild, refoldIfOutdated } from '#projections';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { restore } from '../../test/support/released-logs.js';
import { anEvent, appendTo, stepEvent } from '../../test/support/logged.js';

const seqs = async (sql: Sql): Promise<number[]> =>
  (await sql.query<{ seq: number }>('SELECT seq FROM log ORDER BY seq')).map(({ seq }) => seq);
/** Events as rows of a log, a chain from its beginning. */
const chained = (...events: NewEvent[]) => {
  let hash = GENESIS_HASH;
  return events.map((event, index) => {
    const [seq, salt, body, prev_hash] = [index + 1, saltFor(event), encodeBody(event), hash];
    const body_hash = hashBody(salt, body);
    hash = hashLink(prev_hash, seq, body_hash);
    return { seq, body_hash, prev_hash, hash, recorded_at: 0, salt, body };
  });
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

onEachDatabase((make) => {
  const places: TestDatabase[] = [];
  const open: Database[] = [];
  const aPlace = async () => {
    const place = await make();
    places.push(place);
    return place;
  };
  const opened = async (place: TestDatabase) => {
    const database = await place.open();
    open.push(database);
    return database;
  };
  afterAll(async () => {
    for (const database of open) await database.close();
    for (const place of places) await place.remove();
  });

  describe('appending', () => {
    let place: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      place = await aPlace();
      database = await opened(place);
    });

    it('begins with an empty log', async () => {
      expect(await readHead(database.reader)).toEqual({
        seq: 0,
        hash: '0'.repeat(64),
        personAt: 0,
        types: '{}',
      });
      expect(await verify(database.reader)).toEqual({
        whole: true,
        events: 0,
        erased: 0,
        head: '0'.repeat(64),
      });
      expect(await read(database.reader, 0, 10)).toEqual({ events: [], cursor: 0 });
    });

    it('numbers events without a gap, in commit order, however many are appended at once', async () => {
      // On PostgreSQL, as two server processes would.
      const writers = [database, ...(database.dialect.name === 'postgres' ? [await opened(place)] : [])];
      const logged = await Promise.all(
        upTo(60).map((n) =>
          appendTo(writers[n % writers.length]!, ...upTo(n % 4).map(() => anEvent(`Of writer ${n}`))),
        ),
      );
      const all = logged.flat().map(({ seq }) => seq);
      expect(all.sort((a, b) => a - b)).toEqual(upTo(all.length));
      expect(await seqs(database.reader)).toEqual(upTo(all.length));
      expect(await verify(database.reader)).toMatchObject({ whole: true, events: all.length, erased: 0 });
    });

    it('leaves no gap where a transaction is rolled back', async () => {
      const { seq } = await readHead(database.reader);
      const failing = database.write(async (transaction) => {
        await append(transaction, await lockHead(transaction), [anEvent('Never')], 0);
        throw new Error('Something else fails');
      });
      await Promise.all([
        expect(failing).rejects.toThrow('Something else fails'),
        appendTo(database, anEvent('Ever')),
      ]);
      expect(await seqs(database.reader)).toEqual(upTo(seq + 1));
      expect(await verify(database.reader)).toMatchObject({ whole: true });
    });

    it('remembers the latest story time of a person’s event, not of a scenario’s', async () => {
      const { personAt } = await readHead(database.reader);
      await appendTo(database, anEvent('Late', { at: personAt + 9 }), stepEvent('far-future', 1_000_000_000));
      await appendTo(database, anEvent('Earlier', { at: personAt + 5 }));
      expect((await readHead(database.reader)).personAt).toBe(personAt + 9);
    });

    it('shows readers nothing before it is committed', async () => {
      const { seq } = await readHead(database.reader);
      await database.write(async (transaction) => {
        await append(transaction, await lockHead(transaction), [anEvent('Under way')], 0);
        expect((await readHead(database.reader)).seq).toBe(seq);
        expect((await read(database.reader, seq, 10)).events).toEqual([]);
        expect((await read(transaction, seq, 10)).events).toHaveLength(1);
      });
      expect((await read(database.reader, seq, 10)).events).toHaveLength(1);
    });

    it('gives readers no way to write', async () => {
      await expect(database.reader.query('DELETE FROM log_body')).rejects.toThrow(/read-?only/i);
    });
  });

  describe('reading', () => {
    it('goes on from any cursor, in any chunk, to the same events', async () => {
      const database = await opened(await aPlace());
      const logged = await appendTo(database, ...upTo(23).map((n) => anEvent(`Event ${n}`)));
      for (const chunk of [1, 2, 7, 23, 100]) {
        const chunks = [];
        for await (const events of readAll(database.reader, chunk)) chunks.push(events);
        expect(chunks.flat()).toEqual(logged);
        expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(chunk);
      }
      for (const after of [0, 5, 22, 23])
        expect(await read(database.reader, after, 100)).toEqual({ events: logged.slice(after), cursor: 23 });
    });
  });

  describe('the guards', () => {
    let database: Database;
    beforeAll(async () => {
      database = await opened(await aPlace());
      await appendTo(database, ...upTo(5).map((n) => anEvent(`Event ${n}`)));
    });

    const link = `'${'0'.repeat(64)}', '${'0'.repeat(64)}', '${'0'.repeat(64)}', 0`;
    const REFUSED = [
      'UPDATE log SET recorded_at = 1',
      'UPDATE log SET hash = hash WHERE seq = 3',
      'DELETE FROM log',
      'DELETE FROM log WHERE seq = 5',
      `INSERT INTO log (seq, body_hash, prev_hash, hash, recorded_at) VALUES (5, ${link})`,
      `INSERT INTO log (seq, body_hash, prev_hash, hash, recorded_at) VALUES (0, ${link})`,
      `INSERT INTO log (seq, body_hash, prev_hash, hash, recorded_at) VALUES (-1, ${link})`,
      `INSERT INTO log (seq, body_hash, prev_hash, hash, recorded_at) VALUES (3, ${link}) ON CONFLICT (seq) DO UPDATE SET recorded_at = 1`,
      `UPDATE log_body SET body = '{}'`,
      `UPDATE log_body SET salt = '' WHERE seq = 2`,
      `INSERT INTO log_body (seq, salt, body) VALUES (5, '', '{}')`,
      `INSERT INTO log_body (seq, salt, body) VALUES (2, '', '{}') ON CONFLICT (seq) DO UPDATE SET body = '{}'`,
      'UPDATE log_head SET seq = 4',
      `UPDATE log_head SET hash = '${'0'.repeat(64)}'`,
      'DELETE FROM log_head',
    ];
    const REFUSED_ON = {
      sqlite: [
        `INSERT OR REPLACE INTO log (seq, body_hash, prev_hash, hash, recorded_at) VALUES (3, ${link})`,
        `REPLACE INTO log_body (seq, salt, body) VALUES (3, '', '{}')`,
        `UPDATE OR REPLACE log SET seq = 2 WHERE seq = 3`,
        `INSERT OR REPLACE INTO log_head (id, seq, hash, person_at) VALUES (1, 0, '', 0)`,
      ],
      postgres: [
        'TRUNCATE log',
        'TRUNCATE log_body',
        'TRUNCATE log_head',
        'TRUNCATE log, log_body, log_head CASCADE',
        `WITH gone AS (DELETE FROM log RETURNING seq) SELECT count(*) FROM gone`,
      ],
    };

    it('refuse whatever would change what was appended', async () => {
      const before = await verify(database.reader);
      for (const statement of [...REFUSED, ...REFUSED_ON[database.dialect.name]]) {
        const attempt = database.write((transaction) => transaction.query(statement));
        await expect(attempt).rejects.toThrow(/append-only|only grows/);
      }
      expect(await verify(database.reader)).toEqual(before);
      expect(before).toMatchObject({ whole: true, events: 5, erased: 0 });
    });

    it('let an erased body stay erased', async () => {
      await database.write((transaction) => transaction.query('DELETE FROM log_body WHERE seq = 4'));
      const again = database.write((transaction) =>
        transaction.query(`INSERT INTO log_body (seq, salt, body) VALUES (4, '', '{}')`),
      );
      await expect(again).rejects.toThrow(/append-only/);
    });
  });

  describe('verifying', () => {
    const EVENTS = 12;
    let database: Database;
    beforeAll(async () => {
      database = await opened(await aPlace());
      await appendTo(database, ...upTo(EVENTS).map((n) => anEvent(`Event ${n}`)));
    });

    /** Verifies the log after someone who owns the database changed it, and rolls the change back. */
    const after = async (tamper: (transaction: Transaction) => Promise<unknown>): Promise<Verification> => {
      let found: Verification | undefined;
      const rolledBack = new Error('Rolled back');
      const attempt = database.write(async (transaction) => {
        for (const [trigger, table] of GUARDS[database.dialect.name])
          await transaction.query(
            `DROP TRIGGER ${trigger}${database.dialect.name === 'postgres' ? ` ON ${table}` : ''}`,
          );
        await tamper(transaction);
        // In small chunks, so that what is broken lies between two of them as well.
        found = await verify(transaction, { chunk: 5 });
        throw rolledBack;
      });
      await expect(attempt).rejects.toBe(rolledBack);
      if (found === undefined) throw new Error('Nothing was found');
      return found;
    };
    const run =
      (...statements: string[]) =>
      async (transaction: Transaction) => {
        for (const statement of statements) await transaction.query(statement);
      };
    const GUARDS = {
      sqlite: [
        'log_append',
        'log_update',
        'log_delete',
        'log_body_append',
        'log_body_update',
        'log_head_update',
      ].map((trigger) => [trigger, ''] as const),
      postgres: [
        ['log_append', 'log'],
        ['log_update', 'log'],
        ['log_delete', 'log'],
        ['log_body_append', 'log_body'],
        ['log_body_update', 'log_body'],
        ['log_head_update', 'log_head'],
      ] as const,
    };
    const zeros = '0'.repeat(64);

    it('goes on to what is appended while it reads', async () => {
      const place = await aPlace();
      const growing = await opened(place);
      await appendTo(growing, anEvent('Before'));
      let after = 2;
      const sql: Sql = {
        dialect: growing.dialect,
        query: async <Row>(...asked: Parameters<Sql['query']>): Promise<Row[]> => {
          const rows = await growing.reader.query<Row>(...asked);
          // Twice, somebody appends once the last page has been read.
          if (rows.length === 0 && after-- > 0) await appendTo(growing, anEvent(`Meanwhile ${after}`));
          return rows;
        },
      };
      const { seq } = await readHead(growing.reader);
      expect(await verify(sql)).toMatchObject({ whole: true, events: seq + 2 });
    });

    it('finds a whole log whole', async () => {
      expect(await after(() => Promise.resolve())).toMatchObject({ whole: true, events: EVENTS, erased: 0 });
    });

    it.each<[string, number, string[]]>([
      ['the first event is gone', 2, ['DELETE FROM log WHERE seq = 1']],
      ['an event is gone', 8, ['DELETE FROM log WHERE seq = 7']],
      ['the last event is gone', 12, ['DELETE FROM log WHERE seq = 12']],
      ['all events are gone', 1, ['DELETE FROM log']],
      [
        'an event was put at the end',
        13,
        [`INSERT INTO log SELECT 13, body_hash, hash, '${zeros}', 0 FROM log WHERE seq = 12`],
      ],
      [
        'the head was put back',
        11,
        ['UPDATE log_head SET seq = 11, hash = (SELECT hash FROM log WHERE seq = 11)'],
      ],
      ['the head’s hash was changed', 12, [`UPDATE log_head SET hash = '${zeros}'`]],
      [
        'a body was changed',
        5,
        [`UPDATE log_body SET body = replace(body, 'Event 5', 'Event V') WHERE seq = 5`],
      ],
      ['a salt was changed', 5, [`UPDATE log_body SET salt = '${'0'.repeat(32)}' WHERE seq = 5`]],
      [
        'a body was put in place of another',
        5,
        ['DELETE FROM log_body WHERE seq = 5', 'UPDATE log_body SET seq = 5 WHERE seq = 6'],
      ],
      [
        'a body without an event was added',
        13,
        [`INSERT INTO log_body (seq, salt, body) VALUES (13, '', '{}')`],
      ],
      [
        'a body and its hash were changed',
        5,
        [
          `UPDATE log_body SET body = '{}', salt = '' WHERE seq = 5`,
          `UPDATE log SET body_hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' WHERE seq = 5`,
        ],
      ],
    ])('finds that %s', async (_, seq, statements) => {
      expect(await after(run(...statements))).toMatchObject({ whole: false, seq });
    });

    it.each([
      ['event 7 is missing', 'DELETE FROM log WHERE seq = 7'],
      ['its body was changed', `UPDATE log_body SET body = '{}' WHERE seq = 7`],
      ['its hash was changed', `UPDATE log SET hash = '${zeros}' WHERE seq = 7`],
      ['it does not follow from the event before', `UPDATE log SET prev_hash = '${zeros}' WHERE seq = 7`],
      [
        'it has a body and no place in the log',
        `INSERT INTO log_body (seq, salt, body) VALUES (99, '', '{}')`,
      ],
      ['the head says 11, the log ends at 12', 'UPDATE log_head SET seq = 11'],
    ])('says what it found: %s', async (reason, statement) => {
      expect(await after(run(statement))).toMatchObject({ whole: false, reason });
    });

    it('finds any one character of the chain changed', async () => {
      const place = fc.record({
        seq: fc.integer({ min: 1, max: EVENTS }),
        column: fc.constantFrom('body_hash', 'prev_hash', 'hash'),
        at: fc.integer({ min: 1, max: 64 }),
      });
      await fc.assert(
        fc.asyncProperty(place, async ({ seq, column, at }) => {
          const other = `CASE WHEN substr(${column}, ${at}, 1) = '0' THEN '1' ELSE '0' END`;
          const changed = `substr(${column}, 1, ${at - 1}) || ${other} || substr(${column}, ${at + 1})`;
          const found = await after(run(`UPDATE log SET ${column} = ${changed} WHERE seq = ${seq}`));
          expect(found.whole).toBe(false);
        }),
        { numRuns: 40 },
      );
    });
  });

  describe('a log that a newer version of the program wrote', () => {
    const newer = {
      'a type that this one does not know': [
        { ...stepEvent('step', 2), type: 'account.renamed' },
        /event 2 is of type account\.renamed, which this program does not know\. Run the version/,
      ],
      'a version that this one does not know': [
        { ...stepEvent('step', 2), version: 2 },
        /event 2 is of type context\.added in version 2, and this program knows that type up to version 1\. Run/,
      ],
    } as const;
    it.each(Object.entries(newer))(
      'of %s, is refused, with where and what to do',
      async (_, [event, why]) => {
        const database = await opened(await aPlace());
        await restore(database, chained(stepEvent('step', 1), event as never, stepEvent('step', 3)));
        await expect(requireReadable(database.reader)).rejects.toThrow(why);
        await expect(refoldIfOutdated(database)).rejects.toThrow(why);
        await expect(rebuild(database)).rejects.toThrow(why);
        await expect(verify(database.reader)).rejects.toThrow(why);
        await expect(read(database.reader, 1, 1)).rejects.toThrow(why);
        // The ledger has what it takes to verify it, and nothing to tell it by.
        const [entry] = await readChain(database.reader, 1, 1);
        expect(entry).toMatchObject({ event: null, stored: { subject: 'step-2' } });
      },
    );

    it('is read where the program knows each type and version, by a look at the head alone', async () => {
      const database = await opened(await aPlace());
      await appendTo(database, ...upTo(3).map((n) => anEvent(`Event ${n}`)));
      const asked: string[] = [];
      await requireReadable({
        dialect: database.dialect,
        query: (sql, parameters) => (asked.push(sql), database.reader.query(sql, parameters)),
      });
      expect(asked).toEqual([expect.stringMatching(/FROM log_head WHERE id = 1$/)]);
    });
  });

  describe('erasing', () => {
    it('takes bodies, whole, of those that it is about, and the chain still verifies', async () => {
      const database = await opened(await aPlace());
      await appendTo(
        database,
        anEvent('By asha', { actor: 'asha', subject: 'p' }),
        anEvent('About asha', { actor: 'bilal', subject: 'asha' }),
        anEvent('Asha’s last', { actor: 'asha', subject: 'asha', type: 'account.erased', payload: {} }),
        anEvent('Of bilal, who names asha', { actor: 'bilal', subject: 'q' }),
      );
      const before = await verify(database.reader);
      const erased = await database.write(async (transaction) => [
        await eraseBodies(transaction, { actors: ['asha'] }, ['account.erased']),
        await eraseBodies(transaction, { subjects: ['asha'] }, ['account.erased']),
      ]);
      expect(erased).toEqual([1, 1]);
      expect(await verify(database.reader)).toEqual({ ...before, erased: 2 });
      const { events, cursor } = await read(database.reader, 0, 10);
      expect(events.map(({ seq }) => seq)).toEqual([3, 4]);
      expect(cursor).toBe(4);
    });
  });

  describe('a scenario’s events', () => {
    it('have the same hashes in every empty log; a person’s have not', async () => {
      const [one, other] = [await opened(await aPlace()), await opened(await aPlace())];
      const hashes = async (sql: Sql) =>
        (await sql.query<{ hash: string }>('SELECT hash FROM log ORDER BY seq')).map(({ hash }) => hash);
      for (const database of [one, other]) {
        await appendTo(database, stepEvent('first', 1), stepEvent('first', 2));
        await appendTo(database, stepEvent('second', 3));
      }
      expect(await hashes(one.reader)).toEqual(await hashes(other.reader));
      const event = anEvent('A person’s');
      for (const database of [one, other]) await appendTo(database, event);
      expect((await readHead(one.reader)).hash).not.toBe((await readHead(other.reader)).hash);
    });
  });
});
