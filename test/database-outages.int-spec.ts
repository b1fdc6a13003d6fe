import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import pg from 'pg';
import type { Outcome } from '#commands';
import { DatabaseUnavailable, openDatabase, type Database } from '#database';
import { signUp } from '#identity';
import { read, verify } from '#log';
import { MIGRATIONS } from '#migrations';
import { postBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { Platform, type Member } from './support/platform.js';
import { PostgresProxy } from './support/postgres-proxy.js';
import { serversPerTest, type TestServer } from './support/server.js';

const UNAVAILABLE = expect.objectContaining({ reason: expect.any(DatabaseUnavailable) });

onEachDatabase((make, { shared }) => {
  let place: TestDatabase;
  /** Beside the one that fails. */
  let beside: Database;
  beforeEach(async () => {
    place = await make();
    beside = await place.open();
  });
  afterEach(async () => {
    await beside.close();
    await place.remove();
  });
  /** Verifies the log, and gives the texts of its posts, in its order. */
  const posted = async (): Promise<string[]> => {
    expect(await verify(beside.reader)).toMatchObject({ whole: true });
    const { events } = await read(beside.reader, 0, 10_000);
    return events.flatMap((event) => (event.type === 'post.published' ? event.payload.text : []));
  };
  /** The same place, whose answers are waited for so long, in ms. */
  const waitingFor = (answersWithin: number, url = place.url): TestDatabase => ({
    ...place,
    url,
    open: () =>
      openDatabase(
        shared ? { kind: 'postgres', url } : { kind: 'sqlite', path: url.slice('sqlite:'.length) },
        MIGRATIONS,
        { answersWithin },
      ),
  });
  const starts = serversPerTest(make);
  const tellsToTryAgain = ({ status, headers, text }: Answer<unknown>): void => {
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(text).toContain('Try again');
  };

  if (shared) {
    let proxy: PostgresProxy;
    beforeEach(async () => {
      proxy = await PostgresProxy.before(place.url);
    });
    afterEach(() => proxy.close());

    describe('where the answer to COMMIT is lost', () => {
      let database: Database;
      let platform: Platform;
      let asha: Member;
      let bilal: Member;
      beforeEach(async () => {
        database = await waitingFor(5_000, proxy.url).open();
        platform = new Platform(database);
        [asha, bilal] = await Promise.all([platform.signUp('asha'), platform.signUp('bilal')]);
      });
      afterEach(() => database.close());
      const publish = (by: Member, text: string): Promise<Outcome> =>
        platform.ask('publish-post', postBody(text), by.meta);
      const both = (n: number): Promise<Outcome>[] => [
        publish(asha, `Asha ${n}`),
        publish(bilal, `Bilal ${n}`),
      ];

      it('what was committed has happened, once, and whoever asked is told so', async () => {
        const texts: string[] = [];
        for (let n = 0; n < 12; n++) {
          proxy.strike('COMMIT', 'lose the answer');
          const outcomes = await Promise.all(both(n));
          expect(outcomes.every(({ ok }) => ok)).toBe(true);
          texts.push(`Asha ${n}`, `Bilal ${n}`);
        }
        expect(proxy.struck).toBe(12);
        expect(await posted()).toEqual(texts);
      });

      it('wakes whoever follows the log', async () => {
        let woken = 0;
        const stop = database.onCommit(() => (woken += 1));
        proxy.strike('COMMIT', 'lose the answer');
        await publish(asha, 'Heard');
        expect(woken).toBeGreaterThan(0);
        stop();
      });

      it('what is being committed still is waited for', async () => {
        await onPostgres(
          place.url,
          `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$;
           CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow()`,
        );
        proxy.strike('COMMIT', 'cut at once');
        expect((await Promise.all(both(1))).every(({ ok }) => ok)).toBe(true);
        expect(await posted()).toEqual(['Asha 1', 'Bilal 1']);
      });

      it('what never reached the database has not happened, and whoever asked is told to try again', async () => {
        proxy.strike('COMMIT', 'lose what is said');
        expect(await Promise.allSettled(both(1))).toEqual([UNAVAILABLE, UNAVAILABLE]);
        expect(await posted()).toEqual([]);
        expect((await Promise.all(both(2))).every(({ ok }) => ok)).toBe(true);
        expect(await posted()).toEqual(['Asha 2', 'Bilal 2']);
      });

      it('what is private has been written once, too', async () => {
        proxy.strike('COMMIT', 'lose the answer');
        const signed = await signUp(database, platform.bus, newcomer('chitra'), () => platform.now);
        expect(signed).toMatchObject({ ok: true, username: 'chitra' });
        expect(await beside.reader.query('SELECT account_id FROM access_token')).toHaveLength(1);
      });

      it('what makes no event has been done once, too', async () => {
        let n = 0;
        proxy.strike('COMMIT', 'lose the answer');
        const outcome = await platform.ask('unfollow-account', { account: bilal.id }, asha.meta, {
          privately: (transaction) =>
            transaction.insert('access_token', [
              { token_hash: `hash ${(n += 1)}`, account_id: asha.id, scope: 'read', created_at: 0 },
            ]),
        });
        expect(outcome).toMatchObject({ ok: true });
        expect(await beside.reader.query('SELECT token_hash FROM access_token')).toEqual([
          { token_hash: 'hash 1' },
        ]);
      });

      it('a write beside the log has been done once, too', async () => {
        proxy.strike('COMMIT', 'lose the answer');
        await database.write((transaction) =>
          transaction.insert('access_token', [
            { token_hash: 'hash', account_id: asha.id, scope: 'read', created_at: 0 },
          ]),
        );
        expect(await beside.reader.query('SELECT token_hash FROM access_token')).toHaveLength(1);
      });
    });

    describe('a server whose connection is', () => {
      let server: TestServer;
      let asha: Person;
      const post = (text: string): Promise<Answer<unknown>> =>
        asha.sends('POST', '/api/v1/statuses', { status: text });
      const timeline = (): Promise<Answer<unknown>> =>
        new Reader(server.address).reads('/api/v1/timelines/public');
      const startsWaiting = async (ms: number): Promise<void> => {
        server = await starts({ env: { TEST: '1' }, place: waitingFor(ms, proxy.url) });
        ({ asha } = await people(server.address, { asha: 'reader' }));
      };

      it('cut in the middle of a write tells to try again, and goes on', async () => {
        await startsWaiting(5_000);
        // The words travel with the rows, of statements that were planned before, too.
        proxy.strike('Cut off', 'cut at once');
        tellsToTryAgain(await post('Cut off'));
        expect((await post('After')).status).toBe(200);
        proxy.cut();
        await goesOn(timeline);
        await goesOn(() => post('And after'));
        expect(await posted()).toEqual(['After', 'And after']);
      });

      it('ended by the database’s operator tells to try again, and goes on', async () => {
        await startsWaiting(5_000);
        const holder = new pg.Client({ connectionString: place.url });
        await holder.connect();
        await holder.query('BEGIN; SELECT * FROM log_head FOR UPDATE');
        const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        const answer = post('Ended');
        for (let ended = 0; ended === 0;) {
          const found = await holder.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))',
            [rows[0]?.pid],
          );
          ended = found.rowCount ?? 0;
        }
        tellsToTryAgain(await answer);
        await holder.end();
        expect((await post('After')).status).toBe(200);
        expect(await posted()).toEqual(['After']);
      });

      it('frozen tells to try again in time, those who wait behind too, and goes on by itself', async () => {
        await startsWaiting(300);
        proxy.freeze();
        const began = performance.now();
        const asked = [post('One'), post('Two'), timeline(), timeline()];
        for (const answer of await Promise.all(asked)) tellsToTryAgain(answer);
        expect(performance.now() - began).toBeLessThan(2_000);
        proxy.thaw();
        await goesOn(timeline);
        await goesOn(() => post('After'));
        expect(await posted()).toEqual(['After']);
      });

      it('frozen between reading and writing gives up what waits behind, for good', async () => {
        await startsWaiting(300);
        const holder = new pg.Client({ connectionString: place.url });
        await holder.connect();
        await holder.query('BEGIN; SELECT * FROM log_head FOR UPDATE');
        const first = server.does('publish-post', postBody('First'), asha.id);
        await new Promise((resolve) => setImmediate(resolve));
        const others = ['Second', 'Third'].map((text) =>
          server.does('publish-post', postBody(text), asha.id),
        );
        expect(await Promise.allSettled([first, ...others])).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
        await holder.end();
        await goesOn(() => post('After'));
        expect(await posted()).toEqual(['After']);
      });
    });

    describe('where it was given up in the middle of a write', () => {
      it('what it has locked is let go, though its connection stays up', async () => {
        const database = await waitingFor(300, proxy.url).open();
        const asha = await new Platform(database).signUp('asha');
        const stuck = database.write(async (transaction) => {
          await transaction.query('SELECT * FROM log_head FOR UPDATE');
          proxy.freeze();
          await transaction.query('SELECT 1');
        });
        await expect(stuck).rejects.toThrow(DatabaseUnavailable);
        proxy.thaw();
        await goesOn(async () => ({
          status: (await new Platform(database).ask('publish-post', postBody('After'), asha.meta)).ok
            ? 200
            : 0,
        }));
        await database.close();
        expect(await posted()).toEqual(['After']);
      });
    });

    describe('a disk that is full', () => {
      it('lets nothing be written, and says so; once there is room it goes on', async () => {
        await onPostgres(
          place.url,
          `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;`,
        );
        const server = await starts({ env: { TEST: '1' }, place });
        const { asha } = await people(server.address, { asha: 'reader' });
        await onPostgres(
          place.url,
          'CREATE TRIGGER no_room BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION no_room()',
        );
        tellsToTryAgain(await asha.sends('POST', '/api/v1/statuses', { status: 'No room' }));
        await onPostgres(place.url, 'DROP TRIGGER no_room ON post');
        await asha.posts('Room');
        expect(await posted()).toEqual(['Room']);
      });
    });
    return;
  }

  describe('a server', () => {
    let server: TestServer;
    let asha: Person;
    beforeEach(async () => {
      server = await starts({ env: { TEST: '1' }, place: waitingFor(300) });
      ({ asha } = await people(server.address, { asha: 'reader' }));
    });
    const post = (text: string): Promise<Answer<unknown>> =>
      asha.sends('POST', '/api/v1/statuses', { status: text });

    it('whose disk is full lets nothing be written, and says so; reads go on, and writes once there is room', async () => {
      const pages = (sql: string): Promise<unknown> =>
        server.database.write((transaction) => transaction.query(sql));
      await asha.posts('Room');
      await pages('PRAGMA max_page_count = 1');
      let answer = await post('More and more');
      const taken: string[] = ['Room'];
      for (let n = 0; answer.status === 200 && n < 500; n++) {
        taken.push('More and more');
        answer = await post('More and more');
      }
      tellsToTryAgain(answer);
      expect((await new Reader(server.address).reads('/api/v1/timelines/public')).status).toBe(200);
      await pages('PRAGMA max_page_count = 1000000');
      await asha.posts('Room again');
      expect(await posted()).toEqual([...taken, 'Room again']);
    });

    it('whose file another program writes tells to try again, and goes on', async () => {
      const other = new Libsql(place.url.slice('sqlite:'.length));
      other.exec('BEGIN IMMEDIATE');
      tellsToTryAgain(await post('Busy'));
      expect((await new Reader(server.address).reads('/api/v1/timelines/public')).status).toBe(200);
      const waiting = post('In the end');
      other.exec('ROLLBACK');
      other.close();
      expect((await waiting).status).toBe(200);
      expect(await posted()).toEqual(['In the end']);
    });
  });
});

function newcomer(username: string) {
  return { username, email: null, password: null, role: 'reader' as const };
}

/** Asks again and again until it is granted, as whoever is told to try again does. */
async function goesOn(ask: () => Promise<{ status: number }>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await ask().catch(() => ({ status: 503 }));
    if (status === 200) return;
    expect(status).toBe(503);
  }
  throw new Error('It does not go on');
}

async function onPostgres(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
