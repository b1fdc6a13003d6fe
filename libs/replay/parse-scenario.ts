import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { checkScenario } from './check-scenario.js';
import { Problems, type PositionOf, type ScenarioError } from './problems.js';
import { rehearseScenario } from './rehearse-scenario.js';
import type { ScenarioFile } from './scenario-file.js';
import { checkAgainstSchema } from './scenario-schema.js';
import { readYaml } from './yaml-document.js';

/** Larger scenarios are not rehearsed in memory: their load tells what the rules refuse. In events and items. */
const REHEARSED = 100_000;

export type ParsedScenario =
  /** `positionOf` tells where in the text a part of the file is. */
  { ok: true; file: ScenarioFile; positionOf: PositionOf } | { ok: false; errors: ScenarioError[] };

/**
 * Reads a scenario file. Never throws, whatever the text.
 *
 * @param text YAML 1.2
 * @param fileName what errors call it
 * @param schema `seeds/scenario.schema.json`, parsed
 * @returns the file, or what is wrong with it, in the order of the file: its YAML, or else its shape, or
 *   else what it says
 */
export function parseScenario(text: string, fileName: string, schema: AnySchemaObject): ParsedScenario {
  const yaml = readYaml(text);
  if (!yaml.ok) return { ok: false, errors: yaml.errors.map((error) => ({ file: fileName, ...error })) };
  const { data, positionOf } = yaml;
  const problems = new Problems(fileName, data, positionOf);
  checkAgainstSchema(schema, data, problems);
  if (problems.count > 0) return { ok: false, errors: problems.list() };
  const file = data as ScenarioFile;
  const size = checkScenario(file, problems);
  if (problems.count === 0 && size <= REHEARSED) rehearseScenario(file, problems);
  return problems.count > 0 ? { ok: false, errors: problems.list() } : { ok: true, file, positionOf };
}
