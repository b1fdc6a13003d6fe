/** Where in a file's data something is: map keys and list indexes from the top. */
export type Path = readonly (string | number)[];

/** A place in a text, both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** The position of the value or key at a path; where there is none, of the nearest thing around it. */
export type PositionOf = (path: Path, what?: 'value' | 'key') => Position;

/** One error in a scenario file, with advice on how to mend it. */
export interface ScenarioError extends Position {
  file: string;
  message: string;
}

/** As editors and terminals take it: `seeds/x/scenario.yaml:120:9: step e06: …`. */
export function describeError({ file, line, column, message }: ScenarioError): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** More than this many errors help nobody; the rest are counted. */
const MAX_ERRORS = 100;

/** Collects the errors of a scenario file, each with its position and the step or entry it is in. */
export class Problems {
  private readonly found: ScenarioError[] = [];
  private left = 0;

  /** @param data the file's data, for the ids of its steps; it may have any shape */
  constructor(
    private readonly file: string,
    private readonly data: unknown,
    private readonly positionOf: PositionOf,
  ) {}

  get count(): number {
    return this.found.length + this.left;
  }

  add(path: Path, message: string, what: 'value' | 'key' = 'value'): void {
    if (this.found.length === MAX_ERRORS) {
      this.left++;
      return;
    }
    const place = placeOf(path, this.data);
    const position = this.positionOf(path, what);
    this.found.push({
      file: this.file,
      ...position,
      message: place === '' ? message : `${place}: ${message}`,
    });
  }

  /** In the order of the file; the last line counts those left out. */
  list(): ScenarioError[] {
    const errors = this.found.sort((a, b) => a.line - b.line || a.column - b.column);
    const last = errors.at(-1);
    if (this.left > 0 && last !== undefined)
      errors.push({ ...last, message: `and ${this.left} more after this` });
    return errors;
  }
}

function placeOf([section, key]: Path, data: unknown): string {
  switch (section) {
    case 'steps':
      return typeof key === 'number' ? placeOfStep(at(data, 'steps'), key) : '';
    case 'chapters': {
      const id = typeof key === 'number' ? at(at(at(data, 'chapters'), key), 'id') : undefined;
      return typeof id === 'string' ? `chapter ${id}` : '';
    }
    case 'cast':
    case 'cohorts':
    case 'sources':
    case 'authorities':
    case 'translations':
      return key === undefined ? '' : `${section} ${key}`;
    default:
      return '';
  }
}

function placeOfStep(steps: unknown, index: number): string {
  const id = at(at(steps, index), 'id');
  if (typeof id === 'string') return `step ${id}`;
  if (at(at(steps, index), 'expect') === undefined) return `step number ${index + 1}`;
  for (let before = index - 1; before >= 0; before--) {
    const previous = at(at(steps, before), 'id');
    if (typeof previous === 'string') return `expectations after step ${previous}`;
  }
  return 'expectations before the first step';
}

function at(data: unknown, key: string | number): unknown {
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key)
    ? (data as Record<string | number, unknown>)[key]
    : undefined;
}

/** Lists some of the names that exist, for a message that one does not: `S0, S1, … 12 more`. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return 'there are none';
  const most = 12;
  return all.slice(0, most).join(', ') + (all.length > most ? `, … ${all.length - most} more` : '');
}
