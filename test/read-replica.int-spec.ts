import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Status } from '#contract';
import { openDatabase, type Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { people, Reader, type Person } from './support/client.js';
import { runs } from './support/in-process.js';
import { startServer, type TestServer } from './support/server.js';
import { serverPrograms, streamingPair, type Pair } from './support/streaming-replica.js';

const bin = serverPrograms();

// Where PostgreSQL's programs are not, the rule is tested with stand-ins (postgres-replica.spec.ts).
(bin === null ? describe.skip : describe)('with a replica that reads may go to', () => {
  let pair: Pair;
  let here: TestServer;
  let other: TestServer;
  let cast: Record<'asha' | 'bilal' | 'moderator', Person>;
  let control: pg.Client;

  beforeAll(async () => {
    pair = await streamingPair(bin ?? '');
    const { url, readUrl } = pair;
    // Two processes: what is written by the one is read by the other.
    const open = (): Promise<Database> => openDatabase({ kind: 'postgres', url, readUrl }, MIGRATIONS);
    const place = { url, open, remove: () => Promise.resolve() };
    here = await startServer(place, { env: { TEST: '1' } });
    other = await startServer(place, { env: { TEST: '1' } });
    cast = await people(here.address, { asha: 'reader', bilal: 'reader', moderator: 'moderator' });
    control = await connected(readUrl);
  }, 120_000);
  afterAll(async () => {
    await control.end().catch(() => undefined);
    await here.close();
    await other.close();
    await pair.remove();
  }, 60_000);

  /** Resolves once the replica has replayed what is written by now. */
  const level = async (): Promise<void> => {
    const primary = await connected(pair.url);
    const { rows } = await primary.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
    await primary.end();
    for (;;) {
      const at = await control.query<{ there: boolean }>(
        'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there',
        [rows[0]?.lsn],
      );
      if (at.rows[0]?.there === true) return;
    }
  };
  /** Resolves once the replica has answered a read of a post; never, where none goes to it. */
  const isRead = async (post: Status): Promise<void> => {
    for (;;) {
      await level();
      expect((await cast.bilal.reads<Status>(`/api/v1/statuses/${post.id}`)).body.id).toBe(post.id);
      // The last that each connection to it was asked.
      const { rowCount } = await control.query(
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%post%' AND pid <> pg_backend_pid()",
      );
      if (rowCount !== 0) return;
    }
  };
  const page = async (server: TestServer, query = {}): Promise<Status[]> =>
    (await new Reader(server.address).reads<Status[]>('/api/v1/timelines/public', query)).body;

  it('reads are the replica’s once it has all that is written', async () => {
    const post = await cast.asha.posts('Good morning');
    await isRead(post);
  });

  it('whoever reads sees all that was acknowledged, though the replica stands still', async () => {
    await control.query('SELECT pg_wal_replay_pause()');
    try {
      for (let n = 0; n < 10; n += 1) {
        const post = await cast.asha.posts(`Words ${n}`);
        for (const server of [here, other]) {
          expect((await page(server, { limit: '1' }))[0]?.id).toBe(post.id);
          const found = await new Reader(server.address).reads<Status>(`/api/v1/statuses/${post.id}`);
          expect(found.status).toBe(200);
        }
      }
      // What is withheld is so at once, in either process.
      const withheld = await cast.asha.posts('To be withheld');
      await cast.moderator.imposes({ status_id: withheld.id, countries: ['IN'] });
      for (const server of [here, other]) {
        const seen = await new Reader(server.address, { view_from: 'IN' }).reads(
          `/api/v1/statuses/${withheld.id}`,
        );
        expect(seen.text).not.toContain('To be withheld');
      }
      // Private state, too: whoever has just signed up is known, by either process.
      const { chitra } = await people(here.address, { chitra: 'reader' });
      const same = new Reader(other.address, {}, chitra.token);
      expect((await same.reads('/api/v1/accounts/verify_credentials')).status).toBe(200);
    } finally {
      await control.query('SELECT pg_wal_replay_resume()');
    }
  });

  it('what is withheld is withheld for whoever reads right after, while the replica follows as fast as it can', async () => {
    for (let n = 0; n < 20; n += 1) {
      const post = await cast.asha.posts(`A canary ${n}`);
      await page(other, { view_from: 'IN' });
      await cast.moderator.imposes({ status_id: post.id, countries: ['IN'] });
      const seen = await Promise.all(
        [here, other].map((server) =>
          new Reader(server.address, { view_from: 'IN' }).reads('/api/v1/timelines/public'),
        ),
      );
      for (const { text } of seen) expect(text).not.toContain(`A canary ${n}<`);
    }
  });

  it('the primary answers while the replica is away, and the replica again once it is back', async () => {
    await level();
    await control.end();
    // At once, as a machine that loses its power: connections are cut.
    await pair.stopReplica();
    const post = await cast.asha.posts('While it is away');
    for (const server of [here, other]) expect((await page(server, { limit: '1' }))[0]?.id).toBe(post.id);
    await pair.startReplica();
    control = await connected(pair.readUrl);
    await isRead(post);
  });

  it('what the replica answers is counted beside what the primary answers in its place', async () => {
    const counted = async (by: string): Promise<number> => {
      const { text } = await new Reader(here.address).reads('/metrics');
      return Number(new RegExp(`^withheld_reads\\{by="${by}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    await level();
    const [byReplica, byPrimary] = [await counted('replica'), await counted('primary')];
    await level();
    await page(here);
    expect(await counted('replica')).toBeGreaterThan(byReplica);
    await control.query('SELECT pg_wal_replay_pause()');
    await cast.asha.posts('Not replayed');
    await page(here);
    await control.query('SELECT pg_wal_replay_resume()');
    expect(await counted('primary')).toBeGreaterThan(byPrimary);
  });

  it('`withheld doctor` says whether it follows, or why it is none', async () => {
    const finding = async (readUrl: string): Promise<unknown> => {
      const env = { PORT: '0', DATABASE_URL: pair.url, DATABASE_READ_URL: readUrl };
      const { stdout } = await runs(['doctor', '--json'], env);
      return (JSON.parse(stdout) as { what: string }[]).find(({ what }) => what === 'replica');
    };
    await level();
    expect(await finding(pair.readUrl)).toMatchObject({
      state: 'ok',
      why: expect.stringMatching(/^It follows the database, [\d,]+ bytes of its log behind\.$/),
    });
    expect(await finding(pair.url)).toMatchObject({
      state: 'wrong',
      why: expect.stringContaining('a server that is no replica'),
    });
    const nobody = pair.readUrl.replace(/:\d+\//, ':1/');
    expect(await finding(nobody)).toMatchObject({
      state: 'wrong',
      why: expect.stringContaining('cannot be reached'),
      todo: expect.stringContaining('DATABASE_READ_URL'),
    });
  });

  it('a server that is no replica of the database is refused by name', async () => {
    const open = openDatabase({ kind: 'postgres', url: pair.url, readUrl: pair.url }, MIGRATIONS);
    await expect(open).rejects.toThrow('DATABASE_READ_URL names a server that is no replica');
  });
});

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
