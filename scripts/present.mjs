// `npm run present`: serves a scenario to the devices around, makes a room over it, prints the addresses to join
// it by with a QR code, and opens the stage with the presenter's key. Ctrl-C stops it; a room made before goes on
// at the next start, under its old code. `-- --cut short` plays that cut, `-- --assign IN` is another way to say
// where the others look from; `split` unless given.
import { spawn } from 'node:child_process';
import os from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { hostsOf } from './addresses.mjs';
import { buildOrExit } from './build.mjs';
import { DEFAULT_SCENARIO } from './default-scenario.mjs';
import { openPage } from './open-page.mjs';

/** ms in which an address of this machine answers it, if at all */
const PATIENCE_MS = 2_000;
/** A whole line, in colours of the 256 that no theme of a terminal changes. */
const WHITE_ON_BLACK = '\x1b[38;5;231;48;5;16m$&\x1b[0m';
const root = new URL('../', import.meta.url);
const { values } = parseArgs({
  options: { cut: { type: 'string', default: 'full' }, assign: { type: 'string', default: 'split' } },
});
const scenario = process.env.SEED ?? DEFAULT_SCENARIO;
const port = process.env.PORT ?? '3000';
const interfaces = os.networkInterfaces();
// Both kinds of address, where the machine has both.
const isDual = hostsOf(interfaces, true).length > hostsOf(interfaces, false).length;
const host = process.env.HOST ?? (isDual ? '::' : '0.0.0.0');
const isEverywhere = host === '::' || host === '0.0.0.0';
const hosts = isEverywhere ? hostsOf(interfaces, host === '::') : [host];
if (hosts.length === 0) {
  console.error(
    'This machine is in no network that other devices could reach it by. Join one (a phone’s hotspot will do), or set HOST.',
  );
  process.exit(1);
}

await buildOrExit();
const { isLoopback } = await import('../dist/libs/config/index.js');
const origins = hosts.map((one) => new URL(`http://${one}:${port}`).origin);
const server = spawn(process.execPath, ['dist/apps/server/main.js'], {
  cwd: root,
  env: {
    // Anybody around may sign in as a reader; as a moderator or an authority, whoever is told the code below.
    DEMO: isLoopback(host) ? '1' : 'public',
    PUBLIC_URL: origins[0],
    ...process.env,
    HOST: host,
    PORT: port,
    SEED: scenario,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
  // Ctrl-C reaches this script, which stops the server.
  detached: process.platform !== 'win32',
});
const stop = () => server.kill('SIGTERM');
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('exit', (code) => process.exit(code ?? 1));

for await (const line of createInterface({ input: server.stdout })) {
  console.log(line);
  if (line.startsWith('Withheld is at ')) await present();
}

async function present() {
  const here = `http://${isEverywhere ? 'localhost' : host}:${port}`;
  const room = await makeRoom(here);
  if (room === null) return stop();
  // One that this machine itself cannot open, nobody else can.
  const answering = await Promise.all(
    origins.map(async (origin) => ((await answers(origin)) ? [origin] : [])),
  );
  const addresses = answering.flat().map((origin) => `${origin}/r/${room.code}`);
  const joins = process.env.PUBLIC_URL === undefined ? addresses : [room.url, ...addresses];
  const [first] = joins;
  if (first === undefined) {
    console.error('None of this machine’s addresses answers: see whether a firewall is in the way.');
    return stop();
  }
  console.log(`\n${qrCode(first)}`);
  console.log(`Room ${room.code}. To join it, in the same network:`);
  for (const address of joins) console.log(`  ${address}`);
  // After the #, so that it goes into no log and no referrer; the page takes it out of the address bar.
  const stage = `${here}/r/${room.code}#presenter=${room.presenter_key}`;
  console.log(`\nThe presenter’s screen, for you alone: ${stage}`);
  openPage(stage);
}

/**
 * A QR code in half blocks, with the four modules of quiet zone that ISO/IEC 18004 asks for. A terminal is told its
 * colours: on one that is light the blocks would else be dark, and many phones read no code in negative.
 */
function qrCode(text) {
  const code = renderUnicodeCompact(text, { border: 4 });
  return process.stdout.isTTY ? code.replace(/^.+$/gm, WHITE_ON_BLACK) : code;
}

async function makeRoom(here) {
  const answer = await fetch(`${here}/api/v1/replays`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario, cut: values.cut, ...assigned() }),
  });
  const body = await answer.json();
  if (answer.ok) return body;
  console.error(`No room could be made: ${body.error}`);
  return null;
}

/** Where geography is enforced, nobody is told where to look from. */
function assigned() {
  return process.env.GEO_MODE === 'enforced' ? {} : { assign: values.assign };
}

async function answers(origin) {
  try {
    const answer = await Promise.race([fetch(`${origin}/health`), sleep(PATIENCE_MS, null, { ref: false })]);
    return answer?.ok === true;
  } catch {
    return false;
  }
}
