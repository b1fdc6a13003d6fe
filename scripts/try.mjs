/**
 * `npm run try -- [node] …`: does with a clean copy what somebody does who finds this project. It installs
 * and starts it, follows the README's first five minutes to the letter in each shell that is here, and runs
 * the examples; all on the Node that is named (a binary), or on each in turn, or else on this one.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_COPIED = ['.git', 'node_modules', 'dist', 'data', 'coverage'];
const SHELLS = ['sh', 'bash', 'dash', 'zsh'];
/** The address in the README, which is replaced by one with another port here. */
const ADDRESS = 'http://localhost:3000';
/** ms in which a command has to end, or to print what it should. */
const PATIENCE = 60_000;
/** ms, for installing and building. */
const PATIENCE_AT_FIRST = 300_000;

/** @param {string} node a binary @returns {Promise<number>} how many steps failed */
async function tryOn(node) {
  const began = performance.now();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-try-'));
  const clone = path.join(folder, 'withheld');
  const copied = (from) => !NOT_COPIED.includes(path.relative(ROOT, from));
  fs.cpSync(ROOT, clone, { recursive: true, filter: copied });
  const port = await freePort();
  const place = { clone, env: environment(node, folder, port), address: `http://localhost:${port}` };
  const { stdout: version } = await run('node', ['--version'], place);
  console.log(`Node ${version.trim()}`);
  const steps = new Steps();
  try {
    await follow(new Readme(place), steps);
  } finally {
    for (const program of Program.running) program.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`Node ${version.trim()}: ${steps.done} steps done, ${steps.failed} failed, in ${seconds} s\n`);
  return steps.failed;
}

/** @param {Readme} readme @param {Steps} steps */
async function follow(readme, steps) {
  const { place } = readme;
  let server;
  const there = await steps.take('it installs, builds and starts', async () => {
    server = new Program('sh', ['-c', readme.block('## Start', 0)], place);
    await server.says(/^Withheld is at/m, PATIENCE_AT_FIRST);
  });
  if (!there) return;

  await steps.take('every link to it leads somewhere', async () => {
    const links = readme.links();
    expect(links.length > 3, 'the README has links to the page');
    for (const link of links) {
      const { status } = await fetch(link);
      expect(status === 200 || status === 451, `${link} is a ${status}`);
    }
  });
  for (const shell of await shellsHere(place)) {
    const runs = async (step, n) => (await run(shell, ['-c', readme.block(`**${step}. `, n)], place)).stdout;
    await steps.take(`${shell}: step 2, the same over HTTP`, async () => {
      const [india, elsewhere] = JSON.parse(`[${(await runs(2, 0)).replace('][', '],[')}]`);
      const tombstones = (posts) => posts.filter(({ tombstone }) => tombstone).length;
      expect(india.length === 3 && tombstones(india) === 2, 'two of three are tombstones in India');
      expect(elsewhere.length === 3 && tombstones(elsewhere) === 0, 'and none elsewhere');
      expect(/^HTTP\/1.1 451 /.test(await runs(2, 1)), 'what is withheld is a 451');
    });
    await steps.take(`${shell}: step 3, post`, async () => {
      expect(JSON.parse(await runs(3, 0)).content.includes('Hello from'), 'the post comes back');
    });
    await steps.take(`${shell}: step 4, watch it arrive`, async () => {
      fs.writeFileSync(path.join(place.clone, 'listen.mjs'), readme.block('**4. ', 0));
      const listener = new Program('node', ['listen.mjs'], place);
      // It does not say when it listens.
      for (let n = 0; n < 20 && !listener.told.includes('Hello from'); n++) await runs(3, 0);
      await listener.says(/update/);
      listener.kill('SIGKILL');
    });
    await steps.take(`${shell}: step 6, withhold something yourself`, async () => {
      const told = await runs(6, 0);
      expect(/^HTTP\/1.1 451 /m.test(told), `the post is a 451: ${told}`);
      expect(told.includes('"verdict":"withheld"'), `it is explained: ${told}`);
    });
  }
  for (const command of ['--help', 'verify', 'check 2021-india-twitter-koo'])
    await steps.take(`npx withheld ${command}`, () => run('npx', ['withheld', ...command.split(' ')], place));
  await steps.take('examples/watch', async () => {
    const watcher = new Program('node', ['examples/watch/watch.mjs', 'IN', place.address], place);
    await watcher.says(/^Watching from IN: \d+ posts/m);
    watcher.kill('SIGKILL');
  });
  await steps.take('Ctrl-C stops it', async () => {
    await server.interrupted();
    const answer = await fetch(place.address).catch(() => null);
    expect(answer === null, 'nothing answers any more');
  });
  await steps.take('examples/ci', async () => {
    const example = new Readme(place, 'examples/ci/README.md');
    const { stdout } = await run('sh', ['-c', example.block('#', 0)], place);
    expect(/^. fail 0$/m.test(stdout), stdout);
  });
  await steps.take('step 5, the stand-off, live', async () => {
    const live = new Program('sh', ['-c', readme.block('**5. ', 0)], place);
    await live.says(/^\d\d \w+ \d{4}, \d\d:\d\d /m);
    await live.interrupted();
  });
}

