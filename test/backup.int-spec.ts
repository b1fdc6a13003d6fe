import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { consume, operate, restore } from '#operations';
import { CommandBus } from '#commands';
import { readConfig } from '#config';
import { signsUp, type Person } from './support/client.js';
import { tablesOf } from './support/contents.js';
import { onEachDatabase, sqliteDatabase, type TestDatabase } from './support/databases.js';
import { runs, serves } from './support/in-process.js';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-backup-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function newFile(bytes?: Buffer): string {
  const file = path.join(folder, `backup-${(files += 1)}`);
  if (bytes !== undefined) fs.writeFileSync(file, bytes);
  return file;
}

/** Every row of every table, in no order, but for what says when a migration was run or how rows were folded. */
async function contents(database: Database): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {};
  for (const table of (await tablesOf(database)).sort()) {
    if (table.startsWith('sqlite_') || table === 'migrations') continue;
    const rows = await database.reader.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    told[table] = rows
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([name]) => name !== '_metadata')
            .sort(),
        ),
      )
      .sort();
  }
  return told;
}

async function contentsAt(place: TestDatabase): Promise<Record<string, string[]>> {
  const database = await place.open();
  try {
    return await contents(database);
  } finally {
    await database.close();
  }
}

onEachDatabase((make) => {
  let place: TestDatabase;
  let server: Awaited<ReturnType<typeof serves>>;
  let asha: Person;
  let whole: string;
  const made: TestDatabase[] = [];
  const another = async (of: () => Promise<TestDatabase> = make): Promise<TestDatabase> => {
    const one = await of();
    made.push(one);
    return one;
  };
  const withheld = (at: TestDatabase, ...args: string[]): ReturnType<typeof runs> =>
    runs(args, { DATABASE_URL: at.url });

  beforeAll(async () => {
    place = await make();
    server = await serves({ DATABASE_URL: place.url });
    asha = await signsUp(server.address, 'asha');
    const bilal = await signsUp(server.address, 'bilal');
    const post = await asha.posts('A walk by the #river');
    await bilal.likes(post.id);
    await bilal.does('POST', `/api/v1/statuses/${post.id}/bookmark`);
    const chitra = await signsUp(server.address, 'chitra');
    await chitra.posts('canary that was erased');
    expect(await withheld(place, 'user', 'erase', 'chitra')).toMatchObject({ code: 0 });
    whole = newFile();
    expect(await withheld(place, 'backup', whole)).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(
        /^Wrote .*: 7 events, and the private state beside them\.\nHead: [0-9a-f]{64}\n$/,
      ),
    });
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    for (const one of [place, ...made]) await one.remove();
  });

  describe('a backup', () => {
    it('is made while the server runs, for its owner alone', () => {
      expect(fs.statSync(whole).mode & 0o777).toBe(0o600);
      expect(fs.existsSync(`${whole}.part`)).toBe(false);
    });

    it('holds nothing of what was erased before', () => {
      const text = gunzipSync(fs.readFileSync(whole)).toString();
      expect(text).toContain('A walk by the');
      expect(text).not.toContain('canary');
      expect(text).not.toContain('chitra');
    });

    it('is as of one instant, whatever is written meanwhile', async () => {
      const file = newFile();
      const [backup] = await Promise.all([
        withheld(place, 'backup', file),
        ...Array.from({ length: 20 }, (_, n) => asha.posts(`Meanwhile ${n}`)),
      ]);
      expect(backup).toMatchObject({ code: 0 });
      const other = await another();
      expect(await withheld(other, 'restore', file)).toMatchObject({ code: 0 });
    });

    it('is written over nothing', async () => {
      expect(await withheld(place, 'backup', whole)).toMatchObject({
        code: 1,
        stderr: `There is a ${whole} already. Give another name.\n`,
      });
      expect(await withheld(place, 'backup', path.join(folder, 'nowhere', 'a'))).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/cannot be written \(ENOENT\)/),
      });
    });
  });

  describe('restoring one', () => {
    it('gives the same database, which verifies and which a rebuild leaves as it is', async () => {
      const backup = newFile();
      await withheld(place, 'backup', backup);
      const other = await another();
      expect(await withheld(other, 'restore', backup)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/The chain is whole\.\nHead: [0-9a-f]{64}\n$/),
      });
      const restored = await contentsAt(other);
      expect(restored).toEqual(await contentsAt(place));
      expect(await withheld(other, 'verify')).toMatchObject({ code: 0 });
      expect(await withheld(other, 'rebuild')).toMatchObject({ code: 0 });
      expect(await contentsAt(other)).toEqual(restored);
    });

    it('moves it from one kind of database to the other', async () => {
      const other = await another(sqliteDatabase);
      expect(await withheld(other, 'restore', whole)).toMatchObject({ code: 0 });
      const verified = (at: TestDatabase): Promise<string> =>
        withheld(at, 'verify').then(({ stdout }) => stdout);
      expect(await verified(other)).toMatch(/7 events/);
    });

    it('is refused where there is something already', async () => {
      const before = await contentsAt(place);
      const { DATABASE_URL } = { DATABASE_URL: place.url };
      const refused = await runs(['restore', whole], { DATABASE_URL });
      expect(refused).toMatchObject({
        code: 1,
        // A SQLite file is the server's own.
        stderr: expect.stringMatching(/is not empty: .* has rows|is in use by process/),
      });
      expect(await contentsAt(place)).toEqual(before);
    });

    it('of a file that was cut or altered is refused, and nothing is written', async () => {
      const bytes = fs.readFileSync(whole);
      const text = gunzipSync(bytes).toString();
      const lines = text.split('\n');
      const flipped = Buffer.from(bytes);
      flipped[Math.floor(flipped.length / 2)]! ^= 0xff;
      const odd: [string, Buffer, RegExp][] = [
        ['cut in the middle', bytes.subarray(0, bytes.length >> 1), /was cut|was altered/],
        ['cut at its end', bytes.subarray(0, bytes.length - 9), /was cut/],
        ['a bit flipped', flipped, /was altered/],
        ['without its last line', gzipSync(lines.slice(0, -2).join('\n') + '\n'), /was cut: it has no end/],
        ['with other words', gzipSync(text.replace('A walk', 'A talk')), /at event 3, its body was changed/],
        [
          'with another role',
          gzipSync(text.replace('"reader"', '"admin"')),
          /was altered: it is not what was written/,
        ],
        [
          'with a row twice',
          gzipSync([...lines.slice(0, 2), lines[1], ...lines.slice(2)].join('\n')),
          /was altered/,
        ],
        ['of something else', gzipSync('{"hello":"world"}\n'), /is no backup of Withheld/],
        ['not compressed', Buffer.from(text), /was altered, or is no backup/],
        ['empty', Buffer.alloc(0), /is empty|was cut/],
        [
          'of a format to come',
          gzipSync(text.replace('"withheld_backup":1', '"withheld_backup":2')),
          /of format 2/,
        ],
        [
          'of a version to come',
          gzipSync(text.replace('"migrations":[', '"migrations":["ToCome2999999999999",')),
          /was altered|newer version/,
        ],
      ];
      const other = await another();
      for (const [what, altered, why] of odd) {
        const refused = await withheld(other, 'restore', newFile(altered));
        expect([what, refused]).toEqual([what, { code: 1, stdout: '', stderr: expect.stringMatching(why) }]);
      }
      const missing = await withheld(other, 'restore', path.join(folder, 'nowhere'));
      expect(missing.stderr).toMatch(/There is no /);
      // It is as empty as before.
      expect(await withheld(other, 'restore', whole)).toMatchObject({ code: 0 });
    });

    it('of an older version’s brings it up to date', async () => {
      const older = await another();
      const located = (at: TestDatabase) => {
        const read = readConfig({ DATABASE_URL: at.url }, '/');
        if (!read.ok) throw new Error(read.errors.join());
        return read.config.database;
      };
      const database = await openDatabase(located(older), MIGRATIONS.slice(0, -2));
      const file = newFile();
      const at = {
        database,
        bus: new CommandBus(database),
        now: Date.now,
        signal: new AbortController().signal,
      };
      await database.write((transaction) =>
        transaction.insert('access_token', [
          { token_hash: 'a-hash', account_id: 'someone', scope: 'read', created_at: 1 },
        ]),
      );
      expect(await consume(operate({ name: 'backup', file }, at), () => undefined)).toBe(0);
      await database.close();
      const newer = await another();
      expect(await consume(restore(located(newer), MIGRATIONS, file), () => undefined)).toBe(0);
      const restored = await contentsAt(newer);
      expect(restored['access_token']?.join()).toContain('a-hash');
      expect(Object.keys(restored)).toContain('marker');
    });
  });
});
