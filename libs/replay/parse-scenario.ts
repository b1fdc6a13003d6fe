import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { checkScenario } from './check-scenario.js';
import { Problems, type PositionOf, type ScenarioError } from './problems.js';
import { rehearseScenario } from './rehearse-scenario.js';
import type { ScenarioFile } from './scenario-file.js';
import { checkAgainstSchema } from './scenario-schema.js';
import { readYaml } from './yaml-document.js';

/** In events and items. A larger scenario is not rehearsed in memory: its load finds what the rules refuse. */
const REHEARSED = 100_000;

export type ParsedScenario =
  /** `positionOf` tells where in the text a part of the file is. */
  { ok: true; file: ScenarioFile; positionOf: PositionOf } | { ok: false; errors: ScenarioError[] };

export interface ParseOptions {
  /** False: its commands are not rehearsed, which takes as long as the rest; for one that is read, not loaded. */
  rehearse?: boolean;
}

/**
 * Reads a scenario file. Never throws, whatever the text.
 *
 * @param text YAML 1.2
 * @param fileName the name by which errors call it
 * @param schema `seeds/scenario.schema.json`, parsed
 * @returns the file, or its errors in the order of the file: of its YAML, or else of its shape, or else of
 *   its content
 */
export function parseScenario(
  text: string,
  fileName: string,
  schema: AnySchemaObject,
  { rehearse = true }: ParseOptions = {},
): ParsedScenario {
  const yaml = readYaml(text);
  if (!yaml.ok) return { ok: false, errors: yaml.errors.map((error) => ({ file: fileName, ...error })) };
  const { data, positionOf } = yaml;
  const problems = new Problems(fileName, data, positionOf);
  checkAgainstSchema(schema, data, problems);
  if (problems.count > 0) return { ok: false, errors: problems.list() };
  const file = data as ScenarioFile;
  const size = checkScenario(file, problems);
  if (rehearse && problems.count === 0 && size <= REHEARSED) rehearseScenario(file, problems);
  return problems.count > 0 ? { ok: false, errors: problems.list() } : { ok: true, file, positionOf };
}
