import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type Path, type Problems } from './problems.js';

const compiled = new WeakMap<AnySchemaObject, ValidateFunction>();

/** Reports everything that breaks the schema. */
export function checkAgainstSchema(schema: AnySchemaObject, data: unknown, problems: Problems): void {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      strictRequired: false,
      allowUnionTypes: true,
    });
    formats.default(ajv, ['date', 'uri']);
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(data)) return;
  const told = new Set<string>();
  for (const error of validate.errors ?? []) {
    const problem = problemOf(error, data);
    if (problem === null) continue;
    // Two keywords, such as a pattern and a format, may report the same of one value.
    const key = JSON.stringify([problem.path, problem.message]);
    if (told.has(key)) continue;
    told.add(key);
    problems.add(problem.path, problem.message, problem.what);
  }
}

interface Problem {
  path: Path;
  message: string;
  what?: 'key' | 'value';
}

/** Words one of ajv's errors for whoever writes the file; null where another error says it better. */
function problemOf(error: ErrorObject, data: unknown): Problem | null {
  const path = pathOf(error.instancePath, data);
  const { keyword, params, propertyName } = error;
  // Skips why each alternative fails: the error of `oneOf` itself says that none or several hold.
  if (/\/oneOf\/\d+\//.test(error.schemaPath)) return null;
  if (propertyName !== undefined) {
    if (keyword !== 'pattern') return null;
    const message = `"${propertyName}" is not ${titleOf(error.parentSchema)}`;
    return { path: [...path, propertyName], what: 'key', message };
  }
  if (keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty']);
    const known = Object.keys(Object(error.parentSchema?.['properties']) as object).join(', ');
    return {
      path: [...path, unknown],
      what: 'key',
      message: `"${unknown}" is not known here; known are ${known}`,
    };
  }
  if (keyword === 'uniqueItems') {
    const again = Number(params['i']);
    return { path: [...path, again], message: `${shown((error.data as unknown[])[again])} is there twice` };
  }
  const message = messageOf(error, nameOf(path));
  return message === null ? null : { path, message };
}

function messageOf(error: ErrorObject, name: string): string | null {
  const { keyword, params } = error;
  const schema = error.schema;
  const value = error.data;
  switch (keyword) {
    case 'required':
      return `"${params['missingProperty']}" is missing`;
    case 'dependentRequired':
      return `"${params['property']}" needs "${params['missingProperty']}" beside it`;
    case 'oneOf':
      return exactlyOne(schema as { required: [string] }[], value);
    case 'maxProperties':
      return isStepWithExpect(value)
        ? '"expect" stands alone in its entry; give the rest an entry of its own'
        : `${name} has more than ${params['limit']} entries`;
    case 'type':
      return `${name} must be ${typesOf(params['type'])}, not ${kindOf(value)}`;
    case 'enum':
      return `${name} is ${shown(value)}; it is one of ${(schema as unknown[]).join(', ')}`;
    case 'pattern':
    case 'format': {
      const title = titleOf(error.parentSchema);
      return title === 'text'
        ? `${name} must not be blank`
        : `${name} is ${shown(value)}, which is not ${title}`;
    }
    case 'minLength':
      return `${name} must not be empty`;
    case 'maxLength':
      return `${name} is ${String(value).length} characters long; at most ${params['limit']}`;
    case 'minimum':
      return `${name} is ${shown(value)}; at least ${params['limit']}`;
    case 'exclusiveMinimum':
      return `${name} is ${shown(value)}; more than ${params['limit']}`;
    case 'maximum':
      return `${name} is ${shown(value)}; at most ${params['limit']}`;
    case 'minItems':
      return params['limit'] === 1
        ? `${name} must not be empty`
        : `${name} has ${(value as unknown[]).length} entries; at least ${params['limit']}`;
    case 'maxItems':
      return `${name} has ${(value as unknown[]).length} entries; at most ${params['limit']}`;
    // The errors within these say it.
    case 'if':
    case 'anyOf':
    case 'const':
    case 'propertyNames':
      return null;
    default:
      return `${name} ${error.message ?? 'is not as the schema has it'}`;
  }
}

function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number' ? `entry ${last + 1}` : `"${last}"`;
}

/** `oneOf` here always lists keys of which exactly one must be given. */
function exactlyOne(alternatives: { required: [string] }[], value: unknown): string {
  const names = alternatives.map(({ required }) => required[0]);
  const given =
    typeof value === 'object' && value !== null ? names.filter((name) => Object.hasOwn(value, name)) : [];
  return given.length === 0
    ? `give one of ${names.join(', ')}`
    : `has ${given.join(' and ')}; give one of them, and the others an entry of their own`;
}

function isStepWithExpect(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'expect');
}

/** Patterned values are named by their schema's title. */
function titleOf(schema: AnySchemaObject | undefined): string {
  return String(schema?.['title'] ?? schema?.['description'] ?? 'as the schema has it');
}

function typesOf(types: unknown): string {
  const names: Record<string, string> = {
    object: 'a mapping',
    array: 'a list',
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    null: 'null',
  };
  return [types]
    .flat()
    .map((type) => names[String(type)] ?? String(type))
    .join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return shown(value);
}

/** A value as a message shows it, cut short. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return typeof value === 'string' ? `"${short}"` : short;
}

/** A JSON pointer (RFC 6901) as a path into the data, indexes of lists as numbers. */
function pathOf(pointer: string, data: unknown): Path {
  const path: (string | number)[] = [];
  let at: unknown = data;
  for (const escaped of pointer.split('/').slice(1)) {
    const segment = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(segment) : segment);
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[segment] : undefined;
  }
  return path;
}
