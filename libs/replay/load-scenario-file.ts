import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { parseScenario, type ParsedScenario, type ParseOptions } from './parse-scenario.js';
import { listed } from './problems.js';

/** The form of a scenario's id: one folder's name, and never a path out of the seeds. */
const ID = /^[a-z0-9][a-z0-9-]*$/;
const FILE_NAME = 'scenario.yaml';
const SCHEMA_NAME = 'scenario.schema.json';

/** In bytes. A larger file is refused before it is read; its text is limited again when parsed. */
const MAX_BYTES = 4_000_000;

export type LoadedScenario =
  /** `digest` is the SHA-256 of the file's bytes, in hexadecimal. */
  | (Extract<ParsedScenario, { ok: true }> & { path: string; digest: string })
  | (Extract<ParsedScenario, { ok: false }> & { reason: 'invalid' })
  /** There is no such scenario; `message` names those there are. */
  | { ok: false; reason: 'unknown'; message: string };

/**
 * The ids of the scenarios in a folder, sorted; none where there is no such folder.
 *
 * @param seedsDir the folder, which also holds `scenario.schema.json`
 */
export async function listScenarioFiles(seedsDir: string): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await readdir(seedsDir).catch(() => [])) {
    if (ID.test(name) && (await sizeOf(join(seedsDir, name, FILE_NAME))) !== null) ids.push(name);
  }
  return ids.sort();
}

/**
 * Reads and checks `<seedsDir>/<id>/scenario.yaml`.
 *
 * @param options as `parseScenario` takes them
 * @throws Error when the schema beside the scenarios cannot be read: the installation is broken
 */
export async function loadScenarioFile(
  seedsDir: string,
  id: string,
  options: ParseOptions = {},
): Promise<LoadedScenario> {
  const path = join(seedsDir, id, FILE_NAME);
  const size = ID.test(id) ? await sizeOf(path) : null;
  if (size === null) {
    const known = listed(await listScenarioFiles(seedsDir));
    const message = `there is no scenario ${JSON.stringify(id)} in ${seedsDir} (${known})`;
    return { ok: false, reason: 'unknown', message };
  }
  if (size > MAX_BYTES) return invalid(path, `is ${size} bytes long; at most ${MAX_BYTES}`);
  const bytes = await readFile(path);
  const text = textOf(bytes);
  if (text === null) return invalid(path, 'is not UTF-8; save it as that');
  const parsed = parseScenario(text, path, await readSchema(seedsDir), options);
  if (!parsed.ok) return { ...parsed, reason: 'invalid' };
  if (parsed.file.id !== id) {
    const message = `"id" is "${parsed.file.id}", and the folder is "${id}"; make them the same`;
    return { ok: false, reason: 'invalid', errors: [{ file: path, ...parsed.positionOf(['id']), message }] };
  }
  return { ...parsed, path, digest: digestOf(bytes) };
}

/**
 * The SHA-256 of a scenario's file, in hexadecimal, whatever is in it.
 *
 * @returns null where there is none, or one so large that it would not be read
 */
export async function digestOfScenarioFile(seedsDir: string, id: string): Promise<string | null> {
  const path = join(seedsDir, id, FILE_NAME);
  const size = ID.test(id) ? await sizeOf(path) : null;
  return size === null || size > MAX_BYTES ? null : digestOf(await readFile(path));
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function invalid(file: string, message: string): LoadedScenario {
  return { ok: false, reason: 'invalid', errors: [{ file, line: 1, column: 1, message }] };
}

/** A file's text; null where it is not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function readSchema(seedsDir: string): Promise<AnySchemaObject> {
  const path = join(seedsDir, SCHEMA_NAME);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as AnySchemaObject;
  } catch (cause) {
    throw new Error(`${path}, which scenarios are checked against, cannot be read`, { cause });
  }
}

/** A file's size in bytes; null where there is none. */
async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found.size : null;
}
