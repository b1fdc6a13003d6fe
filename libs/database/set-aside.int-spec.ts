import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseUnusable } from './errors.js';
import { FileOwnership } from './file-owner.js';
import { setAside } from './set-aside.js';

const NOW = new Date('2026-03-01T10:00:00.250Z');

describe('a SQLite file that is set aside', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-aside-'));
    file = path.join(folder, 'withheld.db');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A database that holds a word, part of it in the log beside the file. */
  function write(word: string): Libsql.Database {
    const database = new Libsql(file);
    database.exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (word TEXT); INSERT INTO t VALUES ('${word}')`);
    return database;
  }

  const wordsIn = (place: string): unknown[] => {
    const database = new Libsql(place);
    const words = database.prepare('SELECT word FROM t').all();
    database.close();
    return words;
  };

  it('has another name, and all that was in it', () => {
    // given a database whose process died: its log is still beside it
    const died = write('kept');
    expect(fs.existsSync(`${file}-wal`)).toBe(true);
    // when it is set aside
    const aside = setAside(file, NOW);
    died.close();
    // then it is beside the old name, which is free
    expect(aside).toBe(path.join(fs.realpathSync(folder), 'withheld-2026-03-01T10-00-00-250Z.db'));
    for (const suffix of ['', '-wal', '-shm']) expect(fs.existsSync(file + suffix)).toBe(false);
    expect(wordsIn(aside ?? '')).toEqual([{ word: 'kept' }]);
  });

  it('leaves the name to a new one, which knows nothing of it', () => {
    write('old').close();
    setAside(file, NOW);
    write('new').close();
    expect(wordsIn(file)).toEqual([{ word: 'new' }]);
  });

  it('is not there: nothing is done', () => {
    expect(setAside(file, NOW)).toBeNull();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('is somebody’s: it stays', () => {
    write('mine').close();
    const owner = FileOwnership.take(file);
    expect(() => setAside(file, NOW)).toThrow(DatabaseUnusable);
    if (owner.taken) owner.ownership.release();
    expect(wordsIn(file)).toEqual([{ word: 'mine' }]);
  });

  it('never takes the place of another', () => {
    write('first').close();
    const aside = setAside(file, NOW);
    write('second').close();
    expect(() => setAside(file, NOW)).toThrow(/There is a .* already/);
    expect(wordsIn(file)).toEqual([{ word: 'second' }]);
    expect(wordsIn(aside ?? '')).toEqual([{ word: 'first' }]);
  });

  it('is no database: it is renamed as it is', () => {
    fs.writeFileSync(file, 'no database at all');
    expect(fs.readFileSync(setAside(file, NOW) ?? '', 'utf8')).toBe('no database at all');
  });
});
