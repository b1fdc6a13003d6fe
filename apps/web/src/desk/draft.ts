import type { RestrictionField } from '#contract';
import type { Choice } from './desk-keys.js';
import type { Row } from './rows.js';

/** Whom a refusal protects, as orders have it. */
export const REFUSAL_GROUNDS = ['news_media', 'journalist', 'activist', 'politician', 'other'] as const;

/** A decision while it is written. */
export interface Draft {
  outcome: Choice | null;
  reason: string;
  ground: (typeof REFUSAL_GROUNDS)[number];
  label: string;
  /** Of what answers a report: where, and on what basis. */
  countries: readonly string[];
  basis: 'local_law' | 'platform_rule';
  /** As a field of date and time has it, in the browser's zone; empty for no end. */
  until: string;
}

export const NEW_DRAFT: Draft = {
  outcome: null,
  reason: '',
  ground: 'other',
  label: '',
  countries: [],
  basis: 'local_law',
  until: '',
};

/** Why an outcome cannot be chosen. */
export type Off = 'already' | 'nothingToRestore' | 'appealOnly' | 'elsewhere' | 'notOnTag' | 'filed';

/** Outcomes that impose something. */
const IMPOSES: ReadonlySet<Choice> = new Set(['withheld', 'suspended', 'labelled', 'limited']);
export const imposes = (outcome: Choice): boolean => IMPOSES.has(outcome);

/**
 * Why an outcome does nothing for a row; null where it may be chosen. The server judges again.
 *
 * @param standing the restrictions in force on its subject
 */
export function offFor(row: Row, outcome: Choice, standing: readonly RestrictionField[]): Off | null {
  const { entry, done } = row;
  if (entry.kind === 'appeal') return outcome === 'restored' || outcome === 'refused' ? null : 'appealOnly';
  if (entry.kind === 'report')
    return outcome === 'restored' && !standing.some(({ order_id }) => order_id === null)
      ? 'nothingToRestore'
      : null;
  if (done?.outcome === outcome) return 'already';
  if (outcome === 'restored') return done !== null && isHeld(done.outcome) ? null : 'nothingToRestore';
  if (outcome === 'refused') return null;
  if (entry.url !== null) return 'elsewhere';
  return entry.tag !== null && outcome !== 'limited' ? 'notOnTag' : null;
}

const isHeld = (outcome: string): boolean => IMPOSES.has(outcome as Choice);

/** A field that must be filled before a decision can be sent; null where none is missing. */
export type Missing = 'outcome' | 'countries' | 'label' | 'reason';

/** @param kinds of the entries that are decided */
export function missingIn(draft: Draft, kinds: ReadonlySet<Row['entry']['kind']>): Missing | null {
  if (draft.outcome === null) return 'outcome';
  if (draft.outcome === 'withheld' && kinds.has('report') && draft.countries.length === 0) return 'countries';
  if (draft.outcome === 'labelled' && draft.label.trim() === '') return 'label';
  // Whoever leaves a reported post up owes the public no words.
  const owes = draft.outcome !== 'refused' || kinds.has('item') || kinds.has('appeal');
  return owes && draft.reason.trim() === '' ? 'reason' : null;
}
