/**
 * Builds what is stale: the node part (server and command line, by `nest build`, which takes both in
 * one program) and the web part (by Vite). What a part was built from is remembered in `dist/` as a
 * hash of contents, so a checkout or a touch alone costs no build. As a command: `npm run build`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const lock = path.join(dist, '.build.lock');

/** ms: a lock this old is left over from a build that was killed, whoever has its process id now. */
const LOCK_TIMEOUT = 10 * 60_000;
/** ms between two checks of a lock that another process holds */
const LOCK_POLL = 100;

const SHARED = ['package.json', 'package-lock.json', 'tsconfig.json'];

/**
 * @typedef {object} Part
 * @property {string} name what is said of it
 * @property {string} stamp the file in `dist/` that remembers what it was built from
 * @property {string[]} outputs files that are there when it is built
 * @property {string[]} inputs files and folders, from the root
 * @property {() => [string, ...string[]][]} commands one after the other: each a module, and its arguments
 */

/** @type {Part[]} */
const PARTS = [
  {
    name: 'server and command line',
    stamp: '.node.stamp',
    outputs: ['apps/server/main.js', 'openapi.d.ts'],
    inputs: [
      ...SHARED,
      'nest-cli.json',
      'tsconfig.build.json',
      'apps/server',
      'apps/cli',
      'libs',
      'migrations',
      'scripts/api-types.mjs',
    ],
    commands: () => [
      [binOf('@nestjs/cli', 'nest'), 'build'],
      // Of the server as it is built: what the page is checked by.
      [path.join(root, 'scripts/api-types.mjs')],
    ],
  },
  {
    name: 'web',
    stamp: '.web.stamp',
    outputs: ['web/index.html'],
    // Of the libs the browser takes types and constants, and stage time.
    inputs: [...SHARED, 'apps/web', 'libs/contract', 'libs/replay/stage-time.ts'],
    commands: () => [
      [binOf('vite', 'vite'), 'build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn'],
    ],
  },
  {
    name: 'page that plays from a file',
    stamp: '.offline.stamp',
    outputs: ['offline/script.js'],
    inputs: [...SHARED, 'apps/web', 'libs/contract', 'libs/replay/stage-time.ts'],
    commands: () => [
      [binOf('vite', 'vite'), 'build', '--config', 'apps/web/vite.offline.config.ts', '--logLevel', 'warn'],
    ],
  },
];

/**
 * Builds the parts that are stale, side by side, and waits for a build that runs already.
 *
 * @param {{ say?: (line: string) => void }} [options] where a line for each part built goes
 * @returns {Promise<string[]>} the names of the parts built: none when all were up to date
 * @throws {BuildError} with the compiler's output, when one fails
 */
export async function build({ say = console.log } = {}) {
  if (stale().length === 0) return [];
  const release = await takeLock();
  try {
    // The one that was waited for may have built it.
    const parts = stale();
    const results = await Promise.allSettled(parts.map(({ part, hash }) => buildPart(part, hash, say)));
    const failed = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
    if (failed.length > 0) throw new BuildError(failed.map((reason) => reason.message).join('\n'));
    return parts.map(({ part }) => part.name);
  } finally {
    release();
  }
}

/**
 * Builds as `build` does, for the first line of a command: a failure prints the compiler's output alone,
 * and ends the process with exit code 1.
 *
 * @param {Parameters<typeof build>[0]} [options]
 */
export async function buildOrExit(options) {
  try {
    return await build(options);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** A part did not build; the message is the compiler's output. */
export class BuildError extends Error {
  name = 'BuildError';
}

/** The parts that have to be built, each with the hash of what it is to be built from. */
function stale() {
  return PARTS.map((part) => ({ part, hash: hashOf(part.inputs) })).filter(({ part, hash }) => {
    if (!part.outputs.every((output) => existsSync(path.join(dist, output)))) return true;
    const stamp = path.join(dist, part.stamp);
    return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash;
  });
}

/** @param {Part} part @param {string} hash @param {(line: string) => void} say */
async function buildPart(part, hash, say) {
  const began = performance.now();
  // A build that is interrupted must not look finished.
  rmSync(path.join(dist, part.stamp), { force: true });
  for (const command of part.commands()) {
    const { code, output } = await run(command);
    if (code !== 0) throw new BuildError(`The ${part.name} did not build.\n${output}`);
  }
  if (part.stamp === '.node.stamp') removeOrphans();
  writeFileSync(path.join(dist, part.stamp), hash);
  say(`Built the ${part.name} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** @param {[string, ...string[]]} command @returns {Promise<{ code: number | null; output: string }>} */
function run([module, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [module, ...args], {
      cwd: root,
      // Whoever builds, tests included, builds what people get: Vite goes by this variable.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, output: process.stderr.isTTY ? output : stripVTControlCharacters(output) }),
    );
  });
}

/** Removes the output of sources that are gone, which could otherwise be imported for ever. */
function removeOrphans() {
  for (const folder of ['apps/server', 'apps/cli', 'libs', 'migrations']) {
    for (const file of filesUnder(path.join(dist, folder))) {
      const source = path.relative(dist, file).replace(/\.js(\.map)?$/, '.ts');
      if (!existsSync(path.join(root, source))) rmSync(file);
    }
  }
}

/** @param {string[]} inputs @returns {string} SHA-256 over the names and contents, tests left out */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(path.join(root, input))) {
      if (/\.(int-)?spec\.tsx?$/.test(file)) continue;
      const bytes = readFileSync(file);
      hash.update(`\0${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}

/** @param {string} place a file, a folder or nothing @returns {string[]} files in a stable order */
function filesUnder(place) {
  let entries;
  try {
    entries = readdirSync(place, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [place];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** @param {string} name @param {string} command @returns {string} the module a package's command runs */
function binOf(name, command) {
  const manifest = path.join(root, 'node_modules', ...name.split('/'), 'package.json');
  if (!existsSync(manifest)) throw new BuildError(`${name} is not installed: run \`npm ci\` first.`);
  return path.join(path.dirname(manifest), createRequire(manifest)(manifest).bin[command]);
}

/**
 * One build at a time in a clone: the lock is a file that names its process.
 *
 * @returns {Promise<() => void>} gives it back
 */
async function takeLock() {
  mkdirSync(dist, { recursive: true });
  for (; ; await sleep(LOCK_POLL)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    dropLockLeftOver();
  }
}

/** Removes the lock of a build that was killed; of two who see it at once, only one takes the next. */
function dropLockLeftOver() {
  const aside = `${lock}.${process.pid}`;
  try {
    const { mtimeMs } = statSync(lock);
    if (Date.now() - mtimeMs < LOCK_TIMEOUT && isRunning(Number(readFileSync(lock, 'utf8')))) return;
    renameSync(lock, aside);
    // Someone else may have been quicker, and this one be theirs: they get it back.
    if (statSync(aside).mtimeMs !== mtimeMs) linkSync(aside, lock);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

/** @param {number} pid as read from a lock: 0 between its creation and its first byte */
function isRunning(pid) {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as someone else.
    return error.code === 'EPERM';
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await buildOrExit();
