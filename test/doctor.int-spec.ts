import net from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '#operations';
import { nodeVersion, webBuild } from '../apps/cli/doctor/surroundings.js';
import { signsUp } from './support/client.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { runs, serves } from './support/in-process.js';

type Found = Record<string, Pick<Finding, 'state' | 'why' | 'todo'>>;

/** The findings of `withheld doctor`, by their subjects. Whether pages are built here is not for these tests. */
async function examined(env: Record<string, string>): Promise<{ code: number; found: Found }> {
  const { code, stdout } = await runs(['doctor', '--json'], { PORT: '0', ...env });
  const findings = JSON.parse(stdout) as Finding[];
  const found = Object.fromEntries(findings.map(({ what, ...rest }) => [what, rest]));
  const { pages, ...others } = found;
  const isWrong = Object.values(others).some(({ state }) => state === 'wrong');
  expect(code).toBe(isWrong || pages?.state === 'wrong' ? 1 : 0);
  return { code: isWrong ? 1 : 0, found: others };
}

const statesOf = (found: Found): Record<string, string> =>
  Object.fromEntries(Object.entries(found).map(([what, { state }]) => [what, state]));

onEachDatabase((make, { shared }) => {
  let place: TestDatabase;
  const made: TestDatabase[] = [];
  beforeEach(async () => {
    place = await make();
    made.push(place);
  });
  afterAll(async () => {
    for (const one of made) await one.remove();
  });
  /** Changes the database behind the program's back. */
  const tell = async (...statements: string[]): Promise<void> => {
    const database = await place.open();
    for (const sql of statements) await database.write((transaction) => transaction.query(sql));
    await database.close();
  };
  const found = async (env: Record<string, string> = {}): Promise<Found> =>
    (await examined({ DATABASE_URL: place.url, ...env })).found;

  describe('withheld doctor', () => {
    it('finds nothing wrong before there is anything, and makes nothing', async () => {
      for (const _ of [1, 2])
        expect(await examined({ DATABASE_URL: place.url })).toMatchObject({
          code: 0,
          found: { database: { state: 'ok', why: expect.stringMatching(/none yet|is empty/) } },
        });
    });

    it('finds a server that runs well, whoever has the database', async () => {
      const server = await serves({ DATABASE_URL: place.url });
      const { port } = new URL(server.address);
      const asha = await signsUp(server.address, 'asha');
      await asha.posts('A walk by the river');
      const { code, found: all } = await examined({ DATABASE_URL: place.url, PORT: port });
      await server.stop();
      expect({ code, states: statesOf(all) }).toEqual({
        code: 0,
        states: {
          ...Object.fromEntries(
            ['Node', 'environment', 'database', 'migrations', 'triggers'].map((one) => [one, 'ok']),
          ),
          ...Object.fromEntries(
            ['chain', 'projections', 'clock', 'port', 'PUBLIC_URL', 'DEMO', 'TEST'].map((one) => [one, 'ok']),
          ),
          ...(shared ? {} : { lock: 'ok', 'data folder': 'ok' }),
        },
      });
      expect(all['chain']?.why).toBe('The last 2 of 2 events verify.');
      expect(all['port']?.why).toMatch(/A server of Withheld’s listens/);
      if (!shared) expect(all['lock']?.why).toMatch(/^The server at http.* \(process \d+\) has the database/);
    });

    it('names a database that is newer', async () => {
      await tell(`INSERT INTO migrations (timestamp, name) VALUES (1999999999999, 'OfTheNextRelease')`);
      expect((await found())['database']).toMatchObject({
        state: 'wrong',
        why: 'It is newer than this program: it has OfTheNextRelease.',
        todo: expect.stringMatching(/Run the newer version/),
      });
    });

    it('names what keeps nothing append-only, and a chain that somebody changed', async () => {
      const on = (table: string): string => (shared ? ` ON ${table}` : '');
      const server = await serves({ DATABASE_URL: place.url });
      await signsUp(server.address, 'asha');
      await server.stop();
      await tell(
        `DROP TRIGGER log_body_update${on('log_body')}`,
        `UPDATE log_body SET body = '{}' WHERE seq = 1`,
      );
      const all = await found();
      expect(all['triggers']).toMatchObject({ state: 'wrong', why: expect.stringContaining('log_body') });
      expect(all['chain']).toMatchObject({
        state: 'wrong',
        why: expect.stringMatching(/event 1: its body was changed/),
      });
    });

    it('names projections that are folded by other rules', async () => {
      await tell(
        'UPDATE projected SET version = 1',
        'INSERT INTO projected (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM projected)',
      );
      expect((await found())['projections']).toMatchObject({
        state: 'warning',
        todo: expect.stringMatching(/withheld rebuild/),
      });
    });
  });
});

describe('what surrounds it', () => {
  let server: net.Server | undefined;
  afterEach(() => {
    server?.close();
  });
  const nowhere = { DATABASE_URL: 'sqlite:/tmp/withheld-nowhere/there-is-none.db' };

  it('is told of errors in the environment, each', async () => {
    const { stdout, code } = await runs(['doctor'], { PORT: 'x', DEMO: 'yes' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ environment: PORT="x": use a number/);
    expect(stdout).toMatch(/✗ environment: DEMO="yes"/);
    expect(stdout).toMatch(/2 wrong/);
  });

  it('names a PostgreSQL that cannot be reached, without its password', async () => {
    const { found } = await examined({ DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/none' });
    expect(found['database']).toMatchObject({
      state: 'wrong',
      why: expect.stringMatching(/cannot be reached.*ECONNREFUSED/),
    });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('names a folder that cannot be', async () => {
    const { found } = await examined({ DATABASE_URL: 'sqlite:/dev/null/withheld.db' });
    expect(Object.values(found).find(({ state }) => state === 'wrong')?.why).toMatch(/cannot be written/);
  });

  it('names a port that another program has', async () => {
    server = net.createServer((socket) => socket.end('nothing of ours'));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { found } = await examined({ ...nowhere, PORT: String(port) });
    expect(found['port']).toMatchObject({ state: 'wrong', todo: 'Stop it, or set PORT to another one.' });
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['links that lead nowhere', { HOST: '0.0.0.0' }, 'PUBLIC_URL', 'warning'],
    ['an address without TLS', { PUBLIC_URL: 'http://example.org' }, 'PUBLIC_URL', 'warning'],
    ['a proxy that is not named', { PUBLIC_URL: 'https://example.org' }, 'PUBLIC_URL', 'warning'],
    ['one that is', { PUBLIC_URL: 'https://example.org', TRUSTED_PROXIES: '127.0.0.1' }, 'PUBLIC_URL', 'ok'],
    ['one-click sign-in for strangers', { PUBLIC_URL: 'https://example.org', DEMO: '1' }, 'DEMO', 'wrong'],
    ['routes for tests for strangers', { PUBLIC_URL: 'https://example.org', TEST: '1' }, 'TEST', 'wrong'],
    ['either on this machine alone', { DEMO: '1', TEST: '1' }, 'TEST', 'ok'],
  ])('names %s', async (_, env, what, state) => {
    expect((await examined({ ...nowhere, ...env })).found[what]).toMatchObject({ state });
  });

  it('is an old Node, or pages that were not built', () => {
    expect([nodeVersion('20.18.3'), nodeVersion('18.20.0')].map(({ state }) => state)).toEqual([
      'wrong',
      'wrong',
    ]);
    expect([nodeVersion('20.19.0'), nodeVersion('24.1.0')].map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(webBuild('/nowhere')).toMatchObject({ state: 'wrong', todo: 'npm run build' });
  });
});
