/** Why something could not be read, in words that can be shown. */
export type Failure =
  /** No answer at all, or one that is not ours. */
  | { kind: 'unreachable' }
  /** The server said no: its own words. */
  | { kind: 'refused'; status: number; message: string };

/** Thrown by the API client. */
export class ApiError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind === 'refused' ? failure.message : 'no answer');
  }
}

/** Turns a caught error into a failure; one that the API client did not throw means that no answer came. */
export function failureOf(error: unknown): Failure {
  return error instanceof ApiError ? error.failure : { kind: 'unreachable' };
}

/** Whether the server refuses to show a place to who is in another (`GEO_MODE=enforced`). */
export function isForbidden(failure: Failure | null): boolean {
  return failure?.kind === 'refused' && failure.status === 403;
}

/** Whether it was one field's value that was refused: a 422 names the field first. */
export function isOfField(field: string, failure: Failure): boolean {
  return (
    failure.kind === 'refused' &&
    failure.status === 422 &&
    failure.message.startsWith(`Validation failed: ${field} `)
  );
}

/** Whether trying again later may help. */
export function isPassing(failure: Failure): boolean {
  return failure.kind === 'unreachable' || failure.status === 429 || failure.status >= 500;
}