/** A page whose blocks of code are run; what it says of the address becomes this server's. */
class Readme {
  constructor(place, file = 'README.md') {
    this.place = place;
    this.text = fs.readFileSync(path.join(place.clone, file), 'utf8').replaceAll(ADDRESS, place.address);
  }

  /** The n-th block of code after a line that begins so, counted from 0. */
  block(heading, n) {
    const at = `\n${this.text}`.indexOf(`\n${heading}`);
    const code = [...this.text.slice(at).matchAll(/^```\w+\n(.*?)^```$/gms)][n]?.[1];
    if (at === -1 || code === undefined) throw new Error(`There is no block ${n} after "${heading}"`);
    return code;
  }

  links() {
    return [...this.text.matchAll(/[(<](http:\/\/localhost:\d+[^)>\s]*)[)>]/g)].map(([, link]) => link);
  }
}

/** Runs steps, prints a line for each, and counts those that went well and those that failed. */
class Steps {
  done = 0;
  failed = 0;

  /** @returns whether it went well */
  async take(name, work) {
    const began = performance.now();
    const failure = await work().then(
      () => null,
      (error) => error,
    );
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`${failure === null ? '✓' : '✗'} ${name.padEnd(48)}${seconds.padStart(6)} s`);
    if (failure === null) this.done += 1;
    else {
      this.failed += 1;
      console.log(`\n${failure.message.trim()}\n`);
    }
    return failure === null;
  }
}

/** A program that goes on running, in a process group of its own, as in a terminal. */
class Program {
  static running = new Set();
  told = '';

  constructor(command, args, { clone, env }) {
    this.child = spawn(command, args, {
      cwd: clone,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (this.told += text));
    Program.running.add(this);
    this.ended = once(this.child, 'exit').then(([code, signal]) => {
      Program.running.delete(this);
      return { code, signal };
    });
  }

  /** Waits until its output matches a pattern. @throws with the output where it does not in time */
  async says(like, patience = PATIENCE) {
    for (const giveUp = Date.now() + patience; !like.test(this.told); await sleep(50)) {
      if (Program.running.has(this) && Date.now() < giveUp) continue;
      throw new Error(`It did not say ${like}, but: ${this.told.slice(-4_000)}`);
    }
  }

  /** Interrupts it as Ctrl-C does, and waits until it ends. */
  async interrupted() {
    this.kill('SIGINT');
    const { signal } = await Promise.race([this.ended, sleep(PATIENCE, { signal: 'none' }, { ref: false })]);
    expect(signal !== 'none', 'it ends');
  }

  kill(signal) {
    try {
      process.kill(-this.child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** Runs a program to its end. @throws with what it said where it fails */
function run(command, args, { clone, env }) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: clone, env, timeout: PATIENCE }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`${[command, ...args].join(' ')}: ${stdout}${stderr}${error.message}`));
    });
  });
}

/** The shells that are here, each once, whatever its names. */
async function shellsHere(place) {
  const here = new Map();
  for (const shell of SHELLS) {
    const found = await run('sh', ['-c', `command -v ${shell}`], place).catch(() => null);
    if (found === null) continue;
    const binary = fs.realpathSync(found.stdout.trim());
    if (!here.has(binary)) here.set(binary, shell);
  }
  return [...here.values()];
}

/** The environment of somebody at a terminal, in which `node` is the one to be tried. */
function environment(node, folder, port) {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  fs.symlinkSync(node, path.join(bin, 'node'));
  // Not what npm tells scripts, nor what would change how the server starts.
  const ours = /^(npm_(?!config_)|INIT_CWD$|NODE|DATABASE_URL$|HOST$|SEED$|DEMO$|TEST|GEO_|PUBLIC_URL$|CI$)/;
  const kept = Object.entries(process.env).filter(
    ([name]) => !ours.test(name) || name === 'NODE_EXTRA_CA_CERTS',
  );
  return { ...Object.fromEntries(kept), PATH: `${bin}:${process.env.PATH}`, PORT: String(port) };
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function expect(held, what) {
  if (!held) throw new Error(`It is not so: ${what}`);
}

const nodes = process.argv.length > 2 ? process.argv.slice(2) : [process.execPath];
let failed = 0;
for (const node of nodes) failed += await tryOn(path.resolve(node));
process.exit(failed === 0 ? 0 : 1);
