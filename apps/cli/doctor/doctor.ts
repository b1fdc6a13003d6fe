import { readConfig, type Config, type DatabaseLocation } from '#config';
import {
  DatabaseUnusable,
  FileOwnership,
  inspectDatabase,
  inspectReplica,
  type Migrations,
  type Owner,
} from '#database';
import { consume, examineDatabase, ok, warning, wrong, type Finding, type Lines } from '#operations';
import { askOwner } from '../ask-owner.js';
import { dataFolder, modes, nodeVersion, port, publicUrl, webBuild } from './surroundings.js';

/** Bytes; a replica that is no further behind, a segment of the log, is catching up. */
const FAR_BEHIND = 16 * 1024 * 1024;

/** The installation that is examined. */
interface Patient {
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
  migrations: Migrations;
  signal: AbortSignal;
}

/**
 * Looks at an installation as it is configured, and says what is wrong with it and what to do. Changes nothing.
 *
 * @param json whether for programs: one array of findings
 * @returns the exit code: 1 where something is wrong
 */
export async function* doctor(patient: Patient, json: boolean): Lines {
  const findings: Finding[] = [];
  for await (const finding of examine(patient)) {
    findings.push(finding);
    if (json) continue;
    const mark = { ok: '✓', warning: '!', wrong: '✗' }[finding.state];
    yield { kind: 'line', text: `${mark} ${finding.what}: ${finding.why}` };
    if (finding.todo !== null) yield { kind: 'line', text: `    ${finding.todo}` };
  }
  const count = (state: Finding['state']): number => findings.filter((one) => one.state === state).length;
  if (json) yield { kind: 'line', text: JSON.stringify(findings, null, 2) };
  else
    yield {
      kind: 'line',
      text: `${count('wrong')} wrong, ${count('warning')} to look at, ${count('ok')} well.`,
    };
  return count('wrong') > 0 ? 1 : 0;
}

async function* examine({ env, folder, migrations, signal }: Patient): AsyncGenerator<Finding> {
  yield nodeVersion(process.versions.node);
  const read = readConfig(env, folder);
  if (!read.ok) {
    for (const error of read.errors)
      yield wrong('environment', `${error}.`, 'withheld --help lists what each may be.');
    return;
  }
  const { config } = read;
  yield ok('environment', 'Every variable is one that the program knows what to do with.');
  const { findings, owner } = await database(config, migrations, signal);
  yield* findings;
  yield await port(
    config,
    owner !== null && new URL(owner.address ?? 'http://x').port === String(config.port),
  );
  yield publicUrl(config);
  yield* modes(config);
  yield webBuild();
}

/** Looks at the database, or has its owner look. */
async function database(
  { database: location }: Config,
  migrations: Migrations,
  signal: AbortSignal,
): Promise<{ findings: Finding[]; owner: Owner | null }> {
  const known = migrations.map(({ name }) => name);
  const direct = async (): Promise<Finding[]> => {
    const found = await inspectDatabase(location, (sql) => examineDatabase(sql, known, Date.now()));
    return found ?? [ok('database', 'There is none yet: `withheld serve` makes it.')];
  };
  try {
    if (location.kind === 'postgres')
      return { findings: [...(await direct()), ...(await replica(location))], owner: null };
    const room = dataFolder(location.path);
    if (room.state === 'wrong') return { findings: [room], owner: null };
    const taken = FileOwnership.take(location.path);
    if (taken.taken) {
      const free = ok('lock', 'No process has the database. A lock file that one left behind means nothing.');
      return {
        findings: [room, free, ...(await direct().finally(() => taken.ownership.release()))],
        owner: null,
      };
    }
    return { findings: [room, ...(await byOwner(taken.by, known, signal))], owner: taken.by };
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error;
    return { findings: [wrong('database', error.message, 'See the last sentence.')], owner: null };
  }
}

/** Whether the replica that reads may go to is one, and has what is written. */
async function replica({
  url,
  readUrl,
}: Extract<DatabaseLocation, { kind: 'postgres' }>): Promise<Finding[]> {
  const what = 'replica';
  if (readUrl == null) return [];
  try {
    const bytes = await inspectReplica({ url, readUrl });
    const why = `It follows the database, ${bytes.toLocaleString('en')} bytes of its log behind.`;
    return [
      bytes < FAR_BEHIND
        ? ok(what, why)
        : warning(
            what,
            why,
            'While it is behind, the primary answers. See that it replays, and that nothing holds it up.',
          ),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error;
    return [
      wrong(what, error.message, 'Set DATABASE_READ_URL to a standby of the database that runs, or to none.'),
    ];
  }
}

async function byOwner(owner: Owner | null, known: string[], signal: AbortSignal): Promise<Finding[]> {
  const what = 'lock';
  if (owner?.address == null) {
    const who = owner === null ? 'Another process' : `Process ${owner.pid}`;
    return [
      wrong(
        what,
        `${who} has the database: a command, or a server that is still starting.`,
        'Try again when it has ended or listens.',
      ),
    ];
  }
  const held = ok(what, `The server at ${owner.address} (process ${owner.pid}) has the database.`);
  const findings: Finding[] = [];
  try {
    const lines = askOwner(owner, { name: 'examine', known }, signal);
    await consume(lines, ({ text }) => findings.push(JSON.parse(text) as Finding));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [held, wrong('server', why, `See its log; if it hangs, stop process ${owner.pid}.`)];
  }
  return [held, ...findings];
}
