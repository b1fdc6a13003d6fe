import type { ProvenanceField } from '#contract';
import { useWords } from '../words/words.js';

/** How sure the things told are: a word and what it means here, with the scenario's own note. */
export function CertaintyList({ provenances }: { provenances: readonly (ProvenanceField | null)[] }) {
  const { explain: words, certainty: certainties } = useWords();
  const told = provenances.filter((one) => one !== null);
  if (told.length === 0) return <p className="quiet">{words.written}</p>;
  const isPlaced = told.some(
    ({ certainty, precision }) => certainty !== 'illustrative' && precision !== 'minute',
  );
  return (
    <dl className="certainties">
      {told.map(({ certainty, note }, index) => {
        const { word, means } = certainties[certainty];
        return (
          <div key={index}>
            <dt className={certainty === 'illustrative' ? 'made-up' : certainty}>{word}</dt>
            <dd dir="auto">{note === null || note === '' ? means : note}</dd>
          </div>
        );
      })}
      {isPlaced && (
        <div>
          <dt className="inferred">{words.inferredHour[0]}</dt>
          <dd>{words.inferredHour[1]}</dd>
        </div>
      )}
    </dl>
  );
}
