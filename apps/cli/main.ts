import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig, VARIABLES, VERSION, type Config } from '#config';
import { DatabaseUnusable } from '#database';
import { MIGRATIONS } from '#migrations';
import { checkScenario, consume, SEEDS_DIR, type Lines, type Operation } from '#operations';
import { isRole, ROLES, type Role } from '#identity';
import { SPEEDS } from '#replay';
import { OwnerDoesNotAnswer } from './ask-owner.js';
import { runOperation } from './run-operation.js';
import { verifyLedger } from './verify-ledger.js';

const program = new Command('withheld')
  .description('A microblog that can be replayed, and looked at from anywhere')
  .version(VERSION)
  .showHelpAfterError('(withheld --help lists the commands)')
  .addHelpText('after', `\nEnvironment:\n${variables()}`);

program
  .command('serve')
  .description('Start the server')
  // The server is a process of its own: this one becomes it.
  .action(() => import(new URL('../server/main.js', import.meta.url).href));

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
  .action((acct: string) => run({ name: 'user-token', acct }));
user
  .command('erase')
  .description('Erase an account and its words; what remains of the log still verifies')
  .argument('<acct>', 'with or without its @', bare)
  .action((acct: string) => run({ name: 'user-erase', acct }));

await program.parseAsync().catch((error: unknown) => {
  const expected = error instanceof DatabaseUnusable || error instanceof OwnerDoesNotAnswer;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
});

function run(operation: Operation): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  if (!config.ok) {
    for (const error of config.errors) console.error(error);
    process.exitCode = 1;
    return Promise.resolve();
  }
  return runWith(config.config, operation);
}

async function runWith(config: Config, operation: Operation): Promise<void> {
  const stop = new AbortController();
  // Once stops cleanly; twice does not wait.
  const onSignal = (): void => (stop.signal.aborted ? process.exit(130) : stop.abort());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  await finish(runOperation(config, operation, stop.signal));
  process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}

/** Prints lines as they come; a status line is overwritten by the next, and left out where nobody looks. */
async function finish(lines: Lines): Promise<void> {
  const terminal = process.stdout.isTTY;
  let status = false;
  const clear = (): void => {
    if (status) process.stdout.write('\r\u001b[2K');
  };
  process.exitCode = await consume(lines, ({ kind, text }) => {
    clear();
    status = kind === 'status' && terminal;
    if (status) process.stdout.write(text);
    else if (kind === 'error') console.error(text);
    else if (kind === 'line') console.log(text);
  });
  clear();
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
