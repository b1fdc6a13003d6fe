import path from 'node:path';
import { scenarioState, loadSteps, ScenarioNotLoaded, type CommandBus } from '#commands';
import { PROJECT_ROOT } from '#config';
import type { Database } from '#database';
import { parseAcct, type Role } from '#domain';
import {
  eraseAccount,
  isRole,
  issueTokenFor,
  isScope,
  resemblesCast,
  setRole,
  signUp,
  type Scope,
} from '#identity';
import { verify } from '#log';
import { accountAt, rebuild } from '#projections';
import { compileScenario, loadScenarioFile, SPEEDS, type ScenarioFile } from '#replay';
import { backUp } from './backup/back-up.js';
import { BackupUnusable } from './backup/backup-file.js';
import { examineDatabase } from './doctor/examine-database.js';
import { error, line, problemsOf, type Lines } from './lines.js';
import { paceOf } from './pace.js';

export const SEEDS_DIR = path.join(PROJECT_ROOT, 'seeds');

/** Everything that an operation needs to run. */
export interface Workplace {
  database: Database;
  bus: CommandBus;
  /** Wall time, ms since the epoch. */
  now: () => number;
  signal: AbortSignal;
}

export type Operation =
  | { name: 'seed'; scenario: string; live: boolean; speed: number }
  | { name: 'migrate' }
  | { name: 'verify' }
  | { name: 'rebuild' }
  /** To an absolute path, which the process that has the database writes. */
  | { name: 'backup'; file: string }
  /** Looks at the database, by the names of the migrations that whoever asks has; each line is a finding, as JSON. */
  | { name: 'examine'; known: readonly string[] }
  | { name: 'user-add'; username: string; role: Role }
  | { name: 'user-role'; acct: string; role: Role }
  | { name: 'user-token'; acct: string; scopes: readonly Scope[] }
  | { name: 'user-erase'; acct: string };

/** Runs an operation; returns the exit code of the command. */
export async function* operate(operation: Operation, at: Workplace): Lines {
  switch (operation.name) {
    case 'seed':
      return yield* seed(operation, at);
    case 'migrate':
      // Opening the database did it.
      yield line('The database is up to date.');
      return 0;
    case 'verify':
      return yield* verifyLog(at);
    case 'rebuild':
      yield line(
        `Folded ${count(await rebuild(at.database, at.signal), 'event')} into the projections again.`,
      );
      return 0;
    case 'backup':
      return yield* writeTo(operation.file, at);
    case 'examine':
      for (const finding of await examineDatabase(at.database.reader, operation.known, at.now()))
        yield line(JSON.stringify(finding));
      return 0;
    case 'user-add':
      return yield* addUser(operation, at);
    case 'user-role':
      return yield* withAccount(operation.acct, at, async function* (account) {
        const changed = await setRole(at.database, account, operation.role);
        yield changed
          ? line(`@${operation.acct} is now ${operation.role}.`)
          : error(`@${operation.acct} has no sign-in here.`);
        return changed ? 0 : 1;
      });
    case 'user-token':
      return yield* withAccount(operation.acct, at, async function* (account) {
        yield line((await issueTokenFor(at.database, account, at.now(), operation.scopes)).token);
        return 0;
      });
    case 'user-erase':
      return yield* withAccount(operation.acct, at, async function* (account) {
        const refusal = await eraseAccount(at.database, at.bus, account, at.signal);
        await at.database.scrub();
        yield refusal === null
          ? line(`@${operation.acct} and its words are erased; the chain still verifies.`)
          : error(`@${operation.acct} was not erased: ${refusal.message}.`);
        return refusal === null ? 0 : 1;
      });
  }
}

/** Exit code of `seed --live` on a scenario that is loaded already. */
export const ALREADY_LOADED = 3;

