import type { ProvenanceField } from '#contract';
import { dayLabel, hourOf } from '../time/moments.js';
import { bandProvenance } from './band.js';
import type { FoldedRow } from './folding.js';

/** A row with what stands beside it: its day where that is new, its hour on the spine where that is. */
export interface LaidRow {
  row: FoldedRow;
  day: string | null;
  hour: { text: string; inferred: boolean } | null;
  /** The hour is the row above's too: said, not drawn again. */
  hourRepeats: boolean;
}

/** Lays rows under each other, newest first. */
export function layRows(rows: readonly FoldedRow[], timeZone: string): LaidRow[] {
  let lastDay: string | null = null;
  let lastHour: string | null = null;
  return rows.map((row) => {
    const precision = provenanceOf(row)?.precision ?? null;
    const label = dayLabel(row.at, precision, timeZone);
    const hour = hourOf(row.at, precision, timeZone);
    const day = label === lastDay ? null : label;
    const hourRepeats = day === null && hour !== null && hour.text === lastHour;
    lastDay = label;
    // A band carries its own hour, and a fold has many: the spine's begins anew under them.
    lastHour = row.kind === 'pair' ? (hour?.text ?? null) : null;
    return { row, day, hour, hourRepeats };
  });
}

/** Where a row comes from; null for what people here wrote. */
export function provenanceOf(row: FoldedRow): ProvenanceField | null {
  if (row.kind === 'band') return bandProvenance(row.band);
  if (row.kind === 'fold') return row.rows[0]?.provenance ?? null;
  return row.provenance;
}
