#!/usr/bin/env node
/**
 * Proves that the tests would see a leak: takes the gate out of one surface after the other, runs the
 * leak tests on each such mutant, and expects them to fail.
 *
 * Surfaces are found in the code: every method in apps/server that hands a viewpoint to
 * libs/visibility becomes a mutant in which that viewpoint sees all. The places of the rule itself are in
 * prove-gate.rules.mjs, mutants that change nothing in prove-gate.unneeded.mjs. Nothing on the disk is changed: a
 * mutant is made as Jest compiles (test/leaks/mutant). `npm run check` runs it with `--list`, which fails where a
 * place is not found.
 *
 * Usage: node scripts/prove-gate.mjs [--list] [--only <text>] [--at-once <n>]
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { AUDIENCE } from './prove-gate.audience.mjs';
import { KEPT } from './prove-gate.kept.mjs';
import { RULES } from './prove-gate.rules.mjs';
import { UNNEEDED } from './prove-gate.unneeded.mjs';

const ROOT = path.join(import.meta.dirname, '..');
const SERVER = path.join(ROOT, 'apps', 'server') + path.sep;
const VISIBILITY = path.join(ROOT, 'libs', 'visibility') + path.sep;
const SPECS = [
  'test/leaks/leaks-open.int-spec.ts',
  'test/leaks/leaks-enforced.int-spec.ts',
  'test/leaks/gone.int-spec.ts',
  'test/exit-gate.int-spec.ts',
];
/** Sees all that is restricted, as of then; who looked is who looks, so that their own stays their own. */
const NOBODY = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
const seesAll = (argument) =>
  `((v) => ({ ...v, asPublic: false, mode: 'open', exempted: undefined, viewer: { id: '${NOBODY}', ...v.viewer, role: 'admin' } }))(${argument})`;

const { values: options } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '2' },
  },
});

/** @typedef {{ file: string, edits: { start: number, end: number, text: string }[] }} Change */
/** @typedef {{ name: string, change: Change | null }} Mutant */

function isTest(file) {
  return /[.](?:spec|int-spec)[.]ts$/.test(file);
}

/**
 * Every method in apps/server that hands a viewpoint to libs/visibility, with the viewpoint made to see
 * all: what one asks twice is taken out at once.
 */
function surfaces() {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { fileNames, options: compiler } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  // The server's files, and what they import: the rest has no surface.
  const served = fileNames.filter((file) => file.startsWith(SERVER) && !isTest(file));
  const program = ts.createProgram(served, { ...compiler, noEmit: true });
  const checker = program.getTypeChecker();
  const found = new Map();
  const names = declaredIn(
    program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(VISIBILITY)),
  );
  for (const source of program.getSourceFiles()) {
    const file = path.relative(ROOT, source.fileName);
    if (!file.startsWith('apps/server/') || isTest(file)) continue;
    const visit = (node) => {
      for (const argument of names.has(calleeOf(node)) ? judgedBy(checker, node) : []) {
        const name = `${file} ${methodOf(node)}`;
        const { change } = found.get(name) ?? { change: { file, edits: [] } };
        const [start, end] = [argument.getStart(), argument.getEnd()];
        change.edits.push({ start, end, text: seesAll(argument.getText()) });
        found.set(name, { name, change });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

/** The names of the functions, methods and classes of some files. Types are asked of calls by these alone. */
function declaredIn(sources) {
  const names = new Set();
  const visit = (node) => {
    const isNamed = ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isVariableDeclaration(node);
    if (isNamed && node.name !== undefined) names.add(node.name.getText());
    ts.forEachChild(node, visit);
  };
  for (const source of sources) visit(source);
  return names;
}

/** The name by which a call names what it calls; undefined of what is no call. */
function calleeOf(node) {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return undefined;
  const { expression } = node;
  return (ts.isPropertyAccessExpression(expression) ? expression.name : expression).getText();
}

/** The viewpoints that a call hands to libs/visibility. */
function judgedBy(checker, node) {
  const signature = checker.getResolvedSignature(node);
  if (!signature?.declaration?.getSourceFile().fileName.startsWith(VISIBILITY)) return [];
  const parameters = signature.getParameters();
  return (node.arguments ?? []).filter((_, i) => {
    const declared = parameters[i] && checker.getTypeOfSymbolAtLocation(parameters[i], node);
    return declared !== undefined && takesViewpoint(checker, declared);
  });
}

/** The method or function that a call stands in. */
function methodOf(node) {
  for (let one = node; one !== undefined; one = one.parent)
    if ((ts.isMethodDeclaration(one) || ts.isFunctionDeclaration(one)) && one.name) return one.name.getText();
  return '';
}

/** Whether a parameter is a viewpoint, one with more, or a part of one. */
function takesViewpoint(checker, type) {
  if (type.symbol?.name === 'Viewpoint') return true;
  if (type.isIntersection()) return type.types.some((one) => takesViewpoint(checker, one));
  return (type.aliasTypeArguments ?? []).some((one) => one.symbol?.name === 'Viewpoint');
}

/** The places of the rule, each broken as its line says. */
function rules() {
  return [...RULES, ...AUDIENCE, ...KEPT].map(({ file, find, put, what }) => {
    const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
    const start = source.indexOf(find);
    const times = source.split(find).length - 1;
    if (times !== 1) throw new Error(`prove-gate.rules.mjs: ${file} has ${times} times: ${find}`);
    return {
      name: `${file} ${what}`,
      change: { file, edits: [{ start, end: start + find.length, text: put }] },
    };
  });
}

/** Leaves out what cannot matter; every reason must still be one for something. */
function needed(mutants) {
  const used = new Set();
  const left = mutants.filter(({ name }) => {
    const entry = UNNEEDED.find(({ mutant }) => mutant === name);
    if (entry !== undefined) used.add(entry);
    return entry === undefined;
  });
  for (const entry of UNNEEDED)
    if (!used.has(entry)) throw new Error(`prove-gate.unneeded.mjs: there is no ${entry.mutant} any more`);
  return left;
}

/** The tests of folders that no test is named by. A limit is no withholding, so that no leak test knows of it. */
const TESTED_BY = { feeds: 'tags' };

/** The leak tests; then the tests of the feature that a mutant is in, which may know more of it. */
function specsFor({ change }) {
  const feature = /^apps\/server\/(?:api\/)?(\w+)/.exec(change?.file ?? '')?.[1];
  const own = `test/${TESTED_BY[feature] ?? feature}.int-spec.ts`;
  return fs.existsSync(path.join(ROOT, own)) ? [...SPECS, own] : SPECS;
}

/** Runs one file of tests on a mutant. @returns how the first test that fails says so; null where none does */
function run(spec, { change }, temporary) {
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      path.join(ROOT, 'node_modules/jest/bin/jest.js'),
      '-i',
      '-c',
      path.join(ROOT, 'test/leaks/mutant/jest.config.js'),
      spec,
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // On SQLite alone: a port at which no database answers.
        CI: '',
        TEST_POSTGRES_URL: 'postgres://127.0.0.1:1/none',
        // Restrictions that are imposed without chance find most, and the same each time.
        LEAK_HISTORIES: '0',
        LEAK_SEED: '1',
        TMPDIR: temporary,
        ...(change === null
          ? {}
          : { MUTANT: JSON.stringify({ ...change, file: path.join(ROOT, change.file) }) }),
      },
    },
  );
  let told = '';
  child.stdout.on('data', (text) => (told += text));
  child.stderr.on('data', (text) => (told += text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const failed = /^FAILED (.*)$/m.exec(told)?.[1];
      if (failed !== undefined) resolve(JSON.parse(failed));
      else resolve(code === 0 ? null : { test: 'starting', reason: told.slice(-2_000) });
    });
  });
}

