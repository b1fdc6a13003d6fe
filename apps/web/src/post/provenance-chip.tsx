import type { ProvenanceField } from '#contract';
import { useWords } from '../words/words.js';
import { CERTAINTY_MARKS } from './certainty.js';

interface Props {
  provenance: ProvenanceField;
  open: boolean;
  onToggle: () => void;
  /** Id of what it opens. */
  controls: string;
  unfocusable?: boolean;
}

/** How sure, as a mark and a word, and from how many sources; opens them. */
export function ProvenanceChip({ provenance, open, onToggle, controls, unfocusable = false }: Props) {
  const words = useWords();
  const mark = CERTAINTY_MARKS[provenance.certainty];
  const sources = provenance.sources.length;
  return (
    <button
      type="button"
      className={`chip ${provenance.certainty}`}
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      tabIndex={unfocusable ? -1 : undefined}
      onClick={onToggle}
    >
      {mark !== '' && (
        <span className="chip-mark" aria-hidden="true">
          {mark}
        </span>
      )}
      {words.certainty[provenance.certainty].word}
      {sources > 0 && (
        <span className="chip-sources">
          <span className="sr">, </span>
          {words.post.sources(sources)}
        </span>
      )}
    </button>
  );
}
