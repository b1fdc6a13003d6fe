/**
 * How long others wait while the log is verified, folded again, or an account is erased, in a process that
 * serves: the delay of the event loop, on SQLite, whose statements hold it. As a command:
 * `npm run bench:loop -- 100000`, with how many events; `--json` for programs.
 *
 * Other work on the machine adds to the delay, so the processor's time of each turn of the loop stands beside
 * it: the delay on a machine that does nothing else, but for what the disk takes.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandBus } from '#commands';
import { openDatabase } from '#database';
import { command } from '#domain';
import { eraseAccount } from '#identity';
import { readHead, verify } from '#log';
import { MIGRATIONS } from '#migrations';
import { rebuild } from '#projections';

const EVENTS = Number(process.argv.slice(2).find((given) => /^\d+$/.test(given)) ?? 100_000);
/** ms; what DESIGN.md asks for at the 99th percentile. */
const LIMIT = 50;
const RESOLUTION = 5;
const TOGETHER = 1_000;
const PEOPLE = 50;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
try {
  const database = await openDatabase({ kind: 'sqlite', path: path.join(folder, 'bench.db') }, MIGRATIONS);
  const bus = new CommandBus(database);
  console.error(`Making ${EVENTS.toLocaleString('en')} events …`);
  const people = await makeEvents(bus);
  const { seq } = await readHead(database.reader);
  const measured = [
    // The machine delays a process that does nothing, too.
    await measure('nothing', () => sleep(3_000)),
    await measure('verify', () => verify(database.reader)),
    await measure('rebuild', () => rebuild(database)),
    await measure('erase', () => eraseAccount(database, bus, people[0])),
  ];
  if (process.argv.includes('--json')) console.log(JSON.stringify({ events: seq, measured }));
  else {
    console.log(`${seq.toLocaleString('en')} events; delay of the event loop in ms, limit ${LIMIT} at p99`);
    console.table(Object.fromEntries(measured.map(({ what, ...figures }) => [what, figures])));
  }
  await database.close();
  if (measured.some(({ p99 }) => p99 > LIMIT)) process.exitCode = 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Half are posts, a tenth of them by the first, whom others answer; the rest are likes. */
async function makeEvents(bus) {
  const people = await submit(bus, PEOPLE, (i, { id, at }) => {
    const account = id();
    const body = { venue: 'home', handle: `person_${i}`, display_name: `Person ${i}`, note: '' };
    return command(
      'open-account',
      { ...body, verified: false, kind: 'person' },
      { id: account, at, actor: account },
    );
  });
  let latest = [];
  for (let made = PEOPLE; made < EVENTS; made += TOGETHER) {
    const before = latest;
    const posts = await submit(bus, TOGETHER / 2, (i, { id, at }) => {
      const actor = i % 10 === 0 ? people[0] : people[i % PEOPLE];
      const in_reply_to = i % 5 === 0 ? (before[i] ?? null) : null;
      const body = { text: `Words ${i} of #bench`, language: 'en', spoiler_text: '', sensitive: false };
      return command(
        'publish-post',
        { ...body, visibility: 'public', in_reply_to, quote_of: null },
        { id: id(), at, actor },
      );
    });
    await submit(bus, TOGETHER / 2, (i, { id, at }) =>
      command('like-post', { post: posts[i] }, { id: id(), at, actor: people[(i * 7) % PEOPLE] }),
    );
    latest = posts;
  }
  return people;
}

async function submit(bus, weight, make) {
  const outcome = await bus.submit({
    build: (stamp) => Array.from({ length: weight }, (_, i) => make(i, stamp)),
    weight,
    patient: true,
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.subjects;
}

async function measure(what, work) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  await sleep(100);
  delay.enable();
  const turns = [];
  let spent = process.cpuUsage();
  const everyTurn = setInterval(() => {
    const { user, system } = process.cpuUsage(spent);
    spent = process.cpuUsage();
    turns.push((user + system) / 1e3);
  }, RESOLUTION);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1_000;
  // The last block is seen at the timer after it.
  await sleep(50);
  delay.disable();
  clearInterval(everyTurn);
  turns.sort((one, other) => one - other);
  const tenths = (one) => Math.round(one * 10) / 10;
  const ms = (nanoseconds) => tenths(nanoseconds / 1e6);
  const figures = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
  const processor = {
    'processor p99': tenths(turns[Math.floor(turns.length * 0.99)] ?? 0),
    'processor max': tenths(turns.at(-1) ?? 0),
  };
  return { what, seconds: tenths(seconds), ...figures, ...processor };
}
