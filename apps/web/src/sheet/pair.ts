import type { ProvenanceField, Status } from '#contract';
import { sortKey } from '../timeline/sort-key.js';

/** A post in both panes, side by side; null where a pane does not have it. */
export interface Pair {
  kind: 'pair';
  key: string;
  id: string;
  at: string;
  left: Status | null;
  right: Status | null;
  /** `=` on the spine, else `≠`. */
  same: boolean;
  /** Generated; no real account is meant. */
  standIn: boolean;
  provenance: ProvenanceField | null;
}

/** A post as two sides read it, of which at least one has it. */
export function pairOf(id: string, left: Status | null, right: Status | null): Pair {
  const either = (left ?? right) as Status;
  return {
    kind: 'pair',
    key: sortKey(either.created_at, id),
    id,
    at: either.created_at,
    left,
    right,
    same: readsTheSame(left, right),
    standIn: left?.account.kind === 'stand_in' || right?.account.kind === 'stand_in',
    provenance: left?.provenance ?? right?.provenance ?? null,
  };
}

/** Whether both sides read the same: that it is withheld somewhere else is no difference. */
function readsTheSame(left: Status | null, right: Status | null): boolean {
  if (left === null || right === null) return left === right;
  return (
    left.tombstone === right.tombstone &&
    left.content === right.content &&
    sameLabels(left.labels, right.labels) &&
    sameLabels(left.account.labels, right.account.labels) &&
    readsTheSame(left.reblog, right.reblog) &&
    readsTheSame(left.quote?.quoted_status ?? null, right.quote?.quoted_status ?? null)
  );
}

function sameLabels(one: Status['labels'], other: Status['labels']): boolean {
  return (one.length === 0 && other.length === 0) || JSON.stringify(one) === JSON.stringify(other);
}
