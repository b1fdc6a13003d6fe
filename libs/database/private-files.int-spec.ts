import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { FileOwnership, openDatabase, type Database } from '#database';
import { MIGRATIONS } from '#migrations';
import { Child } from '../../test/support/child.js';

let folder: string;
let file: string;
const before = process.umask(0o022);
beforeEach(() => {
  process.umask(0o022);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-'));
  file = path.join(folder, 'made', 'data', 'withheld.db');
});
afterEach(() => {
  process.umask(before);
  fs.rmSync(folder, { recursive: true, force: true });
});

const modeOf = (name: string): string => (fs.statSync(name).mode & 0o777).toString(8);
const modes = (): Record<string, string> =>
  Object.fromEntries(
    fs.readdirSync(path.dirname(file)).map((name) => [name, modeOf(path.join(path.dirname(file), name))]),
  );
const open = (name = file): Promise<Database> => openDatabase({ kind: 'sqlite', path: name }, MIGRATIONS);
const PRIVATE = { 'withheld.db': '600', 'withheld.db-wal': '600', 'withheld.db-shm': '600' };

it('a database and what is beside it can be read by its user alone, and so can the folders made for it', async () => {
  const taken = FileOwnership.take(file);
  const database = await open();
  expect(modes()).toEqual({ ...PRIVATE, 'withheld.db.lock': '600' });
  expect([modeOf(path.dirname(file)), modeOf(path.join(folder, 'made'))]).toEqual(['700', '700']);
  await database.close();
  if (taken.taken) taken.ownership.release();
});

it('one that others could read is narrowed when it is opened, by whatever link; its folder stays as it is', async () => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Left as after a crash: SQLite would take away what is beside it.
  const left = new Libsql(file);
  left.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a)');
  for (const name of fs.readdirSync(path.dirname(file)))
    expect(modeOf(path.join(path.dirname(file), name))).toBe('644');
  const link = path.join(folder, 'link.db');
  fs.symlinkSync(file, link);
  const database = await open(link);
  expect(modes()).toEqual(PRIVATE);
  expect(modeOf(path.dirname(file))).toBe('755');
  await database.close();
  left.close();
});

it('one that is open keeps what is written to it, whatever program looks into it meanwhile', async () => {
  const database = await open();
  /** Reads the log's head as another program does, which closes the file again. */
  const seenByAnother = (): string => {
    const look = `
      const Libsql = require('libsql');
      let other = new Libsql(${JSON.stringify(file)});
      console.log(other.prepare('SELECT seq FROM log_head').get().seq);
      other.close();
      other = null;
      gc();`;
    return execFileSync(process.execPath, ['--expose-gc', '-e', look], { encoding: 'utf8' }).trim();
  };
  for (const seq of [1, 2, 3]) {
    await database.write((transaction) => transaction.query(`UPDATE log_head SET seq = ${seq} WHERE id = 1`));
    expect(seenByAnother()).toBe(String(seq));
  }
  await database.close();
});

it('is not lost to another process when its owner asks who has it', async () => {
  const taken = FileOwnership.take(file);
  expect(FileOwnership.take(file)).toMatchObject({ taken: false });
  const take = `
    import { FileOwnership } from './file-owner.js';
    console.log(FileOwnership.take(${JSON.stringify(file)}).taken);`;
  const other = Child.run(
    take,
    ['file-owner', 'errors', 'private-files'].map((name) => `libs/database/${name}.ts`),
  );
  expect(await other.says()).toBe('false');
  await other.kill();
  if (taken.taken) taken.ownership.release();
});
