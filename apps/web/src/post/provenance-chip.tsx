import type { ProvenanceField } from '#contract';
import { CERTAINTY } from './certainty.js';

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
  const { mark, word } = CERTAINTY[provenance.certainty];
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
      {word}
      {sources > 0 && (
        <span className="chip-sources">
          <span className="sr">, </span>
          {sources} {sources === 1 ? 'source' : 'sources'}
        </span>
      )}
    </button>
  );
}
