import { OUTCOMES, type HistoryEntry, type Outcome } from '#contract';
import { OutcomeMark } from '../orders/outcome-mark.js';
import { useLanguage } from '../words/words.js';
import { ago } from './ago.js';
import { whereOf } from './where.js';
import { useDeskWords, type DeskWords } from './words.js';

interface Props {
  history: readonly HistoryEntry[];
  nameOf: (id: string | null) => string;
}

const OF_KIND = { withhold: 'withheld', suspend: 'suspended', label: 'labelled', limit: 'limited' } as const;

/** All that was done about it, newest first: when, by whom, why, on which order. */
export function HistoryList({ history, nameOf }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  return (
    <section aria-label={words.history}>
      <h3>{words.history}</h3>
      {history.length === 0 && <p className="basis">{words.historyEmpty}</p>}
      <ol className="track">
        {history.map((entry) => {
          const when = ago(entry.at, language);
          const mark = markOf(entry);
          const where = entry.countries.length > 0 ? ` ${whereOf(entry.countries, language, words)}` : '';
          return (
            <li key={entry.id + entry.type}>
              <time dateTime={entry.at} title={when.clock}>
                {when.text}
              </time>
              {mark === null ? <span aria-hidden="true">–</span> : <OutcomeMark outcome={mark} />}
              <span>
                {words.did[entry.type]?.(nameOf(entry.by), whatOf(entry, words) + where) ?? entry.type}
                {entry.order_id !== null && (
                  <>
                    {' '}
                    <a href={`/orders/${entry.order_id}`} target="_blank" rel="noreferrer">
                      {words.itemOf(entry.item ?? 0)}
                    </a>
                  </>
                )}
                {entry.until !== null && <> · {words.until(ago(entry.until, language).clock)}</>}
                {entry.text !== '' && (
                  <small dir="auto" className="track-why">
                    {entry.text}
                  </small>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function markOf({ type, outcome, kind }: HistoryEntry): Outcome | null {
  if (type === 'order_filed') return 'open';
  if (type === 'restriction_lifted' || type === 'restriction_expired') return 'restored';
  if (type === 'item_decided') return OUTCOMES.find((one) => one === outcome) ?? null;
  return type === 'restriction_imposed' && kind !== null ? OF_KIND[kind] : null;
}

function whatOf({ type, outcome, kind }: HistoryEntry, words: DeskWords): string {
  if (type === 'reported') return words.report(outcome ?? 'other');
  if (type === 'appealed') return words.appealState(outcome ?? 'open');
  const what = outcome ?? (kind === null ? '' : OF_KIND[kind]);
  return words.outcomes[what] ?? what;
}
