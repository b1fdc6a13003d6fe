/**
 * Lists the packages of the program as it is installed to be run: writes its bill of materials
 * (`dist/sbom.cdx.json`, CycloneDX, by `npm sbom`), sees that it is whole and that every licence in it is one
 * that we take, and asks the registry for known vulnerabilities (`npm audit`). Fails on high and critical ones,
 * and says so where the registry could not be asked: not every one answers.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SBOM = path.join('dist', 'sbom.cdx.json');
/** ms; a registry that takes longer is not to be asked. */
const PATIENCE = 60_000;
/** Licences that the program may be given away with, by their SPDX names. */
const LICENCES = [
  ...['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'],
  ...['CC0-1.0', 'BlueOak-1.0.0', 'Unlicense', 'Python-2.0', 'Zlib'],
];

const wrong = [...(await billOfMaterials()), ...(await audit())];
for (const line of wrong) console.log(line);
if (wrong.length > 0) process.exitCode = 1;

/** @returns {Promise<string[]>} what is wrong with it */
async function billOfMaterials() {
  // With --omit=dev npm leaves out what the program and a tool of development share: the lock file says what is which.
  const { output, error } = await npm('sbom', '--sbom-format=cyclonedx');
  if (error !== null) return [`npm sbom failed: ${error}`];
  /** @type {{ bomFormat?: string; components?: Component[]; dependencies?: { ref: string; dependsOn?: string[] }[] }} */
  const { bomFormat, components: all = [], dependencies: tree = [], ...rest } = JSON.parse(output);
  if (bomFormat !== 'CycloneDX') return ['npm sbom gave no CycloneDX document'];
  /** @type {{ dependencies: Record<string, string> }} */
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const run = ofTheRun();
  const components = all.filter((one) => run.has(one['bom-ref']));
  const there = new Set(
    components.map((one) => `${one.group ? `${one.group}/` : ''}${one.name}@${one.version}`),
  );
  const missing = Object.entries(dependencies).filter(([name, version]) => !there.has(`${name}@${version}`));
  const odd = components.filter((one) => !isTaken(one));
  fs.mkdirSync(path.join(root, 'dist'), { recursive: true });
  const edges = tree
    .filter(({ ref }) => run.has(ref) || ref.startsWith('withheld@'))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => run.has(one)) }));
  const sbom = { bomFormat, ...rest, components, dependencies: edges };
  fs.writeFileSync(path.join(root, SBOM), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`note: ${SBOM} lists ${components.length} packages that the program is run with`);
  return [
    ...missing.map(([name, version]) => `${name}@${version} is not in the bill of materials: npm ci`),
    ...odd.map((one) => `${one.name}@${one.version} has the licence ${licencesOf(one).join(', ') || 'none'}`),
  ];
}

/** The packages that are installed where the program is run, as `<name>@<version>`. @returns {Set<string>} */
function ofTheRun() {
  /** @type {{ packages: Record<string, { version: string; dev?: boolean; name?: string }> }} */
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  return new Set(
    Object.entries(packages)
      .filter(([at, { dev }]) => at !== '' && dev !== true)
      .map(([at, { name, version }]) => `${name ?? at.split('node_modules/').at(-1)}@${version}`),
  );
}

/** @returns {Promise<string[]>} vulnerabilities that are high or critical */
async function audit() {
  const { output } = await npm('audit', '--omit=dev', '--json');
  /** @type {{ vulnerabilities?: Record<string, { severity: string; range: string }>; message?: string }} */
  const { vulnerabilities, message = 'it gave no answer' } = parsed(output);
  if (vulnerabilities === undefined) {
    console.log(
      `note: known vulnerabilities could NOT be asked for: ${message.replace(/https?:\/\/\S+/g, 'the registry')}`,
    );
    return [];
  }
  const all = Object.entries(vulnerabilities);
  console.log(
    `note: npm audit knows of ${all.length} vulnerable packages among those that the program is run with`,
  );
  return all
    .filter(([, { severity }]) => ['high', 'critical'].includes(severity))
    .map(([name, { severity, range }]) => `${name} ${range}: ${severity} (npm audit --omit=dev)`);
}

/**
 * @typedef {{ 'bom-ref': string; name: string; group?: string; version: string; licenses?: ({ license?: { id?: string; name?: string } } & { expression?: string })[] }} Component
 * @param {Component} component
 * @returns {string[]}
 */
function licencesOf({ licenses = [] }) {
  return licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? '');
}

/** Whether there is a licence that we take: of an expression with OR, one of its parts. @param {Component} component */
function isTaken(component) {
  const names = licencesOf(component).flatMap((one) => one.replace(/[()]/g, '').split(/ OR /));
  return names.some((one) => one.split(/ AND /).every((part) => LICENCES.includes(part.trim())));
}

/**
 * @param {string[]} args
 * @returns {Promise<{ output: string; error: string | null }>}
 */
function npm(...args) {
  const cli = process.env.npm_execpath;
  const [command, before] = cli === undefined ? ['npm', []] : [process.execPath, [cli]];
  return new Promise((resolve) => {
    execFile(
      command,
      [...before, ...args],
      { cwd: root, timeout: PATIENCE, maxBuffer: 64 * 1024 * 1024 },
      (error, output) => resolve({ output, error: error === null ? null : error.message }),
    );
  });
}

/** @param {string} text @returns {object} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
