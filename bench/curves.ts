/**
 * `npm run bench:curves`: how the program's figures change as there is more of something. Draws each curve into
 * `docs/performance/`, and says the figures in a table.
 *
 *     npm run bench:curves
 *     npm run bench:curves -- --only sockets     curves whose name matches
 *     npm run bench:curves -- --full             up to 1,000,000 posts and 5,000 sockets, which takes an hour
 */
import 'reflect-metadata';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '#config';
import { draw, type Chart, type Series } from './measure/chart.js';
import { measureRow, type Row } from './measure/row.js';
import { ServerProcess } from './measure/server.js';
import { build, Databases, platformOf, type Platform, type Tree } from './measure/setting.js';
import { answers, lookups, ofOneAccount } from './rows/reads.js';
import { toMedianSocket } from './rows/sockets.js';
import { together } from './rows/together.js';
import { posting } from './rows/writes.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    full: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
  },
});
const only = new RegExp(values.only, 'i');
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const here: Tree = { name: 'this', folder: PROJECT_ROOT };
const DRAWN = path.join(PROJECT_ROOT, 'docs/performance');

/** The figures of a curve's lines at one place of it, by the lines' names. */
type Figures = Record<string, number>;

interface Curve extends Omit<Chart, 'series'> {
  file: string;
  /** Where it is measured, from little to much. */
  at: readonly number[];
  measure: (at: number, databases: Databases) => Promise<Figures>;
  /** Left out where SQLite's file has one owner, and told in figures: two are no line. */
  postgresAlone?: true;
}

/** How much there is: powers of ten, and more of them where there is time. */
function powers(from: number, to: number, full: number): number[] {
  const most = values.full ? full : to;
  return Array.from({ length: Math.log10(most / from) + 1 }, (_, n) => from * 10 ** n);
}

async function on(
  databases: Databases,
  posts: number,
  measure: (platform: Platform) => Promise<Figures>,
  own = 0,
): Promise<Figures> {
  const platform = await platformOf(here, databases, posts, own);
  try {
    return await measure(platform);
  } finally {
    await platform.server.stop();
  }
}

/** The program's figures of some rows, in their order. Rows that are not asked for are closed. */
async function programs(
  databases: Databases,
  rows: readonly Row[],
  wanted = rows.length,
): Promise<[number, ...number[]]> {
  const measured: number[] = [];
  for (const row of rows.slice(0, wanted))
    measured.push((await measureRow(row, databases.kind, rounds)).program);
  for (const { program, limit } of rows.slice(wanted)) {
    await program.close?.();
    await limit.close?.();
  }
  const [first, ...others] = measured;
  if (first === undefined) throw new Error('No rows');
  return [first, ...others];
}

const CURVES: Curve[] = [
  {
    file: 'posts',
    title: 'The more posts there are',
    x: 'posts',
    y: 'a second, 16 connections',
    at: powers(1_000, 100_000, 1_000_000),
    measure: (posts, databases) =>
      on(databases, posts, async (platform) => {
        const [live] = await programs(databases, await answers(platform, null, seconds), 1);
        const [past, home = 0] = await programs(databases, await lookups(platform, null, seconds));
        const [post] = await programs(databases, posting(platform, null, posts, seconds), 1);
        return { 'live page': live, 'past page': past, 'home page': home, posting: post };
      }),
  },
  {
    file: 'own',
    title: 'The more posts somebody has',
    x: 'posts of one’s own, among as many of others',
    y: 'a second, 16 connections',
    at: powers(10, 10_000, 100_000),
    measure: (own, databases) =>
      on(
        databases,
        own,
        async (platform) => {
          const [page, notifications = 0] = await programs(databases, ofOneAccount(platform, seconds));
          return { 'page of an account': page, notifications };
        },
        own,
      ),
  },
  {
    file: 'sockets',
    title: 'The more sockets listen',
    x: 'sockets',
    y: 'ms to the median socket',
    at: powers(10, 1_000, 1_000).concat(values.full ? [5_000] : []),
    measure: (sockets, databases) =>
      on(databases, 0, async (platform) => {
        const row = await toMedianSocket(platform, sockets);
        const { program, limit } = await measureRow(row, databases.kind, rounds);
        return { Withheld: program, 'bare ws': limit };
      }),
  },
  {
    file: 'processes',
    title: 'The more processes serve, on one machine',
    x: 'processes',
    y: 'a second, 16 connections each',
    at: [1, 2],
    postgresAlone: true,
    measure: (processes, databases) =>
      on(databases, 1_000, async (platform) => {
        const more = Array.from({ length: processes - 1 }, () =>
          ServerProcess.start(here.folder, 'dist/apps/server/main.js', { DATABASE_URL: platform.url }),
        );
        const servers = [platform.server, ...(await Promise.all(more))];
        try {
          const [past, post = 0] = await programs(databases, together(platform, servers, seconds));
          return { 'past page': past, posting: post };
        } finally {
          for (const server of servers.slice(1)) await server.stop();
        }
      }),
  },
];

build(here);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
const kinds = [Databases.sqlite(folder), await Databases.postgres(folder)];
fs.mkdirSync(DRAWN, { recursive: true });
try {
  for (const { file, at, measure, postgresAlone, ...chart } of CURVES.filter(({ file }) => only.test(file))) {
    const lines = new Map<string, [number, number][]>();
    for (const databases of kinds) {
      if (databases === null || (postgresAlone === true && databases.kind === 'SQLite')) continue;
      for (const x of at) {
        console.error(`${file}: ${x.toLocaleString('en')} on ${databases.kind}`);
        for (const [name, y] of Object.entries(await measure(x, databases))) {
          const line = `${name}, ${databases.kind}`;
          lines.set(line, [...(lines.get(line) ?? []), [x, y]]);
        }
      }
    }
    // One picture of each database: more than six lines are a tangle.
    for (const { kind } of postgresAlone === true ? [] : kinds.filter((one) => one !== null)) {
      const series: Series[] = [...lines]
        .filter(([name]) => name.endsWith(`, ${kind}`))
        .map(([name, points]) => ({ name: name.slice(0, -kind.length - 2), points }));
      if (series.length === 0) continue;
      const drawn = path.join(DRAWN, `${file}-${kind.toLowerCase()}.svg`);
      fs.writeFileSync(drawn, draw({ ...chart, title: `${chart.title}, on ${kind}`, series }));
    }
    const table = [
      [chart.x, ...at.map((x) => x.toLocaleString('en'))],
      ['---', ...at.map(() => '---')],
      ...Array.from(lines, ([name, points]) => [name, ...points.map(([, y]) => Number(y.toPrecision(3)))]),
    ];
    console.log(
      `${chart.title} (${chart.y})\n\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`,
    );
  }
} finally {
  for (const databases of kinds) await databases?.drop();
  fs.rmSync(folder, { recursive: true, force: true });
}
