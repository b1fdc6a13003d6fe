import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Sqlite from 'libsql';
import pg from 'pg';
import type { Status } from '#contract';
import { schemaOf } from '#database';
import { verify } from '#log';
import { MIGRATIONS } from '#migrations';
import { isFoldedByThisVersion, PROJECTED_TABLES, rebuild, refoldIfOutdated } from '#projections';
import { Reader } from './support/client.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';

/** The revisions whose databases this version goes on with, and what each answered (scripts/record-upgrade.mjs). */
const REVISIONS = ['2520483'];
const FIXTURES = path.join(import.meta.dirname, 'fixtures', 'upgrade');

interface Page {
  who: string | null;
  path: string;
  status: number;
  body: unknown;
}

interface Recorded {
  address: string;
  tokens: Record<string, string>;
  /** The id of the post that was made under the key `once`. */
  first: string;
  pages: Page[];
}

/** What is answered otherwise on purpose, by where it stands in an answer and what became of what. */
const CHANGED = [
  // Pictures are bitmaps: clients show no others.
  /(avatar|header)(_static)?: ".*\/(avatar|header)\.svg" became ".*\/\3\.png"$/,
  // It was always null.
  /last_status_at: null became "\d{4}-\d\d-\d\d"$/,
  // What a text holds is read in the fold, by a better rule: mentions are found.
  /mentions: 0 became 1$/,
  // What a suspension is on is kept from whoever does not see it.
  /status_id: ".*" became null$/,
];

onEachDatabase((make, { shared }) => {
  describe.each(REVISIONS)('a database of revision %s', (revision) => {
    const kind = shared ? 'postgres' : 'sqlite';
    const fixture = (ending: string): string =>
      fs.readFileSync(path.join(FIXTURES, `${revision}-${kind}.${ending}`), 'utf8');
    const recorded = JSON.parse(fixture('pages')) as Recorded;
    let place: TestDatabase;
    let server: TestServer;
    let folded: number | null;

    beforeAll(async () => {
      place = await make();
      await (shared ? fillPostgres : fillSqlite)(place, fixture('sql'));
      // As a server does that starts on it.
      const database = await place.open();
      folded = await refoldIfOutdated(database);
      await database.close();
      server = await startServer(place, { env: { TEST: '1', PUBLIC_URL: recorded.address } });
    }, 60_000);
    afterAll(async () => {
      await server.close();
      await place.remove();
    });

    it('has all migrations, each once', async () => {
      const { applied, bare } = await schemaOf(server.database.reader);
      expect([...applied].sort()).toEqual(MIGRATIONS.map((one) => new one().name).sort());
      expect(bare).toEqual([]);
    });

    it('is folded anew, into the rows that a rebuild gives', async () => {
      expect(folded).toBeGreaterThan(20);
      expect(await isFoldedByThisVersion(server.database.reader)).toBe(true);
      const rows = async (): Promise<string[][]> =>
        Promise.all(
          PROJECTED_TABLES.map(async (table) =>
            (await server.database.reader.query<object>(`SELECT * FROM ${table}`))
              .map((row) => JSON.stringify(row))
              .sort(),
          ),
        );
      const before = await rows();
      await rebuild(server.database);
      expect(await rows()).toEqual(before);
    });

    it('verifies', async () => {
      expect(await verify(server.database.reader)).toMatchObject({ whole: true, erased: 0 });
    });

    it.each(recorded.pages)('answers $who as it did: $path', async ({ who, path: asked, status, body }) => {
      const reader = new Reader(server.address, {}, who === null ? null : (recorded.tokens[who] ?? ''));
      const answer = await reader.reads(asked);
      expect(answer.status).toBe(status);
      const differences = differencesOf(body, toldBefore(asked, answer.body)).filter(
        (one) => !CHANGED.some((change) => change.test(one)),
      );
      expect(differences).toEqual([]);
    });

    it('still gives the first answer to a key that was used before', async () => {
      const asha = new Reader(server.address, {}, recorded.tokens['asha'] ?? '');
      const again = await asha.sends<Status>(
        'POST',
        '/api/v1/statuses',
        { status: 'Good morning #river, see https://example.org/a?b=c' },
        { 'idempotency-key': 'once' },
      );
      expect(again.body.id).toBe(recorded.first);
    });

    it('takes on what is written from now on', async () => {
      const asha = new Reader(server.address, {}, recorded.tokens['asha'] ?? '');
      const posted = await asha.sends<Status>('POST', '/api/v1/statuses', { status: 'After the upgrade' });
      expect(posted.status).toBe(200);
      expect(await verify(server.database.reader)).toMatchObject({ whole: true });
    });
  });
});

/** Where something that was answered is answered otherwise; fields that are new are none. */
function differencesOf(was: unknown, is: unknown, at = ''): string[] {
  if (Array.isArray(was) && Array.isArray(is)) {
    if (was.length !== is.length) return [`${at}: ${was.length} became ${is.length}`];
    return was.flatMap((one, n) => differencesOf(one, is[n], `${at}[]`));
  }
  if (was !== null && is !== null && typeof was === 'object' && typeof is === 'object')
    return Object.entries(was)
      .filter(([key]) => !isRedacted(is) || (key in is && key !== 'redacted'))
      .flatMap(([key, value]) => differencesOf(value, (is as Record<string, unknown>)[key], `${at}.${key}`));
  return wordsOf(was, at) === wordsOf(is, at)
    ? []
    : [`${at}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`];
}

/** What of an answer was told by the revision: people are notified of more by now. */
function toldBefore(asked: string, body: unknown): unknown {
  if (!asked.endsWith('/notifications')) return body;
  return (body as { type: string }[]).filter(({ type }) => type === 'moderation_warning');
}

/** An event of the ledger, of which its place in the chain is told alone: more may be kept back than was, and no less. */
function isRedacted(value: object): boolean {
  return 'redacted' in value && value.redacted === true;
}

/** Of the HTML of a post its words: which of them are links is for the version to say. */
function wordsOf(value: unknown, at: string): unknown {
  return typeof value === 'string' && at.endsWith('.content') ? value.replaceAll(/<[^>]*>/g, '') : value;
}

function fillSqlite(place: TestDatabase, dump: string): Promise<void> {
  const database = new Sqlite(place.url.slice('sqlite:'.length));
  database.exec(dump);
  database.close();
  return Promise.resolve();
}

/** The dump is of the schema `public`; a test has one of its own. */
async function fillPostgres(place: TestDatabase, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
    await client.query(dump.replaceAll(/\bpublic\./g, `${rows[0]?.name}.`));
  } finally {
    await client.end();
  }
}
