import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import type { Path, Position, PositionOf } from './problems.js';
import { firstTooDeep } from './yaml-depth.js';

/** In characters. A story of a hundred steps, in two languages, takes a tenth of it; large casts are cohorts. */
const MAX_LENGTH = 1_000_000;
/** More errors than this help nobody. */
const MAX_ERRORS = 100;

type Finding = Position & { message: string };

export type YamlResult =
  | { ok: true; data: unknown; positionOf: PositionOf }
  /** In the order of the text. */
  | { ok: false; errors: Finding[] };

/**
 * A YAML 1.2 text as data, with the place of every part of it. Texts made to exhaust the reader are
 * refused before they are built: too long, nested too deep, or expanding through aliases.
 */
export function readYaml(text: string): YamlResult {
  if (text.length > MAX_LENGTH) {
    const message = `is longer than ${MAX_LENGTH} characters; make repeated accounts a cohort`;
    return { ok: false, errors: [{ line: 1, column: 1, message }] };
  }
  const tooDeep = firstTooDeep(text);
  if (tooDeep !== null) {
    return {
      ok: false,
      errors: [{ ...tooDeep, message: 'nests too deep here; nothing in a scenario needs to' }],
    };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // The parser compares each key with every other; `unwanted` does it in one pass.
    uniqueKeys: false,
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errors = [...document.errors, ...document.warnings].map(({ pos, message, code }): Finding => {
    const several = 'holds several YAML documents; keep one a file';
    return {
      ...position(pos[0]),
      message: code === 'MULTIPLE_DOCS' ? several : `not valid YAML: ${message}`,
    };
  });
  const found = errors.length > 0 ? errors : unwanted(document, position);
  if (found.length > 0) {
    found.sort((a, b) => a.line - b.line || a.column - b.column);
    return { ok: false, errors: found.slice(0, MAX_ERRORS) };
  }
  return {
    ok: true,
    data: document.toJS({ maxAliasCount: 0 }),
    positionOf: (path, what = 'value') => position(offsetOf(document, path, what)),
  };
}

/** Finds what YAML allows and a scenario does not: aliases, and a key given twice. */
function unwanted(document: Document.Parsed, position: (offset: number) => Position): Finding[] {
  const found: Finding[] = [];
  visit(document, {
    Alias(_, alias) {
      const message = `"*${alias.source}" is an alias; write out what it stands for`;
      found.push({ ...position(startOf(alias) ?? 0), message });
    },
    Map(_, map) {
      const first = new Map<string, number>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        const offset = startOf(key) ?? 0;
        const before = first.get(name);
        if (before === undefined) first.set(name, offset);
        else {
          const message = `"${name}" is given twice; the first is on line ${position(before).line}. Keep one`;
          found.push({ ...position(offset), message });
        }
      }
    },
  });
  return found;
}

/** The offset of the deepest part of a path that the document has. */
function offsetOf(document: Document.Parsed, path: Path, what: 'value' | 'key'): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const [depth, segment] of path.entries()) {
    const wantsKey = what === 'key' && depth === path.length - 1;
    const next: { key: number | null; node: unknown } | null = isMap(node)
      ? pairOf(node, String(segment))
      : isSeq(node) && typeof segment === 'number'
        ? { key: null, node: node.items[segment] }
        : null;
    if (next === null) break;
    const start = startOf(next.node);
    offset = (wantsKey ? next.key : null) ?? start ?? next.key ?? offset;
    node = next.node;
  }
  return offset;
}

function pairOf(map: YAMLMap, name: string): { key: number | null; node: unknown } | null {
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  return pair === undefined ? null : { key: startOf(pair.key), node: pair.value };
}

function startOf(node: unknown): number | null {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? null) : null;
}
