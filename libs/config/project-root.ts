import fs from 'node:fs';
import path from 'node:path';

/**
 * The folder that holds `package.json`, `seeds/` and `dist/`, whether the program runs from its
 * sources or from its build.
 */
export const PROJECT_ROOT = findRoot(import.meta.dirname);

/** The program's, as `package.json` has it (semver). */
export const VERSION = versionIn(path.join(PROJECT_ROOT, 'package.json'));

function findRoot(folder: string): string {
  const parent = path.dirname(folder);
  if (fs.existsSync(path.join(folder, 'package.json')) || parent === folder) return folder;
  return findRoot(parent);
}

function versionIn(file: string): string {
  const { version } = JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string };
  return version;
}
