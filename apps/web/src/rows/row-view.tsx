import { memo, useState } from 'react';
import type { Language } from '../words/language.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { bandWords, type StoryWords } from '../timeline/band-words.js';
import { NO_STAGE, useStage } from '../viewpoint/stage-context.js';
import type { LaidRow } from '../sheet/layout.js';
import type { Row } from '../sheet/rows.js';
import { BandRowView } from './band-row-view.js';
import { FoldRowView } from './fold-row-view.js';
import { NotesRowView } from './notes-row-view.js';
import { PairRowView } from './pair-row-view.js';
import { ReasonsRowView } from './reasons-row-view.js';

interface Props {
  laid: LaidRow;
  /** It comes in at the top while the reader is there. */
  entering: boolean;
  position: number;
  size: number;
  /** Opens or closes a row that folds others. */
  onFold: (row: Row) => void;
}

/** One row of the feed: one stop for the keyboard, and from there into it. */
export const RowView = memo(function RowView({ laid, entering, position, size, onFold }: Props) {
  const { row } = laid;
  const language = useLanguage();
  const { explained, standInNote } = useStage();
  // Only as it comes in: it does not enter again because something else in it changed.
  const [enters] = useState(entering);
  const isExplained = row.kind === 'pair' && row.id === explained;
  const classes = ['row', enters && 'entering', isExplained && 'explained'].filter(Boolean).join(' ');
  return (
    <article
      className={classes}
      tabIndex={0}
      aria-posinset={position}
      aria-setsize={size}
      aria-label={nameOf(laid, language, { standInNote })}
      data-post={row.kind === 'pair' ? row.id : undefined}
    >
      <Body laid={laid} onFold={onFold} />
    </article>
  );
}, sameRow);

/** The content of a row. It stays as it is where the row's place in the list alone changes, as it does with each that comes. */
const Body = memo(
  function Body({ laid: { row, day, hour, hourRepeats }, onFold }: Pick<Props, 'laid' | 'onFold'>) {
    return (
      <>
        {day !== null && <h3 className="day">{day}</h3>}
        {row.kind === 'pair' && <PairRowView row={row} hour={hour} hourRepeats={hourRepeats} />}
        {row.kind === 'band' && <BandRowView band={row.band} hour={hour} />}
        {row.kind === 'reasons' && <ReasonsRowView bands={row.bands} hour={hour} />}
        {row.kind === 'notes' && <NotesRowView row={row} hour={hour} onToggle={() => onFold(row)} />}
        {row.kind === 'fold' && <FoldRowView row={row} onToggle={() => onFold(row)} />}
      </>
    );
  },
  (before, after) => sameLaid(before.laid, after.laid),
);

function nameOf({ row, hour }: LaidRow, language: Language, story: StoryWords = NO_STAGE): string {
  const words = wordsIn(language);
  const { rows } = words;
  const when = hour === null ? '' : `, ${hour.inferred ? rows.about(hour.text) : hour.text}`;
  switch (row.kind) {
    case 'band':
      return bandWords(row.band, words, story).title + when;
    case 'reasons':
      return row.bands.map((band) => bandWords(band, words, story).title).join(', ') + when;
    case 'notes':
      return rows.notes(row.bands.length) + when;
    case 'fold':
      return rows.foldedStandIns(row.rows.length) + when;
    case 'pair':
      return rows.postFrom((row.left ?? row.right)?.account.username ?? '') + when;
  }
}

function sameRow(before: Props, after: Props): boolean {
  return (
    before.position === after.position && before.size === after.size && sameLaid(before.laid, after.laid)
  );
}

// Rows are made anew with each frame; most of them say what they said before.
function sameLaid(was: LaidRow, is: LaidRow): boolean {
  return (
    was.day === is.day &&
    was.hour?.text === is.hour?.text &&
    was.hour?.inferred === is.hour?.inferred &&
    was.hourRepeats === is.hourRepeats &&
    sameContent(was.row, is.row)
  );
}

function sameContent(was: Row, is: Row): boolean {
  if (was.kind === 'pair' && is.kind === 'pair')
    return was.left === is.left && was.right === is.right && was.turn?.at === is.turn?.at;
  return was.kind === 'band' && is.kind === 'band' && was.band === is.band;
}
