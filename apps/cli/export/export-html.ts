import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT, type Config } from '#config';
import { DatabaseUnusable, FileOwnership } from '#database';
import type { OfflineFile } from '#contract';
import type { Lines } from '#operations';
import { OwnerDoesNotAnswer } from '../ask-owner.js';
import { offlinePage, type PageParts } from './offline-page.js';
import { NotExported, readReplay, REFUSED_WHERE_ENFORCED } from './read-replay.js';

/** The page's program, by itself. */
const BUILT = path.join(PROJECT_ROOT, 'dist', 'offline');

/** A server that was started for a command. */
export interface ServerBeside {
  /** Such as `http://127.0.0.1:40123`. */
  address: string;
  stop: () => Promise<void>;
}

export interface Export {
  scenario: string;
  language: OfflineFile['language'];
  /** The file to write. */
  out: string;
}

/**
 * Puts a replay into one HTML file. It is read from the server that has the database, or else from one that is
 * started for it: what leaves passes the same gate and tapes as a browser's.
 *
 * @param startServer starts a server on that database
 * @returns the exit code of the command
 */
export async function* exportHtml(
  config: Config,
  { scenario, language, out }: Export,
  startServer: () => Promise<ServerBeside>,
  signal: AbortSignal,
): Lines {
  let server: ServerBeside | undefined;
  try {
    if (config.geo.mode === 'enforced') throw new NotExported(REFUSED_WHERE_ENFORCED);
    const parts = await builtParts();
    const owner = ownerOf(config);
    if (owner === null) server = await startServer();
    yield { kind: 'status', text: `Reading ${scenario}` };
    const address = owner ?? server!.address;
    const replay = await readReplay(address, { scenario, language, now: Date.now() }, signal);
    const html = offlinePage(replay, parts);
    await fs.writeFile(out, html).catch((reason: unknown) => {
      throw new NotExported(`The file cannot be written: ${String(reason)}`);
    });
    const size = (Buffer.byteLength(html) / 1_000_000).toFixed(2);
    yield {
      kind: 'line',
      text: `${out}: ${replay.title}, revision ${replay.held.revision.slice(0, 12)}, ${size} MB.`,
    };
    return 0;
  } catch (error) {
    if (signal.aborted) {
      yield { kind: 'line', text: 'Stopped. Nothing was written.' };
      return 0;
    }
    if (!(error instanceof NotExported)) throw error;
    yield { kind: 'error', text: error.message };
    return 1;
  } finally {
    await server?.stop();
  }
}

/**
 * The address of the server that has the database's file; null where none has it, or where it is no file.
 *
 * @throws DatabaseUnusable where it is not there, or a command has it
 */
function ownerOf({ database }: Config): string | null {
  if (database.kind === 'postgres') return null;
  // Else a database would be made for it, and nothing found in it.
  if (!existsSync(database.path))
    throw new DatabaseUnusable(
      `There is no database at ${database.path}. Load a scenario or start a server first, or set DATABASE_URL.`,
    );
  const taken = FileOwnership.take(database.path);
  if (taken.taken) {
    taken.ownership.release();
    return null;
  }
  if (taken.by === null)
    throw new DatabaseUnusable(`The database ${database.path} is in use by another process.`);
  if (taken.by.address === null)
    throw new OwnerDoesNotAnswer(
      `Process ${taken.by.pid} has the database and does not serve. Try again once it has ended.`,
    );
  return taken.by.address;
}

async function builtParts(): Promise<PageParts> {
  const read = (name: string): Promise<string> => fs.readFile(path.join(BUILT, name), 'utf8');
  try {
    return { script: await read('script.js'), style: await read('style.css') };
  } catch {
    throw new NotExported(`The page is not built: ${BUILT} is not there. Run npm run build.`);
  }
}
