import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { SqlValue } from '#database';
import { brokenLink, GENESIS_HASH } from '#log';

/** The format that this program writes, and the one that it reads. */
const FORMAT = 1;
/** Bytes; no line that this program writes comes near: it holds 200 rows. */
const MAX_LINE = 256 * 1024 * 1024;
const FILE_MODE = 0o600;

/** The columns of a row of the log in a backup: its place in the chain, and its body where that was not erased. */
export const LOG_COLUMNS = ['seq', 'body_hash', 'prev_hash', 'hash', 'recorded_at', 'salt', 'body'] as const;

/** The first line of a backup. */
export interface Header {
  withheld_backup: number;
  /** ISO 8601. */
  made_at: string;
  /** The version of the program that made it. */
  program: string;
  /** Names of the migrations that its database had. */
  migrations: string[];
  /** The columns of each table of private state, and of `log_head`, in the order of their values. */
  tables: Record<string, string[]>;
}

/** Rows of one table; those of `log` are as `LOG_COLUMNS` says. */
export interface Rows {
  table: string;
  rows: SqlValue[][];
}

/** The last line. The digest is of all lines before it. */
interface Footer {
  end: true;
  counts: Record<string, number>;
  head: string;
  sha256: string;
}

/** Facts about a backup that has been read to its end. */
export interface Summary {
  counts: Record<string, number>;
  /** The hash of the last event. */
  head: string;
}

/** A file is no backup, or was cut or altered since it was made; the message says which. */
export class BackupUnusable extends Error {
  override readonly name = 'BackupUnusable';
}

/**
 * Writes a backup: gzip of JSON, a value a line. It has its name once it is whole and on the disk.
 *
 * @param file must not be there
 * @returns what it holds
 * @throws what the rows' source throws, and where the file is there or cannot be written: nothing is left of it
 */
