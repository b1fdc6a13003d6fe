/**
 * `npm run fault -- <name>…`: causes faults on the program as it is built, and tells what came of them. Without a name,
 * or with `--list`, it lists them; `all` causes each. `--long` takes the time that a person gives it; `--on sqlite` or
 * `--on postgresql` keeps to one database. Ends with 1 where a promise is broken.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Installation } from '../support/installation.js';
import { postgresAnswers } from '../support/test-database.js';
import type { Fault } from './fault.js';
import { FAULTS } from './faults.js';
import { inMs, Site, type On } from './site.js';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean' }, long: { type: 'boolean' }, on: { type: 'string' } },
});
const unknown = positionals.filter((name) => name !== 'all' && !FAULTS.some((fault) => fault.name === name));
if (unknown.length > 0) {
  say(`No such fault: ${unknown.join(', ')}`);
  process.exitCode = 1;
}
if (unknown.length > 0 || positionals.length === 0 || values.list === true) list();
else await causeAll(FAULTS.filter(({ name }) => positionals.includes(name) || positionals.includes('all')));

function list(): void {
  const width = Math.max(...FAULTS.map(({ name }) => name.length));
  for (const { name, on, promise } of FAULTS) say(`${name.padEnd(width)}  ${promise} (${on.join(', ')})`);
}

async function causeAll(faults: readonly Fault[]): Promise<void> {
  const installed = await Installation.make();
  // Whoever ends this ends what it started, too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void installed.remove().then(() => process.exit(130)));
  const postgresIsThere = await postgresAnswers();
  try {
    for (const fault of faults)
      for (const on of fault.on) {
        if (values.on !== undefined && values.on.toLowerCase() !== on.toLowerCase()) continue;
        if (on === 'SQLite' || postgresIsThere) await cause(installed, fault, on);
        else say(`${fault.name} on ${on}: left out, since none answers`);
      }
  } finally {
    await installed.remove();
  }
}

async function cause(installed: Installation, fault: Fault, on: On): Promise<void> {
  const site = await Site.make(installed, on, values.long === true);
  const began = performance.now();
  try {
    const figures = await fault.cause(site);
    say(`${fault.name} on ${on}: holds (${inMs(performance.now() - began)})`);
    for (const [what, figure] of Object.entries(figures)) say(`  ${what}: ${figure}`);
  } catch (error) {
    process.exitCode = 1;
    say(`${fault.name} on ${on}: BROKEN: ${fault.promise}`);
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await site.clear();
  }
}
