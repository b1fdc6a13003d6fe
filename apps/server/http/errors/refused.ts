import { HttpException } from '@nestjs/common';
import type { ErrorBody } from '#contract';
import type { Refusal } from '#domain';
import type { Gated } from '#visibility';
import { ERRORS } from './words.js';

const STATUS: Record<Exclude<Refusal['kind'], 'withheld'>, number> = {
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
};

/** A refused command, as an HTTP error. */
export class RefusedException extends HttpException {
  constructor(refusal: Exclude<Refusal, { kind: 'withheld' }>) {
    super(bodyOf(refusal), STATUS[refusal.kind]);
  }

  /** 422: what is wrong with a field, said after its name, such as `must not be blank`. */
  static invalid(field: string, message: string): RefusedException {
    return new RefusedException({ kind: 'invalid', field, message });
  }

  /** 409: why not as things are, and what could be done instead. */
  static conflict(message: string, allowed: string[] = []): RefusedException {
    return new RefusedException({ kind: 'conflict', message, allowed });
  }
}

/**
 * Something withheld from whoever asks: 451, with where it binds and the tombstone.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7725
 */
export class UnavailableForLegalReasonsException extends HttpException {
  constructor(
    readonly body: Gated<ErrorBody>,
    readonly countries: readonly string[],
  ) {
    super('Unavailable For Legal Reasons', 451);
  }
}

/** A record does not exist, or its existence is not to be revealed: 404, in Mastodon's words. */
export class RecordNotFoundException extends HttpException {
  constructor() {
    super({ error: ERRORS.notFound }, 404);
  }
}

function bodyOf(refusal: Exclude<Refusal, { kind: 'withheld' }>): { error: string; allowed?: string[] } {
  switch (refusal.kind) {
    case 'not_found':
      return { error: ERRORS.notFound };
    case 'forbidden':
      return { error: refusal.message };
    case 'conflict':
      return { error: refusal.message, ...(refusal.allowed.length > 0 ? { allowed: refusal.allowed } : {}) };
    case 'invalid':
      return { error: `Validation failed: ${refusal.field} ${refusal.message}` };
  }
}
