import fs from 'node:fs';
import path from 'node:path';

/** Read and written by its owner alone, as what holds passwords' hashes, e-mail addresses and reports has to be. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes the folder of a file, unless it is there: one that somebody else made keeps its mode. */
export function makeFolderOf(file: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: FOLDER_MODE });
}

/**
 * Makes a file of SQLite's that only its owner can read, unless it is there; one that is there and is
 * wider, with what SQLite puts beside it, is narrowed. It is made narrow, and not narrowed afterwards:
 * SQLite gives the files beside a database the mode that the database has.
 *
 * @see https://www.sqlite.org/src/file?name=src/os_unix.c (findCreateFileMode)
 * @throws where it cannot be made or written
 */
export function makePrivate(file: string): void {
  // One that is there is not opened: to close it would let go of every lock that SQLite has on it in this
  // process, and the next program that looks into it would take away its write-ahead log.
  // https://www.sqlite.org/howtocorrupt.html, section 2.2
  if (fs.existsSync(file)) fs.accessSync(file, fs.constants.W_OK);
  else fs.closeSync(fs.openSync(file, 'a', FILE_MODE));
  const name = fs.realpathSync(file);
  for (const one of ['', '-wal', '-shm', '-journal']) narrow(`${name}${one}`);
}

function narrow(file: string): void {
  try {
    // Never wider: who made it read-only meant it.
    const { mode } = fs.statSync(file);
    if ((mode & ~FILE_MODE & 0o777) !== 0) fs.chmodSync(file, mode & FILE_MODE);
  } catch (error) {
    // It is not there, is another user's, or the file system knows no modes.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error;
  }
}
