import { CommandBus, scenarioState } from '#commands';
import { readConfig, type Config } from '#config';
import { DatabaseUnusable, FileOwnership, openDatabase, type Database } from '#database';
import { normaliseCountry } from '#domain';
import { readHead } from '#log';
import { MIGRATIONS } from '#migrations';
import { consume, operate, SEEDS_DIR } from '#operations';
import { refoldIfOutdated, scenarios } from '#projections';
import { digestOfScenarioFile } from '#replay';
import { createServer, type RunningServer } from './create-server.js';
import { DemoCode } from './access/demo-code.js';
import { Origin } from './platform/origin.js';

/** Writes a line to the output of the process that starts the server. */
export type Say = (text: string, stream?: 'stdout' | 'stderr') => void;

/** A failure that whoever starts the server can mend; the message says how. */
class CannotStart extends Error {}

/**
 * Starts the server as the environment says, loads its seed into an empty database, and says where it
 * listens.
 *
 * @param folder the one that relative paths are in
 * @returns what stops it: requests under way are answered first
 * @throws where it cannot start; `whyNot` says why
 */
export async function serve(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  say: Say,
): Promise<() => Promise<void>> {
  const read = readConfig(env, folder);
  if (!read.ok) throw new CannotStart(read.errors.join('\n'));
  const { config } = read;
  const country = config.geo.defaultCountry;
  if (country !== null && normaliseCountry(country) === null) {
    throw new CannotStart(
      `GEO_DEFAULT_COUNTRY="${country}" is not a country: give ISO 3166-1 alpha-2, such as IN, or none.`,
    );
  }
  const ownership = own(config);
  let database: Database | undefined;
  let server: RunningServer | undefined;
  const stop = async (): Promise<void> => {
    await server?.close();
    await database?.close();
    ownership?.release();
  };
  try {
    database = await openDatabase(config.database, MIGRATIONS);
    const opened = database;
    // Of several servers that start together, one folds and loads; the others find it done.
    await opened.alone(async () => {
      const folded = await refoldIfOutdated(opened);
      if (folded) say(`Folded the log again, as this version reads it: ${folded} events.`, 'stderr');
      await tellOfChangedFiles(opened, say);
      await seedWhenEmpty(config, opened, say);
    });
    server = await listen(config, database, ownership);
  } catch (error) {
    await stop();
    throw error;
  }
  ownership?.announce(server.address);
  greet(config, server, say);
  return stop;
}

/** Why a server did not start: what to mend, or else where it failed. */
export function whyNot(error: unknown): string {
  if (error instanceof CannotStart || error instanceof DatabaseUnusable) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function own({ database }: Config): FileOwnership | null {
  if (database.kind !== 'sqlite') return null;
  const taken = FileOwnership.take(database.path);
  if (taken.taken) return taken.ownership;
  // A command has no address, nor has a server that is still starting.
  const who =
    taken.by === null
      ? 'another process'
      : taken.by.address === null
        ? `process ${taken.by.pid}`
        : `the server at ${taken.by.address} (process ${taken.by.pid})`;
  throw new CannotStart(
    `The database ${database.path} is in use by ${who}. Stop it, or set DATABASE_URL (and PORT) for a second server.`,
  );
}

/** A scenario stays as it was loaded; where its file is another by now, that is said. */
async function tellOfChangedFiles(database: Database, say: Say): Promise<void> {
  for (const { id, manifest } of await scenarios(database.reader)) {
    const digest = await digestOfScenarioFile(SEEDS_DIR, id);
    if (digest === null || digest === manifest.digest) continue;
    say(
      `seeds/${id}/scenario.yaml is another than the file that was loaded here, which is what is shown. To begin anew with it: npm start -- --fresh`,
      'stderr',
    );
  }
}

async function seedWhenEmpty(config: Config, database: Database, say: Say): Promise<void> {
  const { seed } = config;
  if (seed === null) return;
  const head = await readHead(database.reader);
  // Somebody's own log is left as it is; an interrupted load goes on.
  if (head.seq > 0 && (await scenarioState(database, seed)) !== 'begun') return;
  const lines = operate(
    { name: 'seed', scenario: seed, live: false, speed: 1 },
    { database, bus: new CommandBus(database), now: Date.now, signal: new AbortController().signal },
  );
  const exit = await consume(lines, ({ kind, text }) => {
    if (kind === 'error') say(text, 'stderr');
    // Where the port is 0, programs read the address from standard output: nothing else is written there.
    else if (kind === 'line' && head.seq === 0) say(text, config.port === 0 ? 'stderr' : 'stdout');
  });
  if (exit !== 0) throw new CannotStart(`SEED="${seed}" could not be loaded.`);
}

async function listen(
  config: Config,
  database: Database,
  ownership: FileOwnership | null,
): Promise<RunningServer> {
  try {
    return await createServer({ config, database, ownership });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE') {
      throw new CannotStart(
        `Port ${config.port} on ${config.host} is in use. Set PORT to another one, such as PORT=${config.port + 1}.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
      throw new CannotStart(
        `Cannot listen on ${config.host}:${config.port} (${code}). Set HOST and PORT to what this machine has.`,
      );
    }
    throw error;
  }
}

function greet(config: Config, { app, address }: RunningServer, say: Say): void {
  if (config.port === 0) {
    // For programs that start this one: one line of JSON.
    say(JSON.stringify({ address }));
    return;
  }
  say(`Withheld is at ${app.get(Origin).url} (API documentation: /docs). Ctrl-C stops it.`);
  if (config.demo === 'public') {
    say(`Code to sign in as moderator or authority: ${app.get(DemoCode).text}`);
  }
}
