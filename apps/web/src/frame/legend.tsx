import { useWords } from '../words/words.js';

/** The key to type and pencil: on every size, since a reader who has not seen it takes pencil for fact. */
export function Legend() {
  const { legend } = useWords().frame;
  return (
    <p className="legend" aria-label={legend.label} role="note">
      <span>{legend.type}</span>
      <span className="made-up">{legend.pencil}</span>
      <span>
        <span className="inferred">c.</span> {legend.inferred}
      </span>
    </p>
  );
}
