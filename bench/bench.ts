/**
 * `npm run bench`: the program beside its limits, on SQLite and on PostgreSQL. Each figure is the median of
 * rounds in which the program and its limit take turns; only their ratio says something of the program, since
 * machines differ.
 *
 *     npm run bench
 *     npm run bench -- --only 'health|status'    rows whose name matches
 *     npm run bench -- --against v0.1.0          an older revision, in turns with this one
 *     npm run bench -- --json figures.json       for machines, with each sample
 *     npm run bench -- --profile profiles        a CPU profile of each server, in this folder
 *     npm run bench -- --full                    with 100,000 posts and 1,000,000 events, which takes an hour
 *
 * Who asks, who listens and what is measured are processes of their own.
 */
import 'reflect-metadata';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '#config';
import { tableOf } from './measure/report.js';
import { measureRow, type Measured, type Row } from './measure/row.js';
import { keepProfiles } from './measure/server.js';
import {
  build,
  checkOut,
  Databases,
  platformOf,
  removeTree,
  type Platform,
  type Tree,
} from './measure/setting.js';
import { posting } from './rows/writes.js';
import { answers, growth, lookups } from './rows/reads.js';
import { control, fanOut } from './rows/sockets.js';
import { starting } from './rows/start.js';

const SCENARIO = '2021-india-twitter-koo';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    against: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    full: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    posts: { type: 'string' },
    database: { type: 'string', default: '' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const posts = Number(values.posts ?? (values.full ? 100_000 : 20_000));
const only = new RegExp(values.only, 'i');

/** A part of the table: what it is about, and its rows; nothing is started for one that nobody asked for. */
interface Part {
  about: string;
  rows: () => Promise<Row[]>;
}

async function measureOn(databases: Databases, here: Tree, older: Tree | null): Promise<Measured[]> {
  const platforms: Platform[] = [];
  const filled = async (tree: Tree | null, number: number): Promise<Platform | null> => {
    if (tree === null) return null;
    const platform = await platformOf(tree, databases, number);
    platforms.push(platform);
    return platform;
  };
  const both = async (number: number): Promise<[Platform, Platform | null]> => {
    const program = await filled(here, number);
    if (program === null) throw new Error('No platform');
    return [program, await filled(older, number)];
  };
  const parts: Part[] = [
    {
      about: 'timeline status health page',
      rows: async () => answers(...(await both(posts)), seconds),
    },
    {
      about: 'past view_at home',
      rows: async () => lookups(...(await both(posts)), seconds),
    },
    {
      about: 'growth of a page of the past',
      rows: async () => {
        const [many, few] = values.full ? [660_000, 6_600] : [66_000, 6_600];
        const [large, small] = [await both(many), await both(few)];
        return [growth(large[0], small[0], `${(many * 1.5).toLocaleString('en')} events`, seconds)];
      },
    },
    { about: 'posting at 0', rows: async () => posting(...(await both(0)), 0, seconds) },
    { about: 'posting at many', rows: async () => posting(...(await both(posts)), posts, seconds) },
    ...[1_000, ...(values.full ? [5_000] : [])].map((sockets) => ({
      about: `sockets post fan-out ${sockets}`,
      rows: async () => fanOut(...(await both(0)), sockets),
    })),
    {
      about: 'room control followers',
      rows: async () => [await control(SCENARIO, await databases.empty(), here.folder)],
    },
    {
      about: 'start memory idle socket',
      rows: () => Promise.resolve(starting(here, older, here, databases)),
    },
  ];
  const measured: Measured[] = [];
  for (const { about, rows } of parts) {
    if (!only.test(about)) continue;
    for (const row of await rows()) {
      console.error(`${databases.kind}: ${row.what}`);
      measured.push(await measureRow(row, databases.kind, rounds));
    }
    for (const platform of platforms.splice(0)) await platform.server.stop();
  }
  return measured;
}

if (values.profile !== undefined) keepProfiles(path.resolve(values.profile));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
const here: Tree = { name: 'this', folder: PROJECT_ROOT };
build(here);
const older = values.against === undefined ? null : checkOut(values.against, folder);
const kinds = [Databases.sqlite(folder), await Databases.postgres(folder)];
const measured: Measured[] = [];
try {
  for (const databases of kinds) {
    if (databases === null) console.error('PostgreSQL does not answer: left out');
    else if (values.database === '' || databases.kind.toLowerCase().startsWith(values.database))
      measured.push(...(await measureOn(databases, here, older)));
  }
} finally {
  for (const databases of kinds) await databases?.drop();
  if (older !== null) removeTree(older);
  fs.rmSync(folder, { recursive: true, force: true });
}
const machine = { cpu: os.cpus()[0]?.model, cores: os.availableParallelism(), node: process.version };
console.log(tableOf(measured));
if (values.json !== undefined) {
  const told = { machine, at: new Date().toISOString(), against: values.against ?? null, rows: measured };
  fs.writeFileSync(values.json, `${JSON.stringify(told, null, 2)}\n`);
}
