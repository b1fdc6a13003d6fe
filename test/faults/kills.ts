import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, schemaOf } from '#database';
import { readHead } from '#log';
import { MIGRATIONS } from '#migrations';
import { differing, dump } from '../support/dump.js';
import type { Fault } from './fault.js';
import { inMs, type Site } from './site.js';
import { accountsFor, isWhole, Writers } from './writers.js';

const BOTH = ['SQLite', 'PostgreSQL'] as const;
const STAND_OFF = '2021-india-twitter-koo';

export const killedUnderLoad: Fault = {
  name: 'kill',
  promise: 'kill -9 under load: what was acknowledged is there, once, and the next start needs no help',
  on: BOTH,
  async cause(site) {
    const kills = site.either(3, 100);
    let server = await site.serve();
    const writers = await Writers.begin(site, server);
    for (let n = 0; n < kills; n++) {
      await writers.acknowledge(4 + ((n * 7) % 20));
      const next = server.kill('SIGKILL').then(() => site.serve());
      writers.turnTo(next);
      server = await next;
    }
    await writers.acknowledge(4);
    await writers.stop();
    await site.stops(server);
    return { kills, ...(await accountsFor(site, writers)) };
  },
};

export const killedInSeed: Fault = {
  name: 'kill-seed',
  promise:
    'kill -9 while a scenario is loaded: the same command goes on, and ends where one all at once does',
  on: BOTH,
  async cause(site) {
    const beside = await site.another();
    const took = await timeOf(beside, 'seed', STAND_OFF);
    const whole = await beside.using(({ reader }) => readHead(reader));
    const kills = await killed(site, ['seed', STAND_OFF], took, site.either(1, 20));
    await site.does('seed', STAND_OFF);
    return site.using(async (database) => {
      await isWhole(database);
      assert.deepEqual(await readHead(database.reader), whole, 'The end of the log');
      return { kills, events: whole.seq, lost: 0, doubled: 0, 'loaded at once in': inMs(took) };
    });
  },
};

export const killedInRebuild: Fault = {
  name: 'kill-rebuild',
  promise:
    'kill -9 while projections are folded again: they stay what they were, and the next time they are folded',
  on: BOTH,
  async cause(site) {
    await site.does('seed', STAND_OFF);
    const before = await site.using(dump);
    const took = await timeOf(site, 'rebuild');
    const kills = await killed(site, ['rebuild'], took, site.either(1, 20), async () => {
      assert.deepEqual(differing(await site.using(dump), before), [], 'Projections after a kill');
    });
    await site.does('rebuild');
    await site.using(isWhole);
    const rows = Object.values(before).reduce((sum, { length }) => sum + length, 0);
    return { kills, rows, lost: 0, 'folded in': inMs(took) };
  },
};

export const killedInMigration: Fault = {
  name: 'kill-migration',
  promise:
    'kill -9 while a database is brought up to date: it has all migrations or none of them, and the next start does the rest',
  on: BOTH,
  async cause(site) {
    const [first] = MIGRATIONS;
    const tries = site.either(1, 20);
    const outdated = async (): Promise<Site> => {
      const made = await site.another();
      await (await openDatabase(made.location, [first!])).close();
      return made;
    };
    const took = await timeOf(await outdated(), 'migrate');
    const left: number[] = [];
    for (let n = 0; n < tries; n++) {
      const made = await outdated();
      const at = took * share(n, tries);
      if (!(await isKilled(made, ['migrate'], at))) continue;
      const applied = await made.inspect(async (sql) => (await schemaOf(sql)).applied.length);
      assert.ok(
        applied === 1 || applied === MIGRATIONS.length,
        `${applied} of ${MIGRATIONS.length} migrations`,
      );
      left.push(applied);
      await made.does('migrate');
      await made.using(isWhole);
    }
    return { kills: left.length, 'migrations after each': left.join(', '), of: MIGRATIONS.length };
  },
};

/** ms that a command takes from its start to its end. */
async function timeOf(site: Site, ...command: string[]): Promise<number> {
  const began = performance.now();
  await site.does(...command);
  return performance.now() - began;
}

/** Of the time that a command takes, where to kill it: evenly over the part after Node has started. */
function share(n: number, of: number): number {
  return 0.4 + (0.55 * (n + 0.5)) / of;
}

/**
 * Runs a command again and again, and kills it each time after another part of the time that it takes whole.
 *
 * @param then looks at what each kill left
 * @returns how often it was killed: a command that has ended before cannot be
 */
async function killed(
  site: Site,
  command: readonly string[],
  took: number,
  times: number,
  then: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let kills = 0;
  for (let n = 0; n < times; n++) {
    if (!(await isKilled(site, command, took * share(n, times)))) continue;
    kills += 1;
    await then();
  }
  return kills;
}

/** Kills a command so many ms after its start. @returns whether it still ran */
async function isKilled(site: Site, command: readonly string[], after: number): Promise<boolean> {
  const program = site.start(...command);
  await Promise.race([program.ended, sleep(after, undefined, { ref: false })]);
  return (await program.kill('SIGKILL')).signal === 'SIGKILL';
}