export async function writeBackup(
  file: string,
  header: Omit<Header, 'withheld_backup'>,
  chunks: AsyncIterable<Rows>,
  signal?: AbortSignal,
): Promise<Summary> {
  if (fs.existsSync(file)) throw new BackupUnusable(`There is a ${file} already. Give another name.`);
  const part = `${file}.part`;
  const tally = new Tally();
  let summary: Summary | undefined;
  const lines = async function* (): AsyncGenerator<string> {
    const lineOf = (value: unknown): string => tally.digest(`${JSON.stringify(value)}\n`);
    yield lineOf({ withheld_backup: FORMAT, ...header });
    for await (const chunk of chunks) {
      tally.count(chunk);
      yield lineOf(chunk);
    }
    summary = tally.summary;
    const footer: Footer = { end: true, ...summary, sha256: tally.sha256 };
    yield `${JSON.stringify(footer)}\n`;
  };
  // A part that a run before left there is of no use to anybody.
  fs.rmSync(part, { force: true });
  try {
    const to = fs.createWriteStream(part, { flags: 'wx', mode: FILE_MODE, flush: true });
    await pipeline(Readable.from(lines()), createGzip(), to, signal === undefined ? {} : { signal });
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
  if (summary === undefined) throw new Error('A backup has an end');
  return summary;
}

/** Receives what a backup holds, in its order. */
export interface Receiver {
  header?: (header: Header) => void;
  rows?: (rows: Rows) => Promise<void>;
}

/**
 * Reads a backup to its end, line by line, and verifies it: its digest, its chain, and how many rows it has.
 *
 * @throws BackupUnusable where it does not hold: whoever received rows has to forget them
 */
export async function readBackup(
  file: string,
  { header: onHeader, rows: onRows }: Receiver,
  signal?: AbortSignal,
): Promise<Summary> {
  const tally = new Tally();
  let header: Header | null = null;
  let footer: Footer | null = null;
  try {
    for await (const line of linesOf(file)) {
      signal?.throwIfAborted();
      if (footer !== null) throw new BackupUnusable(`${file} goes on after its end: it was altered.`);
      const value = JSON.parse(line) as unknown;
      if (header === null) {
        header = headerOf(value, file);
        tally.digest(`${line}\n`);
        onHeader?.(header);
      } else if (isFooter(value)) footer = value;
      else {
        const chunk = rowsOf(value, header, file);
        tally.digest(`${line}\n`);
        const broken = tally.count(chunk);
        if (broken !== null) throw new BackupUnusable(`${file} was altered: ${broken}.`);
        await onRows?.(chunk);
      }
    }
  } catch (error) {
    throw named(error, file);
  }
  if (header === null) throw new BackupUnusable(`${file} is empty: it is no backup.`);
  if (footer === null) throw new BackupUnusable(`${file} was cut: it has no end.`);
  const { summary } = tally;
  if (footer.sha256 !== tally.sha256 || JSON.stringify(footer.counts) !== JSON.stringify(summary.counts))
    throw new BackupUnusable(`${file} was altered: it is not what was written.`);
  return summary;
}

/** Adds up counts and a digest while a backup is written, and again while it is read. */
class Tally {
  private readonly hash: Hash = createHash('sha256');
  private readonly counts: Record<string, number> = {};
  private seq = 0;
  private head: string = GENESIS_HASH;

  digest(line: string): string {
    this.hash.update(line);
    return line;
  }

  /** @returns what is wrong with the chain; null where nothing is */
  count({ table, rows }: Rows): string | null {
    this.counts[table] = (this.counts[table] ?? 0) + rows.length;
    if (table !== 'log') return null;
    for (const [seq, body_hash, prev_hash, hash, , salt, body] of rows) {
      const link = { seq, body_hash, prev_hash, hash, salt, body } as Parameters<typeof brokenLink>[0];
      const broken = brokenLink(link, this.seq + 1, this.head);
      if (broken !== null) return `at event ${this.seq + 1}, ${broken}`;
      this.seq += 1;
      this.head = link.hash;
    }
    return null;
  }

  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  get summary(): Summary {
    return { counts: { ...this.counts }, head: this.head };
  }
}

function headerOf(value: unknown, file: string): Header {
  const { withheld_backup: format, migrations, tables } = (value ?? {}) as Partial<Header>;
  if (typeof format !== 'number' || !Array.isArray(migrations) || typeof tables !== 'object')
    throw new BackupUnusable(`${file} is no backup of Withheld.`);
  if (format !== FORMAT)
    throw new BackupUnusable(
      `${file} is a backup of format ${format}, and this program reads ${FORMAT}. Restore it with a newer version.`,
    );
  return value as Header;
}

function rowsOf(value: unknown, { tables }: Header, file: string): Rows {
  const { table, rows } = (value ?? {}) as Partial<Rows>;
  const columns =
    table === 'log' ? LOG_COLUMNS : Object.hasOwn(tables, table ?? '') ? tables[table ?? ''] : null;
  const fits =
    columns !== null &&
    Array.isArray(rows) &&
    rows.every((row) => Array.isArray(row) && row.length === columns?.length);
  if (!fits) throw new BackupUnusable(`${file} was altered: it has rows of no table that it names.`);
  return value as Rows;
}

function isFooter(value: unknown): value is Footer {
  return typeof value === 'object' && value !== null && 'end' in value;
}

/** The lines of a compressed file, each bounded. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = fs.createReadStream(file).on('error', (error) => gunzip.destroy(error));
  const gunzip = createGunzip();
  text.pipe(gunzip);
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString('utf8');
      parts = [];
      size = 0;
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    if (size > MAX_LINE) throw new BackupUnusable(`${file} is no backup of Withheld: it has no lines.`);
    if (rest.length > 0) parts.push(rest);
  }
  if (size > 0) throw new BackupUnusable(`${file} was cut: it ends within a line.`);
}

/** Says of what zlib and JSON throw what it means for whoever wants to restore the file. */
function named(error: unknown, file: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR') return new BackupUnusable(`${file} was cut: it ends before its end.`);
  if (code.startsWith('Z_') || error instanceof SyntaxError)
    return new BackupUnusable(`${file} was altered, or is no backup of Withheld.`);
  if (code === 'ENOENT') return new BackupUnusable(`There is no ${file}.`);
  if (['EACCES', 'EISDIR', 'EPERM'].includes(code))
    return new BackupUnusable(`${file} cannot be read (${code}).`);
  return error;
}
