import type { LaidRow } from '../sheet/layout.js';
import type { NotesRow } from '../sheet/rows.js';
import { bandWords } from '../timeline/band-words.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useWords } from '../words/words.js';
import { Hour } from './hour.js';

/** Narrator's rows in one line: how many, and what they are called; opens in place. */
export function NotesRowView({
  row,
  hour,
  onToggle,
}: {
  row: NotesRow;
  hour: LaidRow['hour'];
  onToggle: () => void;
}) {
  const stage = useStage();
  const words = useWords();
  const titles = row.bands.map((band) => bandWords(band, words, stage).title);
  return (
    <button type="button" className="notes" aria-expanded={row.open} onClick={onToggle}>
      <span className="chip-mark" aria-hidden="true">
        ¶
      </span>
      {hour && <Hour at={row.at} hour={hour} />}
      <span className="notes-words">
        <b>{words.rows.notes(row.bands.length)}</b>
        {words.rows.notesOf(titles.join('; '))}
      </span>
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={row.open ? 'm6 15 6-6 6 6' : 'm6 9 6 6 6-6'} />
      </svg>
    </button>
  );
}
