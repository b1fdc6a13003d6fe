import type { Subject } from './restrictions.js';

/** Why a command was refused: a tagged object with what a caller needs to say it well. */
export type Refusal =
  | { kind: 'not_found'; message: string }
  | { kind: 'forbidden'; message: string }
  /** It clashes with what is already so. `allowed` names what could be done instead. */
  | { kind: 'conflict'; message: string; allowed: string[] }
  | { kind: 'invalid'; field: string; message: string }
  /** The subject is withheld from whoever asked (RFC 7725). */
  | { kind: 'withheld'; message: string; subject: Subject };

/** What deciding a command gives: its one event, nothing (it was so already), or a refusal. */
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
