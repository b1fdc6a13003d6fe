import { CountriesField } from '../viewpoint/countries-field.js';
import { GROUNDS, VENUES, type OrderForm } from './order-form.js';
import { useFilingWords } from './words.js';

interface Props {
  form: OrderForm;
  /** As whom it is filed. */
  name: string;
  onWrite: (change: Partial<OrderForm>) => void;
}

/** The fields of an order. */
export function FilingFields({ form, name, onWrite }: Props) {
  const words = useFilingWords();
  return (
    <section className="filing-fields">
      <p className="filing-where">
        <a href="/orders">{words.orders}</a>
      </p>
      <h1>{words.heading}</h1>
      <p>
        <bdi>{words.lede(name)}</bdi>
      </p>
      <label className="field filing-lines">
        <span>
          {words.about} <small>{words.aboutNote}</small>
        </span>
        <textarea
          id="filing-lines"
          rows={7}
          spellCheck={false}
          value={form.lines}
          onChange={({ currentTarget }) => onWrite({ lines: currentTarget.value })}
        />
      </label>
      <div className="filing-two">
        <label className="field">
          <span>{words.legalBasis}</span>
          <input
            id="filing-legalBasis"
            maxLength={500}
            list="filing-bases"
            value={form.legalBasis}
            onChange={({ currentTarget }) => onWrite({ legalBasis: currentTarget.value })}
          />
          <datalist id="filing-bases">
            <option value="Section 69A, Information Technology Act, 2000" />
          </datalist>
        </label>
        <div id="filing-countries" tabIndex={-1}>
          <CountriesField
            label={words.countries}
            value={form.countries}
            words={words.country}
            onChange={(countries) => onWrite({ countries })}
          />
        </div>
      </div>
      <fieldset id="filing-grounds" tabIndex={-1} className="filing-grounds">
        <legend>
          {words.grounds} <small>{words.groundsNote}</small>
        </legend>
        {GROUNDS.map((ground) => (
          <label key={ground}>
            <input
              type="checkbox"
              checked={form.grounds.includes(ground)}
              onChange={({ currentTarget: { checked } }) =>
                onWrite({
                  grounds: checked ? [...form.grounds, ground] : form.grounds.filter((one) => one !== ground),
                })
              }
            />
            <span>{words.ground[ground]}</span>
          </label>
        ))}
      </fieldset>
      <div className="filing-two">
        <label className="field">
          <span>{words.deadline}</span>
          <input
            type="datetime-local"
            value={form.deadline}
            onChange={({ currentTarget }) => onWrite({ deadline: currentTarget.value })}
          />
        </label>
        <label className="field">
          <span>
            {words.externalId} <small>{words.externalIdNote}</small>
          </span>
          <input
            maxLength={200}
            value={form.externalId}
            onChange={({ currentTarget }) => onWrite({ externalId: currentTarget.value })}
          />
        </label>
        <label className="field">
          <span>
            {words.title} <small>{words.titleNote}</small>
          </span>
          <input
            maxLength={200}
            value={form.title}
            onChange={({ currentTarget }) => onWrite({ title: currentTarget.value })}
          />
        </label>
        <label className="field">
          <span>{words.venue}</span>
          <select
            value={form.venue}
            onChange={({ currentTarget }) => onWrite({ venue: currentTarget.value as OrderForm['venue'] })}
          >
            {VENUES.map((venue) => (
              <option key={venue} value={venue}>
                {words.venues[venue]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label className="field">
        <span>
          {words.reason} <small>{words.reasonNote}</small>
        </span>
        <textarea
          rows={2}
          maxLength={2000}
          value={form.reason}
          onChange={({ currentTarget }) => onWrite({ reason: currentTarget.value })}
        />
      </label>
      <div className="filing-two filing-flags">
        {(['emergency', 'confidential'] as const).map((flag) => (
          <label key={flag}>
            <input
              type="checkbox"
              checked={form[flag]}
              onChange={({ currentTarget: { checked } }) => onWrite({ [flag]: checked })}
            />
            <span>
              <b>{words[flag]}</b>
              <small>{words[`${flag}Note`]}</small>
            </span>
          </label>
        ))}
      </div>
      <small>{words.kept}</small>
    </section>
  );
}
