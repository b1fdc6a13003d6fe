import { useId, useMemo } from 'react';
import { useLanguage } from '../words/words.js';
import { countryName, everyCountry, EVERYWHERE } from './countries.js';

interface Props {
  label: string;
  note?: string | undefined;
  value: readonly string[];
  /** The label of the option that adds a country, the text before a name on its button, and two choices that are no countries. */
  words: { add: string; remove: (name: string) => string; everywhere: string; union: string };
  onChange: (countries: readonly string[]) => void;
}

/** Countries as chips, each with a button that takes it out, and a list from which one is added. */
export function CountriesField({ label, note, value, words, onChange }: Props) {
  const language = useLanguage();
  const all = useMemo(() => everyCountry(language), [language]);
  const id = useId();
  const nameOf = (code: string): string =>
    code === EVERYWHERE ? words.everywhere : code === 'EU' ? words.union : countryName(code, language);
  const options = [{ code: EVERYWHERE, name: words.everywhere }, { code: 'EU', name: words.union }, ...all];
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span id={id}>
        {label} {note !== undefined && <small>{note}</small>}
      </span>
      <div className="chips">
        {value.map((code) => (
          <span key={code} className="country-chip">
            {nameOf(code)}
            <button
              type="button"
              aria-label={words.remove(nameOf(code))}
              onClick={() => onChange(value.filter((one) => one !== code))}
            >
              <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d="m6 6 12 12M18 6 6 18" />
              </svg>
            </button>
          </span>
        ))}
        <select
          aria-label={words.add}
          value=""
          onChange={({ currentTarget }) => {
            const code = currentTarget.value;
            // Everywhere is no country beside others.
            if (code === EVERYWHERE) onChange([EVERYWHERE]);
            else onChange([...value.filter((one) => one !== code && one !== EVERYWHERE), code]);
          }}
        >
          <option value="" disabled>
            {value.length === 0 ? words.add : '+'}
          </option>
          {options
            .filter(({ code }) => !value.includes(code))
            .map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
        </select>
      </div>
    </div>
  );
}

/** Countries as they stand in a sentence, by a function that says one: `in India and in Germany`. */
export function listOfCountries(
  countries: readonly string[],
  language: 'en' | 'hi',
  one: (country: string) => string,
): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(countries.map(one));
}
