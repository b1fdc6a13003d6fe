import { memo, useState } from 'react';
import { bandWords } from '../timeline/band-words.js';
import type { FoldedRow } from '../timeline/folding.js';
import type { LaidRow } from '../timeline/layout.js';
import { BandRowView } from './band-row-view.js';
import { FoldRowView } from './fold-row-view.js';
import { PairRowView } from './pair-row-view.js';

interface Props {
  laid: LaidRow;
  /** It comes in at the top while the reader is there. */
  entering: boolean;
  position: number;
  onFold: (row: FoldedRow) => void;
}

/** One row of the feed: one stop for the keyboard, and from there into it. */
export const RowView = memo(function RowView({ laid, entering, position, onFold }: Props) {
  const { row, day, hour, hourRepeats } = laid;
  // Only as it comes in: it does not enter again because something else in it changed.
  const [enters] = useState(entering);
  return (
    <article
      className={enters ? 'row entering' : 'row'}
      tabIndex={0}
      aria-posinset={position}
      aria-setsize={-1}
      aria-label={nameOf(laid)}
    >
      {day !== null && <h3 className="day">{day}</h3>}
      {row.kind === 'pair' && <PairRowView row={row} hour={hour} hourRepeats={hourRepeats} />}
      {row.kind === 'band' && <BandRowView band={row.band} hour={hour} />}
      {row.kind === 'fold' && <FoldRowView row={row} onToggle={() => onFold(row)} />}
    </article>
  );
}, sameRow);

function nameOf({ row, hour }: LaidRow): string {
  const when = hour === null ? '' : `, ${hour.inferred ? 'about ' : ''}${hour.text}`;
  if (row.kind === 'band') return bandWords(row.band).title + when;
  if (row.kind === 'fold') return `Stand-ins, ${row.rows.length} folded${when}`;
  return `Post from ${(row.left ?? row.right)?.account.username ?? 'nobody'}${when}`;
}

// Rows are made anew with each frame; most of them say what they said before.
function sameRow(before: Props, after: Props): boolean {
  const [was, is] = [before.laid, after.laid];
  return (
    was.day === is.day &&
    was.hour?.text === is.hour?.text &&
    was.hour?.inferred === is.hour?.inferred &&
    was.hourRepeats === is.hourRepeats &&
    before.position === after.position &&
    sameContent(was.row, is.row)
  );
}

function sameContent(was: FoldedRow, is: FoldedRow): boolean {
  if (was.kind === 'pair' && is.kind === 'pair') return was.left === is.left && was.right === is.right;
  return was.kind === 'band' && is.kind === 'band' && was.band === is.band;
}
