import type { Order, Preview } from '#contract';
import type { Client } from '../session/client.js';
import { EVERYWHERE } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import type { Choice } from './desk-keys.js';
import { imposes } from './draft.js';
import type { Row } from './rows.js';
import type { Desk } from './use-desk.js';
import { usePreview } from './use-facts.js';
import { headOf } from './where.js';
import { useDeskWords, type DeskWords } from './words.js';

interface Props {
  client: Client;
  desk: Desk;
  rows: readonly Row[];
  order: Order | null;
}

/** Says what a decision will do, before it is made: as the server counts it. */
export function Consequences({ client, desk, rows, order }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  const { outcome, countries: typed } = desk.draft;
  const [first] = rows;
  const countries = first?.entry.kind === 'item' ? (order?.countries ?? []) : typed;
  const entries = rows.map(({ entry }) => entry);
  const preview = usePreview(client, entries, outcome, countries);
  if (outcome === null || first === undefined) return null;
  const lines =
    first.entry.kind === 'appeal'
      ? [words.authorAnswered, ...(outcome === 'restored' ? [words.comesBack] : [words.changesNothing])]
      : linesOf(outcome, preview, rows, words);
  const there =
    countries[0] === EVERYWHERE || outcome !== 'withheld'
      ? words.everywhere
      : headOf(countries, language, words);
  return (
    <section className="consequences" aria-live="polite">
      <h3>{words.willDo}</h3>
      {preview !== null && first.entry.kind !== 'appeal' && (
        <div className="consequence-verdicts">
          <Verdict where={there} outcome={outcome} http={preview.http_status.there} words={words} />
          {preview.visible_elsewhere && outcome === 'withheld' && (
            <Verdict
              where={words.elsewhereHead}
              outcome={null}
              http={preview.http_status.elsewhere}
              words={words}
            />
          )}
        </div>
      )}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Verdict({
  where,
  outcome,
  http,
  words,
}: {
  where: string;
  outcome: Choice | null;
  http: number;
  words: DeskWords;
}) {
  const what = outcome === 'refused' || outcome === 'restored' || outcome === null ? 'shown' : outcome;
  return (
    <div className={`consequence${what === 'withheld' ? ' is-withheld' : ''}`}>
      <span>{where}</span>
      <b>{words.verdict[what]}</b>
      <span translate="no">HTTP {http}</span>
    </div>
  );
}

function linesOf(outcome: Choice, preview: Preview | null, rows: readonly Row[], words: DeskWords): string[] {
  const kinds = new Set(rows.map(({ entry }) => entry.kind));
  const closes = kinds.has('report') ? [words.reportCloses] : [];
  const leaves = rows.length > 1 ? [words.leftOut] : [];
  if (outcome === 'refused') return [words.changesNothing, ...closes, ...leaves];
  if (outcome === 'restored') return [words.comesBack, ...closes, ...leaves];
  if (preview === null) return [...closes, ...leaves];
  const hides = outcome === 'withheld' || outcome === 'suspended';
  return [
    ...(hides
      ? [
          preview.visible_elsewhere
            ? words.visible(preview.countries.length, preview.reblogs)
            : words.visibleNowhere(preview.reblogs),
        ]
      : []),
    ...(hides && preview.statuses_of_accounts > 0 ? [words.postsGo(preview.statuses_of_accounts)] : []),
    ...(preview.authors > 0 && imposes(outcome) ? [words.authorsTold(preview.authors)] : []),
    ...(hides && preview.replies > 0 ? [words.repliesStay(preview.replies)] : []),
    ...closes,
    ...leaves,
  ];
}
