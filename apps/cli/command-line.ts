import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readConfig, VARIABLES, VERSION, type Config } from '#config';
import { DatabaseUnusable } from '#database';
import { MIGRATIONS } from '#migrations';
import { checkScenario, consume, restore, SEEDS_DIR, type Lines, type Operation } from '#operations';
import { ROLES, type Role } from '#domain';
import { EVERY_SCOPE, isRole, parseScopes, type Scope } from '#identity';
import { SPEEDS } from '#replay';
import { OwnerDoesNotAnswer } from './ask-owner.js';
import { doctor } from './doctor/doctor.js';
import { exportHtml, type Export, type ServerBeside } from './export/export-html.js';
import { runOperation } from './run-operation.js';
import { verifyLedger } from './verify-ledger.js';

/** The environment that a command runs in: its process, or a test. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths are in. */
  folder: string;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Whether standard output is a terminal. */
  terminal: boolean;
  /** Starts the server. */
  serve: () => Promise<void>;
  /** Starts a server beside a command. @throws where it cannot start, with a message that says why */
  serveBeside: (env: Readonly<Record<string, string | undefined>>) => Promise<ServerBeside>;
  /** Does some work, whose signal is aborted once it is to stop. */
  interruptible: (work: (signal: AbortSignal) => Promise<void>) => Promise<void>;
}

/**
 * Runs the command `withheld`.
 *
 * @param args what stands behind its name, such as `['seed', 'a-story']`
 * @returns its exit code: 0 where it did what it was asked; why it did not is on `stderr`
 * @throws what nobody expected
 */
export async function withheld(args: readonly string[], around: Surroundings): Promise<number> {
  let code = 0;
  const finish = async (lines: Lines): Promise<void> => {
    code = await print(lines, around);
  };
  const configured = async (work: (config: Config, signal: AbortSignal) => Lines): Promise<void> => {
    const read = readConfig(around.env, around.folder);
    if (read.ok) return around.interruptible((signal) => finish(work(read.config, signal)));
    for (const error of read.errors) around.stderr(`${error}\n`);
    code = 1;
  };
  const run = (operation: Operation): Promise<void> =>
    configured((config, signal) => runOperation(config, operation, signal));
  const exported = (what: Export): Promise<void> =>
    configured((config, signal) =>
      exportHtml(config, what, () => around.serveBeside({ ...around.env, ...FOR_A_COMMAND }), signal),
    );
  const examined = (json: boolean): Promise<void> =>
    around.interruptible((signal) =>
      finish(doctor({ env: around.env, folder: around.folder, migrations: MIGRATIONS, signal }, json)),
    );
  const restored = (file: string): Promise<void> =>
    configured((config, signal) => restore(config.database, MIGRATIONS, file, signal));
  try {
    await commands(around, { run, exported, restored, examined, finish }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof DatabaseUnusable || error instanceof OwnerDoesNotAnswer)) throw error;
    around.stderr(`${error.message}\n`);
    return 1;
  }
}

/** A server that serves one command: on a free port of this machine, and nothing of people's or tests'. */
const FOR_A_COMMAND = { PORT: '0', HOST: '127.0.0.1', SEED: 'none', DEMO: '0', TEST: '0' };

/** Runs what commands ask for. */
interface Doing {
  run: (operation: Operation) => Promise<void>;
  exported: (what: Export) => Promise<void>;
  restored: (file: string) => Promise<void>;
  examined: (json: boolean) => Promise<void>;
  finish: (lines: Lines) => Promise<void>;
}