async function prove(mutant) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-mutant-'));
  try {
    for (const spec of specsFor(mutant)) {
      const failed = await run(spec, mutant, temporary);
      if (failed !== null) return failed;
    }
    return null;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

const began = Date.now();
const all = needed([...surfaces(), ...rules()]);
const mutants = all.filter(({ name }) => name.includes(options.only));
if (options.list) {
  for (const { name } of mutants) console.log(name);
  process.exit(0);
}
const asTheyAre = await prove({ name: 'as it is', change: null });
if (asTheyAre !== null) {
  console.error(`Without a mutant the leak tests fail: ${asTheyAre.test}\n${asTheyAre.reason}`);
  process.exit(1);
}
const waiting = [...mutants];
const survivors = [];
const works = async () => {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const failed = await prove(mutant);
    if (!isCaught(failed)) survivors.push(mutant.name);
    console.log(`${mutant.name}\n  → ${whatCameOf(failed)}`);
  }
};
await Promise.all(Array.from({ length: Number(options['at-once']) }, works));

const seconds = Math.round((Date.now() - began) / 1000);
console.log(`\n${mutants.length} mutants, ${mutants.length - survivors.length} caught, in ${seconds} s.`);
for (const name of survivors) console.log(`NOT CAUGHT: ${name}`);
process.exit(survivors.length === 0 ? 0 : 1);

/** Whether a test failed by what it saw. A mutant that does not load proves nothing, nor does a test that had no time. */
function isCaught(failed) {
  return failed !== null && failed.test !== 'starting' && !isTooSlow(failed);
}

/** Whether a test ended by Jest's clock: so does any on a machine that does much else. */
function isTooSlow({ reason }) {
  return reason.includes('Exceeded timeout of');
}

function whatCameOf(failed) {
  if (failed === null) return 'NOT CAUGHT';
  if (isTooSlow(failed)) return `TOO SLOW TO TELL: ${failed.test}`;
  return isCaught(failed) ? inTable(failed) : `DOES NOT RUN: ${failed.reason}`;
}

/** The test that caught it, and the first thing that it names. */
function inTable({ test, reason }) {
  const leak = /\+ {3}"([^"]*)/.exec(reason)?.[1] ?? /Error: (.*)/.exec(reason)?.[1] ?? reason;
  return `${test.replace(/ \(LEAK_SEED=\d+\)/, '')}\n    ${leak.slice(0, 160)}`;
}
