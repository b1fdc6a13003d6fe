import type { ProvenanceField, Status } from '#contract';
import { bandProvenance, type Band } from './band.js';
import { sortKey } from './sort-key.js';
import type { Pane } from './timeline.js';

/** A post in both panes, side by side; null where a pane does not have it. */
export interface PairRow {
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

/** Something that goes across both. */
interface BandRow {
  kind: 'band';
  key: string;
  at: string;
  band: Band;
}

export type Row = PairRow | BandRow;

/**
 * Two panes as one list of rows, newest first: posts paired by id, bands between them by time. What
 * is older than either pane has read so far is left for later, so that no row stands half empty
 * merely because its other half is on the next page.
 *
 * Where a narrator tells the story, live and at an instant, frames of its orders and decisions would
 * tell it twice: they are left out.
 *
 * @param context narrator's rows read over HTTP, beside those that the panes were sent
 */
export function pairRows(left: Pane, right: Pane, context: readonly Band[]): Row[] {
  const floor = [left.floor, right.floor].reduce((one, other) => max(one, other));
  const bands = new Map(context.map((band) => [band.key, band]));
  for (const [key, band] of [...left.bands, ...right.bands]) bands.set(key, band);

  const rows: Row[] = [];
  for (const id of new Set([...left.posts.keys(), ...right.posts.keys()])) {
    rows.push(pairOf(id, left.posts.get(id) ?? null, right.posts.get(id) ?? null));
  }
  const all = [...bands.values()];
  const narrated = new Set(all.flatMap((band) => (band.kind === 'context' ? scenarioOf(band) : [])));
  for (const band of all) {
    if (band.kind === 'context' || !scenarioOf(band).some((scenario) => narrated.has(scenario)))
      rows.push({ kind: 'band', key: band.key, at: band.at, band });
  }
  return rows
    .filter((row) => floor === null || row.key >= floor)
    .sort((one, other) => (one.key < other.key ? 1 : one.key > other.key ? -1 : 0));
}

/** The scenario that it is of, if it is of one. */
function scenarioOf(band: Band): string[] {
  const provenance = bandProvenance(band);
  return provenance === null ? [] : [provenance.scenario];
}

/** A post as two sides read it, of which at least one has it. */
export function pairOf(id: string, left: Status | null, right: Status | null): PairRow {
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

function max(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
