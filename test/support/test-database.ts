import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { IN_CI } from './ci.js';

/** Where tests find PostgreSQL; a schema of its own is made for each database they open. */
const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** A database for one test, and the URL that a process under test would be given. */
export interface TestDatabase {
  url: string;
  open(): Promise<Database>;
  remove(): Promise<void>;
}

let made = 0;

/** A SQLite file in a folder of its own. */
export function sqliteDatabase(): Promise<TestDatabase> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-'));
  const file = path.join(folder, 'test.db');
  return Promise.resolve({
    url: `sqlite:${file}`,
    // No test takes the power away: a commit need not wait for the disk.
    open: () => openDatabase({ kind: 'sqlite', path: file }, MIGRATIONS, { outlivesPowerLoss: false }),
    remove: () => {
      fs.rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
}

/** A schema of its own on PostgreSQL. */
export async function postgresDatabase(): Promise<TestDatabase> {
  made += 1;
  const schema = `withheld_${process.pid}_${Date.now()}_${made}`;
  await tellPostgres(`CREATE SCHEMA ${schema}`);
  // Nor does any end PostgreSQL itself.
  const options = `-c search_path=${schema} -c synchronous_commit=off`;
  const url = `${POSTGRES_URL}?options=${encodeURIComponent(options)}`;
  return {
    url,
    open: () => openDatabase({ kind: 'postgres', url }, MIGRATIONS),
    remove: () => tellPostgres(`DROP SCHEMA ${schema} CASCADE`),
  };
}

async function tellPostgres(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Whether PostgreSQL is there to test on. @throws where it is not, in CI */
export async function postgresAnswers(): Promise<boolean> {
  try {
    await tellPostgres('SELECT 1');
    return true;
  } catch (error) {
    // In CI it must be there; elsewhere a newcomer need not have it.
    if (IN_CI) throw new Error('PostgreSQL must answer in CI', { cause: error });
    return false;
  }
}
