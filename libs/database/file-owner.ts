import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import Libsql from 'libsql';
import { DatabaseUnusable } from './errors.js';
import { makeFolderOf, makePrivate } from './private-files.js';

/** How long another process may take to read who owns a file, in ms. */
const OTHERS_LOOK_FOR_MS = 500;

/** How to ask the process that owns a SQLite file: by its address, with its token. */
export interface Owner {
  pid: number;
  /** Null while it is starting. */
  address: string | null;
  token: string;
}

/**
 * The ownership of a SQLite file: one process at a time. The lock is a small SQLite database beside
 * it, in which the owner keeps a write transaction open, so that the operating system lets go of it
 * however the owner dies; in its one row stand the owner's address and a token, readable by its
 * user alone.
 */
export class FileOwnership {
  private constructor(
    private readonly lock: Lock,
    readonly owner: Owner,
  ) {}

  /**
   * Takes a file.
   *
   * @returns the ownership, or who has it
   * @throws DatabaseUnusable when the folder cannot be written
   */
  static take(file: string): { taken: true; ownership: FileOwnership } | { taken: false; by: Owner | null } {
    const lock = openLock(file);
    const owner: Owner = {
      pid: process.pid,
      address: null,
      token: crypto.randomBytes(32).toString('base64url'),
    };
    const ownership = new FileOwnership(lock, owner);
    try {
      lock.exec('BEGIN IMMEDIATE');
      // To take it is to be told at once who has it; from here on, others only look.
      lock.exec(`PRAGMA busy_timeout = ${OTHERS_LOOK_FOR_MS}`);
      // While it is written another process may take the file.
      ownership.write();
      return { taken: true, ownership };
    } catch {
      const by = readOwner(lock);
      lock.close();
      return { taken: false, by };
    }
  }

  /** Lets CLI commands know where to ask. */
  announce(address: string): void {
    this.owner.address = address;
    this.write();
  }

  release(): void {
    try {
      this.lock.exec('DELETE FROM owner; COMMIT');
    } catch {
      // A row that is left there means nothing once the lock is let go.
      this.lock.exec('ROLLBACK');
    }
    this.lock.close();
  }

  private write(): void {
    this.lock.exec('DELETE FROM owner');
    this.lock
      .prepare('INSERT INTO owner (pid, address, token) VALUES (?, ?, ?)')
      .run(this.owner.pid, this.owner.address, this.owner.token);
    this.lock.exec('COMMIT');
    this.lock.exec('BEGIN IMMEDIATE');
  }
}

interface Lock {
  exec(sql: string): void;
  prepare(sql: string): { run(...values: unknown[]): unknown; get(): unknown };
  close(): void;
}

function openLock(file: string): Lock {
  try {
    makeFolderOf(file);
    const lockFile = `${realName(file)}.lock`;
    makePrivate(lockFile);
    fs.accessSync(path.dirname(file), fs.constants.W_OK);
    const lock = new Libsql(lockFile, { timeout: 0 }) as unknown as Lock;
    try {
      lock.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER, address TEXT, token TEXT)');
    } catch {
      // Busy: it has an owner, who made the table.
    }
    return lock;
  } catch (error) {
    throw new DatabaseUnusable(
      `The folder ${path.dirname(file)} cannot be written (${error instanceof Error ? error.message : String(error)}). Change its permissions, or set DATABASE_URL.`,
    );
  }
}

/** The one name of a file, whatever links lead to it; one that is not there yet has its folder's. */
export function realName(file: string): string {
  return fs.existsSync(file)
    ? fs.realpathSync(file)
    : path.join(fs.realpathSync(path.dirname(file)), path.basename(file));
}

function readOwner(lock: Lock): Owner | null {
  try {
    const row = lock.prepare('SELECT pid, address, token FROM owner').get() as Owner | undefined;
    // Its columns alone: libsql adds figures of its own to a row.
    return row === undefined ? null : { pid: row.pid, address: row.address, token: row.token };
  } catch {
    return null;
  }
}
