/**
 * `npm run check`: everything that has to hold before a change lands, one line for each step, and of
 * a step's output only what a failure said. `-- --no-tests` leaves the tests out.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['apps', 'libs', 'migrations', 'test', 'scripts', 'bin'];

/** @type {{ name: string; module: string; args: string[]; node?: string[] }[]} */
const STEPS = [
  // The page is checked by the types of the API as it is built.
  { name: 'build', module: '../scripts/build.mjs', args: [] },
  { name: 'format', module: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', module: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'types', module: 'typescript/bin/tsc', args: ['--noEmit'] },
  { name: 'types of web', module: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'apps/web'] },
  {
    name: 'architecture',
    module: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.js', '--output-type', 'err-long', ...FOLDERS],
  },
  {
    name: 'folders',
    module: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: [
      '--config',
      '.dependency-cruiser.folders.js',
      '--output-type',
      'err-long',
      ...FOLDERS.filter((folder) => folder !== 'test'),
    ],
  },
  { name: 'mutants', module: '../scripts/prove-gate.mjs', args: ['--list'] },
  { name: 'schemas', module: '../scripts/contract-schemas.mjs', args: ['--check'] },
  { name: 'dead code', module: 'knip/bin/knip.js', args: ['--no-progress', '--no-config-hints'] },
  { name: 'dependencies', module: '../scripts/dependencies.mjs', args: [] },
  {
    name: 'tests',
    module: 'jest/bin/jest.js',
    args: [],
    node: ['--experimental-vm-modules', '--no-warnings'],
  },
];

const steps = process.argv.includes('--no-tests') ? STEPS.filter(({ name }) => name !== 'tests') : STEPS;
const failed = [];
for (const step of steps) {
  const began = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`  ${step.name} …`);
  const { code, output } = await run(step);
  const mark = code === 0 ? '✓' : '✗';
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  // On a terminal this replaces what announced the step.
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  console.log(`${mark} ${step.name.padEnd(14)}${seconds.padStart(6)} s`);
  // The notes of a step, though it holds.
  for (const [, note] of output.matchAll(/^note: (.*)$/gm)) console.log(`    ${note}`);
  if (code === 0) continue;
  failed.push(step.name);
  console.log(`\n${output.trim()}\n`);
}
if (failed.length > 0) {
  console.log(`Failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** @param {(typeof STEPS)[number]} step @returns {Promise<{ code: number | null; output: string }>} */
function run({ module, args, node = [] }) {
  return new Promise((resolve, reject) => {
    const command = [...node, path.join(root, 'node_modules', module), ...args];
    const env = { ...process.env };
    // Colours survive the pipe where someone looks, and are left out where nobody does.
    if (process.stdout.isTTY) env.FORCE_COLOR ??= '1';
    else env.NO_COLOR ??= '1';
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
