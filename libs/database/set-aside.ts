import fs from 'node:fs';
import path from 'node:path';
import Libsql from 'libsql';
import { DatabaseUnusable } from './errors.js';
import { FileOwnership, realName } from './file-owner.js';

/**
 * Renames a SQLite file, so that whoever opens it next begins an empty one. Nothing in it is lost.
 *
 * @param now goes into its new name
 * @returns the path that it has now; null where there is none
 * @throws DatabaseUnusable when a process owns the file
 */
export function setAside(file: string, now: Date): string | null {
  if (!fs.existsSync(file)) return null;
  const taken = FileOwnership.take(file);
  if (!taken.taken) {
    const who = taken.by === null ? 'another process' : `process ${taken.by.pid}`;
    throw new DatabaseUnusable(`The database ${file} is in use by ${who}. Stop it first.`);
  }
  try {
    const from = realName(file);
    settle(from);
    const { dir, name, ext } = path.parse(from);
    const to = path.join(dir, `${name}-${now.toISOString().replaceAll(/[:.]/g, '-')}${ext}`);
    if (fs.existsSync(to)) throw new DatabaseUnusable(`There is a ${to} already.`);
    // The log of what is not in the file yet goes first: under the old name, a new file would take it for its own.
    for (const suffix of ['-wal', '-shm', '']) {
      if (fs.existsSync(from + suffix)) fs.renameSync(from + suffix, to + suffix);
    }
    return to;
  } finally {
    taken.ownership.release();
  }
}

/** Writes what stands in the log beside a file into it, where it is a database: then it is one file alone. */
function settle(file: string): void {
  try {
    const database = new Libsql(file) as unknown as { exec(sql: string): void; close(): void };
    try {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  } catch {
    // It is renamed with its log as they are.
  }
}
