import type { ProvenanceField } from '#contract';
import { dayLabel, hourOf } from '../time/moments.js';
import { bandProvenance } from '../timeline/band.js';
import type { Language } from '../words/language.js';
import { instantOf, type Row } from './rows.js';

/** A row with what stands beside it: its day where that is new, its hour on the spine where that is. */
export interface LaidRow {
  row: Row;
  day: string | null;
  hour: { text: string; inferred: boolean } | null;
  /** The hour is the row above's too: said, not drawn again. */
  hourRepeats: boolean;
}

/** Lays rows under each other, newest first. */
export function layRows(rows: readonly Row[], timeZone: string, language: Language = 'en'): LaidRow[] {
  let lastDay: string | null = null;
  let lastHour: string | null = null;
  return rows.map((row) => {
    const precision = precisionOf(row);
    const at = row.kind === 'pair' ? instantOf(row) : row.at;
    const label = dayLabel(at, precision, timeZone, language);
    const hour = hourOf(at, precision, timeZone);
    const day = label === lastDay ? null : label;
    const hourRepeats = day === null && hour !== null && hour.text === lastHour;
    lastDay = label;
    // A band carries its own hour, and a fold has many: the spine's begins anew under them.
    lastHour = row.kind === 'pair' ? (hour?.text ?? null) : null;
    return { row, day, hour, hourRepeats };
  });
}

/** How well the instant is known at which a row stands; null of what people here did: to the minute. */
function precisionOf(row: Row): ProvenanceField['precision'] | null {
  switch (row.kind) {
    case 'band':
      return bandProvenance(row.band)?.precision ?? null;
    case 'reasons':
    case 'notes':
      return bandProvenance(row.bands[0])?.precision ?? null;
    case 'fold':
      return precisionOf(row.rows[0]!);
    case 'pair':
      return row.turn === null ? (row.provenance?.precision ?? null) : row.turn.precision;
  }
}
