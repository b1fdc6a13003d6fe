import { describeError, type LoadedScenario } from '#replay';

/** A line for whoever asked; a `status` is replaced by the next line on a terminal. */
export interface Line {
  kind: 'line' | 'status' | 'error';
  text: string;
}

/** Yields the lines that an operation says as it goes on, and returns the exit code of the command. */
export type Lines = AsyncGenerator<Line, number>;

/** Hands each line on as it comes. @returns the exit code of the command */
export async function consume(lines: Lines, onLine: (line: Line) => void): Promise<number> {
  let next = await lines.next();
  for (; next.done !== true; next = await lines.next()) onLine(next.value);
  return next.value;
}

export function line(text: string): Line {
  return { kind: 'line', text };
}

export function error(text: string): Line {
  return { kind: 'error', text };
}

/** The problems of a scenario file, one line each. */
export function problemsOf(loaded: Extract<LoadedScenario, { ok: false }>): Line[] {
  return loaded.reason === 'unknown'
    ? [error(loaded.message)]
    : loaded.errors.map((problem) => error(describeError(problem)));
}
