import type { Subject } from './restrictions.js';

/** Why a command was refused: a tagged object with the facts that a caller needs to explain it. */
export type Refusal =
  | { kind: 'not_found'; message: string }
  | { kind: 'forbidden'; message: string }
  /** It clashes with the present state. `allowed` names the actions that are possible instead. */
  | { kind: 'conflict'; message: string; allowed: string[] }
  | { kind: 'invalid'; field: string; message: string }
  /** The subject is withheld from whoever asked (RFC 7725). */
  | { kind: 'withheld'; message: string; subject: Subject };

/** The decision on a command: its one event, none (it was so already), or a refusal. */
export type Decided<E> = { ok: true; event: E | null; subject: string } | Refused;

export interface Refused {
  ok: false;
  refusal: Refusal;
}

export const refuse = {
  notFound: (what: string): Refused => ({
    ok: false,
    refusal: { kind: 'not_found', message: `${what} was not found` },
  }),
  forbidden: (message: string): Refused => ({
    ok: false,
    refusal: { kind: 'forbidden', message },
  }),
  conflict: (message: string, allowed: string[] = []): Refused => ({
    ok: false,
    refusal: { kind: 'conflict', message, allowed },
  }),
  invalid: (field: string, message: string): Refused => ({
    ok: false,
    refusal: { kind: 'invalid', field, message },
  }),
};
