// `npm run live`: starts an empty platform on its own data file, opens the page, and plays a
// scenario into it. Ctrl-C stops; the next run goes on exactly there, and `-- --fresh` begins anew.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import { buildOrExit } from './build.mjs';
import { DEFAULT_SCENARIO } from './default-scenario.mjs';
import { openPage } from './open-page.mjs';

const SCENARIO = process.env.SEED ?? DEFAULT_SCENARIO;
const FILE = 'data/live.db';
const ALREADY_LOADED = 3;
const root = new URL('../', import.meta.url);
const args = process.argv.slice(2);
const speedAt = args.indexOf('--speed');
const speed = speedAt === -1 ? '1' : (args[speedAt + 1] ?? '1');

await buildOrExit();
if (args.includes('--fresh')) {
  for (const suffix of ['', '-wal', '-shm', '.lock'])
    fs.rmSync(new URL(FILE + suffix, root), { force: true });
}
// One-click sign-in is for this machine alone; elsewhere whoever starts it decides.
const { isLoopback } = await import('../dist/libs/config/index.js');
const env = {
  ...(isLoopback(process.env.HOST ?? '127.0.0.1') ? { DEMO: '1' } : {}),
  ...process.env,
  SEED: 'none',
  DATABASE_URL: `sqlite:${FILE}`,
};
const server = spawn(process.execPath, ['dist/apps/server/main.js'], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
  // Ctrl-C reaches this script and the one that plays; the server is stopped after them.
  detached: process.platform !== 'win32',
});
let player = null;
let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  if (player === null) server.kill('SIGTERM');
  else player.kill('SIGINT');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('exit', (code) => process.exit(code ?? 1));

for await (const line of createInterface({ input: server.stdout })) {
  console.log(line);
  if (player === null && !stopping) play(/https?:\/\/[^\s"}]+/.exec(line)?.[0]);
}

function play(address) {
  if (address === undefined) return;
  openPage(address);
  player = spawn(process.execPath, ['dist/apps/cli/main.js', 'seed', SCENARIO, '--live', '--speed', speed], {
    cwd: root,
    env,
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  });
  player.on('exit', async (code) => {
    player = null;
    if (stopping) server.kill('SIGTERM');
    else if (code === ALREADY_LOADED)
      console.log('It has played to its end here. `npm run live -- --fresh` plays it again.');
    else if (code === 0)
      console.log(`“${await titleAt(address)}” has been played. The page stays; Ctrl-C stops it.`);
    else server.kill('SIGTERM');
  });
}

/** The title of the scenario. */
async function titleAt(address) {
  try {
    const answer = await fetch(new URL(`/api/v1/scenarios/${SCENARIO}`, address));
    return (await answer.json()).title ?? SCENARIO;
  } catch {
    return SCENARIO;
  }
}
