import type { Order } from '#contract';
import { CountriesField } from '../viewpoint/countries-field.js';
import { countryName, EVERYWHERE } from '../viewpoint/countries.js';
import { useLanguage } from '../words/words.js';
import { imposes, REFUSAL_GROUNDS } from './draft.js';
import type { Row } from './rows.js';
import type { Desk } from './use-desk.js';
import { useDeskWords, type DeskWords } from './words.js';

interface Props {
  desk: Desk;
  kinds: ReadonlySet<Row['entry']['kind']>;
  order: Order | null;
  locked: boolean;
}

/** The fields of a decision: where, until when, on what basis, whom it protects, why. */
export function DecisionFields({ desk, kinds, order, locked }: Props) {
  const words = useDeskWords();
  const language = useLanguage();
  const { draft, write } = desk;
  const { outcome } = draft;
  const ofReport = kinds.has('report') && outcome !== null && imposes(outcome);
  const named = order?.countries.map((code) =>
    code === EVERYWHERE ? words.everywhere : countryName(code, language),
  );
  return (
    <>
      {outcome === 'withheld' && kinds.has('item') && named !== undefined && (
        <div className="field">
          <span>
            {words.countries} <small>{words.ordersCountries}</small>
          </span>
          <span className="chips fixed">
            {named.map((name) => (
              <span key={name} className="country-chip">
                {name}
              </span>
            ))}
          </span>
        </div>
      )}
      {outcome === 'withheld' && kinds.has('report') && (
        <div id="desk-countries" tabIndex={-1}>
          <CountriesField
            label={words.countries}
            value={draft.countries}
            words={{
              add: words.addCountry,
              remove: words.removeCountry,
              everywhere: words.everywhereOption,
              union: words.euOption,
            }}
            onChange={(countries) => write({ countries })}
          />
        </div>
      )}
      {ofReport && (
        <div className="field-pair">
          <label className="field">
            <span>{words.basis}</span>
            <select
              value={draft.basis}
              disabled={locked}
              onChange={({ currentTarget }) => write({ basis: currentTarget.value as typeof draft.basis })}
            >
              <option value="local_law">{words.bases.local_law}</option>
              <option value="platform_rule">{words.bases.platform_rule}</option>
            </select>
          </label>
          <label className="field">
            <span>{words.end}</span>
            <input
              type="datetime-local"
              value={draft.until}
              disabled={locked}
              onChange={({ currentTarget }) => write({ until: currentTarget.value })}
            />
          </label>
        </div>
      )}
      {outcome === 'refused' && kinds.has('item') && (
        <label className="field">
          <span>{words.ground}</span>
          <select
            value={draft.ground}
            disabled={locked}
            onChange={({ currentTarget }) => write({ ground: currentTarget.value as typeof draft.ground })}
          >
            {REFUSAL_GROUNDS.map((ground) => (
              <option key={ground} value={ground}>
                {words.grounds[ground]}
              </option>
            ))}
          </select>
        </label>
      )}
      {outcome === 'labelled' && (
        <label className="field">
          <span>{words.label}</span>
          <input
            id="desk-label"
            maxLength={500}
            value={draft.label}
            readOnly={locked}
            onChange={({ currentTarget }) => write({ label: currentTarget.value })}
          />
        </label>
      )}
      <label className="field">
        <span>
          {words.reason} <small>{reasonNote(kinds, outcome, words)}</small>
        </span>
        <textarea
          id="desk-reason"
          rows={2}
          maxLength={2000}
          value={draft.reason}
          readOnly={locked}
          onChange={({ currentTarget }) => write({ reason: currentTarget.value })}
        />
      </label>
    </>
  );
}

/** To whom the reason is said. */
function reasonNote(kinds: Props['kinds'], outcome: string | null, words: DeskWords): string {
  if (kinds.has('appeal')) return outcome === 'refused' ? words.reasonAuthor : words.reasonUphold;
  if (kinds.has('item')) return words.reasonPublic;
  return outcome === 'refused' ? words.reasonNote : words.reasonOpen;
}
