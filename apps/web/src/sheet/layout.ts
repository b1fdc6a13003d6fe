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

/**
 * Lays a row under another. Rows are laid as they are drawn: a time in words costs more than anything else in a
 * row, and a list may have 10,000 of them.
 *
 * @param above the row above it; null of the first
 */
export function layRow(row: Row, above: Row | null, timeZone: string, language: Language = 'en'): LaidRow {
  const [label, hour] = timesOf(row, timeZone, language);
  const [labelAbove, hourAbove] = above === null ? [null, null] : timesOf(above, timeZone, language);
  const isNewDay = label !== labelAbove;
  // A band carries its own hour, and a fold has many: the spine's begins anew under them.
  const hourRepeats = !isNewDay && above?.kind === 'pair' && hour !== null && hour.text === hourAbove?.text;
  return { row, day: isNewDay ? label : null, hour, hourRepeats };
}

/** The day and the hour at which a row stands, in words. */
function timesOf(row: Row, timeZone: string, language: Language): [string, LaidRow['hour']] {
  const precision = precisionOf(row);
  const at = row.kind === 'pair' ? instantOf(row) : row.at;
  return [dayLabel(at, precision, timeZone, language), hourOf(at, precision, timeZone)];
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