/** The commands, and what each takes. */
function commands(around: Surroundings, { run, exported, restored, examined, finish }: Doing): Command {
  const program = new Command('withheld')
    .exitOverride()
    .configureOutput({ writeOut: around.stdout, writeErr: around.stderr })
    .description('A microblog that can be replayed, and looked at from anywhere')
    .version(VERSION)
    .showHelpAfterError('(withheld --help lists the commands)')
    .addHelpText('after', `\nEnvironment:\n${variables()}`);

  program
    .command('serve')
    .description('Start the server')
    .action(() => around.serve());

  program
    .command('migrate')
    .description('Bring the database up to date; serve does so by itself')
    .action(() => run({ name: 'migrate' }));

  program
    .command('seed')
    .description('Load a scenario; an interrupted load goes on where it stopped')
    .argument('<scenario>', 'its id, a folder under seeds/')
    .option('--live', 'each step when it is due in stage time', false)
    .option(
      '--speed <n>',
      `how much faster, ${SPEEDS.min} to ${SPEEDS.max} (with --live); 1 unless said`,
      speed,
    )
    .action((scenario: string, options: { live: boolean; speed?: number }, command: Command) => {
      if (options.speed !== undefined && !options.live)
        command.error('error: --speed is for --live: without it, all is loaded at once');
      return run({ name: 'seed', scenario, live: options.live, speed: options.speed ?? 1 });
    });

  program
    .command('check')
    .description('Check a scenario: its file, its steps, and what it expects each viewpoint to see')
    .argument('<scenario>', 'its id, a folder under seeds/')
    .action((scenario: string) => finish(checkScenario(SEEDS_DIR, scenario, MIGRATIONS)));

  program
    .command('export')
    .description('Put a replay into one file that plays it from both places, without a server or a network')
    .argument('<scenario>', 'its id; it has to be loaded')
    .requiredOption('--html', 'as one HTML file')
    .option('--out <file>', 'the file to write; the scenario’s id with .html unless said')
    .addOption(new Option('--lang <language>', 'of its words').choices(['en', 'hi']).default('en'))
    .action((scenario: string, { out, lang }: { out?: string; lang: Export['language'] }) =>
      exported({ scenario, language: lang, out: path.resolve(around.folder, out ?? `${scenario}.html`) }),
    );

  program
    .command('rebuild')
    .description('Drop the projections and fold the log again')
    .action(() => run({ name: 'rebuild' }));

  program
    .command('verify')
    .description('Check the hash chain of the log; with the address of a server, of its public ledger')
    .argument('[url]', 'a server, such as https://example.org: verified from outside', httpAddress)
    .option('--view-from <country>', 'where to look at its ledger from (with an address)')
    .action((url: URL | undefined, { viewFrom }: { viewFrom?: string }, command: Command) => {
      if (url !== undefined) return finish(verifyLedger(url, viewFrom));
      if (viewFrom !== undefined)
        command.error('error: --view-from is for a server’s ledger: give its address, too');
      return run({ name: 'verify' });
    });

  program
    .command('backup')
    .description(
      'Write the log and the private state to a file, all as of one instant, while the server runs',
    )
    .argument('<file>', 'nothing may be there; its owner alone can read it')
    .action((file: string) => run({ name: 'backup', file: path.resolve(around.folder, file) }));

  program
    .command('restore')
    .description('Verify a backup, and put it into an empty database, SQLite or PostgreSQL')
    .argument('<file>', 'as backup wrote it, here or with another database or an older version')
    .action((file: string) => restored(path.resolve(around.folder, file)));

  program
    .command('doctor')
    .description('Say what is wrong with this installation, and what to do; exits 1 where something is')
    .option('--json', 'as JSON, for programs', false)
    .action(({ json }: { json: boolean }) => examined(json));

  const user = program.command('user').description('Accounts of people here');
  user
    .command('add')
    .description('Add someone, and print their token')
    .argument('<username>')
    .addOption(new Option('--role <role>').choices(ROLES).default('reader'))
    .action((username: string, { role }: { role: Role }) => run({ name: 'user-add', username, role }));
  user
    .command('role')
    .description('Give someone another role')
    .argument('<acct>', 'with or without its @', bare)
    .argument('<role>', ROLES.join(', '), role)
    .action((acct: string, given: Role) => run({ name: 'user-role', acct, role: given }));
  user
    .command('token')
    .description('Print a new token for someone')
    .argument('<acct>', 'with or without its @', bare)
    .option('--scopes <scopes>', 'what it is for, such as "read write:statuses"', scopes, EVERY_SCOPE)
    .action((acct: string, { scopes }: { scopes: readonly Scope[] }) =>
      run({ name: 'user-token', acct, scopes }),
    );
  user
    .command('erase')
    .description('Erase an account and its words; what remains of the log still verifies')
    .argument('<acct>', 'with or without its @', bare)
    .action((acct: string) => run({ name: 'user-erase', acct }));
  return program;
}

/**
 * Prints lines as they come; a status line is overwritten by the next, and left out where nobody looks.
 *
 * @returns the exit code of the command
 */
async function print(lines: Lines, { stdout, stderr, terminal }: Surroundings): Promise<number> {
  let status = false;
  const clear = (): void => {
    if (status) stdout('\r\u001b[2K');
  };
  const code = await consume(lines, ({ kind, text }) => {
    clear();
    status = kind === 'status' && terminal;
    if (status) stdout(text);
    else if (kind === 'error') stderr(`${text}\n`);
    else if (kind === 'line') stdout(`${text}\n`);
  });
  clear();
  return code;
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value >= SPEEDS.min && value <= SPEEDS.max)) {
    throw new InvalidArgumentError(`Give a number from ${SPEEDS.min} to ${SPEEDS.max}.`);
  }
  return value;
}

function role(text: string): Role {
  if (!isRole(text)) throw new InvalidArgumentError(`Give one of ${ROLES.join(', ')}.`);
  return text;
}

function scopes(text: string): Scope[] {
  const parsed = parseScopes(text);
  if (!parsed.ok)
    throw new InvalidArgumentError(`"${parsed.unknown}" is no scope; docs/access.md lists them.`);
  if (parsed.scopes.length === 0) throw new InvalidArgumentError('Name one scope at least.');
  return parsed.scopes;
}

function httpAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Give an address that begins with http:// or https://.');
  url.search = url.hash = '';
  return url;
}

function bare(acct: string): string {
  return acct.replace(/^@/, '');
}

function variables(): string {
  const width = Math.max(...VARIABLES.map(({ name }) => name.length));
  return VARIABLES.map(
    ({ name, default: value, text }) => `  ${name.padEnd(width)}  ${text} (${value})`,
  ).join('\n');
}
