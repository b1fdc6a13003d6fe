import type { ProvenanceField } from '#contract';
import type { Language } from '../words/language.js';
import { useStage } from '../viewpoint/stage-context.js';
import { shortDay } from '../time/moments.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { precisionOf } from './certainty.js';

interface Props {
  id: string;
  provenance: ProvenanceField;
  unfocusable?: boolean;
}

/** Shows what the certainty means, how well the time is known, and the sources and their known addresses. */
export function SourcesPanel({ id, provenance, unfocusable = false }: Props) {
  const { sources } = useStage();
  const language = useLanguage();
  const words = wordsIn(language);
  const { word, means } = words.certainty[provenance.certainty];
  return (
    <div className="sources" id={id}>
      <p>
        <b>{word.charAt(0).toUpperCase() + word.slice(1)}.</b> {means} {precisionOf(provenance, words)}
      </p>
      {provenance.note !== null && provenance.note !== '' && (
        <p className="sources-note">{provenance.note}</p>
      )}
      {provenance.sources.length > 0 && (
        <ul>
          {provenance.sources.map((key) => {
            const source = sources.get(key);
            if (source === undefined) return <li key={key}>{key}</li>;
            return (
              <li key={key}>
                {source.url === null ? (
                  <cite>{source.title}</cite>
                ) : (
                  <a
                    href={source.url}
                    rel="noopener noreferrer"
                    target="_blank"
                    tabIndex={unfocusable ? -1 : undefined}
                  >
                    <cite>{source.title}</cite>
                  </a>
                )}
                <small>
                  {source.publisher}, {publishedOn(source.published, language)}
                  {source.url === null && `, ${words.post.noAddress}`}
                </small>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

// A date without an hour is a day in no zone: read as UTC, it stays that day.
function publishedOn(date: string, language: Language): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? shortDay(`${date}T00:00:00Z`, 'UTC', language) : date;
}
