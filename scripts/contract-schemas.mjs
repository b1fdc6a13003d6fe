/**
 * Writes `libs/contract/schemas.ts`: the JSON Schema of each entity, made from the types of what travels, so that
 * what the documentation says of an answer is what the compiler checks of it. As a command:
 * `node scripts/contract-schemas.mjs`. With `--check`, as `npm run check` does, it writes nothing, and fails where
 * the file is another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where the entities are that go over HTTP. */
const SOURCES = [
  'conversations',
  'entities',
  'instance',
  'keeping',
  'ledger',
  'moderation',
  'notifications',
  'oauth',
  'orders',
  'relations',
  'replays',
  'stage',
  'tape',
  'transparency',
];
const OUTPUT = path.join(root, 'libs/contract/schemas.ts');

const HEAD = `/* eslint max-lines: off -- made by a program */
/**
 * The JSON Schemas of the entities, for the documentation of the API. Made from their types by
 * \`node scripts/contract-schemas.mjs\`: not to be changed by hand.
 */
`;

/** @returns {Promise<string>} the file as it should be */
async function contractSchemas() {
  const files = SOURCES.map((name) => path.join(root, `libs/contract/${name}.ts`));
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  /** @type {Map<ts.Symbol, ts.Type>} */
  const named = new Map();
  for (const file of files) {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    for (const symbol of module ? checker.getExportsOfModule(module) : [])
      named.set(symbol, checker.getDeclaredTypeOfSymbol(symbol));
  }
  const schemas = [...named].map(([symbol, type]) => [symbol.name, schemaOf(type, checker, named, symbol)]);
  const text = `${HEAD}export const SCHEMAS = ${JSON.stringify(Object.fromEntries(schemas))} as const;\n`;
  return prettier.format(text, { ...(await prettier.resolveConfig(OUTPUT)), parser: 'typescript' });
}

/**
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @param {Map<ts.Symbol, ts.Type>} named the entities, which are referred to by their names
 * @param {ts.Symbol} [itself] the entity whose own schema it is
 * @returns {object}
 */
function schemaOf(type, checker, named, itself) {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (symbol !== undefined && symbol !== itself && named.has(symbol))
    return { $ref: `#/components/schemas/${symbol.name}` };
  if (type.isUnion()) return unionOf(type.types, checker, named);
  if (type.isStringLiteral() || type.isNumberLiteral()) return oneOf([type.value]);
  const { flags } = type;
  if (flags & ts.TypeFlags.BooleanLiteral) return oneOf([checker.typeToString(type) === 'true']);
  if (flags & ts.TypeFlags.String) return { type: 'string' };
  if (flags & ts.TypeFlags.Number) return { type: 'number' };
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (flags & ts.TypeFlags.Unknown) return {};
  if (checker.isTupleType(type)) {
    const each = checker.getTypeArguments(type).map((of) => schemaOf(of, checker, named));
    return { type: 'array', minItems: each.length, maxItems: each.length, prefixItems: each };
  }
  if (checker.isArrayType(type)) {
    const [of] = checker.getTypeArguments(type);
    // `never[]` is the empty list.
    return of.flags & ts.TypeFlags.Never
      ? { type: 'array', maxItems: 0 }
      : { type: 'array', items: schemaOf(of, checker, named) };
  }
  // Of `object` nothing is said but that it has fields.
  if (flags & ts.TypeFlags.NonPrimitive) return { type: 'object', additionalProperties: true };
  const index = type.getStringIndexType();
  if (index !== undefined) return { type: 'object', additionalProperties: schemaOf(index, checker, named) };
  if (!(flags & ts.TypeFlags.Object)) throw new Error(`No schema of ${checker.typeToString(type)}`);
  const properties = checker.getPropertiesOfType(type);
  const required = properties.filter((property) => !(property.flags & ts.SymbolFlags.Optional));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required: required.map(({ name }) => name) }),
    properties: Object.fromEntries(
      properties.map((property) => [property.name, propertyOf(property, checker, named)]),
    ),
  };
}

/** @param {ts.Symbol} property @param {ts.TypeChecker} checker @param {Map<ts.Symbol, ts.Type>} named */
function propertyOf(property, checker, named) {
  const description = ts.displayPartsToString(property.getDocumentationComment(checker));
  const schema = schemaOf(checker.getTypeOfSymbol(property), checker, named);
  return description === '' ? schema : { description, ...schema };
}

/**
 * Texts, numbers and flags that are one of some are an `enum`; `boolean` is the union of both its values.
 *
 * @param {readonly ts.Type[]} types @param {ts.TypeChecker} checker @param {Map<ts.Symbol, ts.Type>} named
 */
function unionOf(types, checker, named) {
  const given = types.filter((one) => !(one.flags & ts.TypeFlags.Undefined));
  const isFlag = given.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const rest = given.filter((one) => !(isFlag && one.flags & ts.TypeFlags.BooleanLiteral));
  // Null last, as it is read.
  const isNull = (one) => (one.flags & ts.TypeFlags.Null ? 1 : 0);
  const schemas = rest.toSorted((a, b) => isNull(a) - isNull(b)).map((one) => schemaOf(one, checker, named));
  const values = schemas.flatMap((schema) => ('enum' in schema ? schema.enum : []));
  const alternatives = [
    ...(isFlag ? [{ type: 'boolean' }] : []),
    ...(values.length === 0 ? [] : [oneOf(values)]),
    ...schemas.filter((schema) => !('enum' in schema)),
  ];
  const [first, second] = alternatives;
  if (second === undefined) return first;
  // A text or null, and the like, in the words that most readers of schemas know.
  if (alternatives.length === 2 && second.type === 'null' && typeof first.type === 'string')
    return {
      ...first,
      type: [first.type, 'null'],
      ...('enum' in first ? { enum: [...first.enum, null] } : {}),
    };
  return { anyOf: alternatives };
}

/**
 * One of some values. Their type is said, too: most programs that make clients go by it.
 *
 * @param {(string | number | boolean)[]} values
 */
function oneOf(values) {
  const types = new Set(values.map((value) => typeof value));
  return types.size === 1 ? { type: [...types][0], enum: values } : { enum: values };
}

const made = await contractSchemas();
if (process.argv.includes('--check')) {
  if (readFileSync(OUTPUT, 'utf8') !== made) {
    console.error('libs/contract/schemas.ts is another: run `node scripts/contract-schemas.mjs`');
    process.exitCode = 1;
  }
} else writeFileSync(OUTPUT, made);
