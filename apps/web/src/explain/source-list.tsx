import type { Source } from '#contract';
import { useContext } from 'react';
import { spokenDay } from '../time/spoken-day.js';
import { LanguageContext, useWords } from '../words/words.js';

interface Props {
  /** Keys, as a provenance names them. */
  keys: readonly string[];
  sources: ReadonlyMap<string, Source>;
}

/** The sources that are named, each once, with the addresses that are known. */
export function SourceList({ keys, sources }: Props) {
  const words = useWords().explain;
  const language = useContext(LanguageContext);
  return (
    <ul className="source-list">
      {[...new Set(keys)].map((key) => {
        const source = sources.get(key);
        return (
          <li key={key}>
            <b translate="no">{key}</b>
            {source && (
              <span>
                <span dir="auto">
                  {source.publisher},{' '}
                  {source.url === null ? quoted(source.title) : <SourceLink {...source} />}
                </span>
                <small>
                  {publishedOn(source.published, language)}
                  {source.url === null && `, ${words.noAddress}`}
                </small>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function SourceLink({ url, title }: Source) {
  return (
    <a href={url ?? undefined} rel="noopener noreferrer" target="_blank">
      {quoted(title)}
    </a>
  );
}

const quoted = (title: string) => <cite>“{title}”</cite>;

// A date without an hour is a day in no zone: read as UTC, it stays that day.
function publishedOn(date: string, language: 'en' | 'hi'): string {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? spokenDay(`${date}T00:00:00Z`, 'UTC', language, 'year') : date;
}