async function* seed(
  { scenario, live, speed }: Extract<Operation, { name: 'seed' }>,
  { database, bus, now, signal }: Workplace,
): Lines {
  const loaded = await loadScenarioFile(SEEDS_DIR, scenario);
  if (!loaded.ok) {
    yield* problemsOf(loaded);
    return 1;
  }
  const { file, digest } = loaded;
  if ((await scenarioState(database, file.id)) === 'loaded') {
    yield line(`Scenario ${file.id} is loaded already; nothing was added.`);
    if (live)
      yield line(
        'To watch it arrive step by step, run `npm run live`: it plays into an empty database of its own.',
      );
    return live ? ALREADY_LOADED : 0;
  }
  const began = performance.now();
  const steps = compileScenario(file, digest);
  const pace = live ? paceOf(file, speed, now, signal) : null;
  let done = 0;
  try {
    const progress = loadSteps(
      bus,
      database,
      { id: file.id, digest, steps },
      pace === null ? { signal } : { pace, signal },
    );
    for await (const { step, done: so_far } of progress) {
      done = so_far;
      if (live) yield line(`${storyTime(step.at, file)}  ${step.title}`);
      else yield { kind: 'status', text: `Loading ${file.id}: step ${done}` };
    }
  } catch (reason) {
    if (!(reason instanceof ScenarioNotLoaded)) throw reason;
    yield error(reason.message);
    return 1;
  }
  if (signal.aborted) {
    yield line(`Stopped after step ${done}. The same command goes on from there.`);
    return 0;
  }
  yield line(
    `Loaded ${file.id}: ${count(done, 'step')} in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
  );
  return 0;
}

async function* verifyLog({ database, signal }: Workplace): Lines {
  const result = await verify(database.reader, { signal });
  if (!result.whole) {
    yield error(`The chain is broken at event ${result.seq}: ${result.reason}.`);
    return 1;
  }
  yield line(`The chain is whole: ${count(result.events, 'event')}, ${result.erased} of them erased.`);
  yield line(`Head: ${result.head}`);
  return 0;
}

async function* writeTo(file: string, { database, now, signal }: Workplace): Lines {
  try {
    const { counts, head } = await backUp(database, file, now(), signal);
    yield line(`Wrote ${file}: ${count(counts['log'] ?? 0, 'event')}, and the private state beside them.`);
    yield line(`Head: ${head}`);
    return 0;
  } catch (reason) {
    const { code = '' } = reason as NodeJS.ErrnoException;
    if (signal.aborted) yield error('Stopped. Nothing was written.');
    else if (reason instanceof BackupUnusable) yield error(reason.message);
    else if (/^E[A-Z]+$/.test(code)) yield error(`${file} cannot be written (${code}).`);
    else throw reason;
    return 1;
  }
}

async function* addUser(
  { username, role }: Extract<Operation, { name: 'user-add' }>,
  { database, bus, now }: Workplace,
): Lines {
  if (await resemblesCast(database.reader, [username])) {
    yield error(`@${username} resembles someone in a scenario; nobody speaks as them here.`);
    return 1;
  }
  const added = await signUp(database, bus, { username, email: null, password: null, role }, now);
  if (!added.ok) {
    yield error(`@${username} was not added: ${added.refusal.message}.`);
    return 1;
  }
  yield line(`@${username} is added as ${role}. Its token, shown this once:`);
  yield line(added.token.token);
  return 0;
}

async function* withAccount(
  acct: string,
  { database, now }: Workplace,
  act: (account: string) => Lines,
): Lines {
  const handleKey = parseAcct(acct);
  const when = { at: now(), restrictionsAlsoAt: now(), viewer: null };
  const account = handleKey === null ? undefined : await accountAt(database.reader, when, { handleKey });
  if (account === undefined) {
    yield error(`There is no account @${acct} here.`);
    return 1;
  }
  return yield* act(account.id);
}

/**
 * An operation as another process sent it.
 *
 * @throws TypeError when it is none
 */
export function parseOperation(value: unknown): Operation {
  const { name, ...fields } = (value ?? {}) as Record<string, unknown>;
  if (!isName(name)) throw new TypeError('No such operation');
  if (!FIELDS[name](fields)) throw new TypeError(`These are not the fields of ${name}`);
  return value as Operation;
}

/** Checks for each operation whether the fields that came with it are those that it takes. */
const FIELDS: Record<Operation['name'], (fields: Record<string, unknown>) => boolean> = {
  migrate: () => true,
  seed: ({ scenario, live, speed }) => isText(scenario) && typeof live === 'boolean' && isSpeed(speed),
  verify: () => true,
  rebuild: () => true,
  examine: ({ known }) => Array.isArray(known) && known.every(isText),
  backup: ({ file }) => typeof file === 'string' && path.isAbsolute(file),
  'user-add': ({ username, role }) => isText(username) && isRole(role),
  'user-role': ({ acct, role }) => isText(acct) && isRole(role),
  'user-token': ({ acct, scopes }) => isText(acct) && Array.isArray(scopes) && scopes.every(isScope),
  'user-erase': ({ acct }) => isText(acct),
};

function isName(value: unknown): value is Operation['name'] {
  return typeof value === 'string' && Object.hasOwn(FIELDS, value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isSpeed(value: unknown): boolean {
  return typeof value === 'number' && value >= SPEEDS.min && value <= SPEEDS.max;
}

function storyTime(at: number, { time_zone }: ScenarioFile): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: time_zone,
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
}
