import { useMemo } from 'react';
import { useOffline } from '../held/offline-context.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { countryName, ELSEWHERE, everyCountry } from './countries.js';

interface Props {
  /** Read out before the value: "Left, seen from". */
  label: string;
  value: string;
  /** The story's own places, which stand first. */
  ofStory: readonly string[];
  /** Why nothing can be chosen; null where it can. */
  disabled: string | null;
  onChange: (from: string) => void;
}

/** Where a pane looks from: the story's own places first, then every country there is. */
export function CountrySelect({ label, value, ofStory, disabled, onChange }: Props) {
  const language = useLanguage();
  const { sides } = wordsIn(language);
  const offline = useOffline();
  const all = useMemo(() => (offline === null ? everyCountry(language) : []), [language, offline]);
  const first = offline?.places ?? [...new Set([...ofStory, ELSEWHERE])];
  // A value that is no country, and came with a link, stands in the list too: the server says what is wrong with it.
  const unknown = !first.includes(value) && !all.some(({ code }) => code === value);
  return (
    <label className="country" title={disabled ?? undefined}>
      <span className="sr">{label}</span>
      <select value={value} disabled={disabled !== null} onChange={(event) => onChange(event.target.value)}>
        {unknown && <option value={value}>{countryName(value, language)}</option>}
        <optgroup label={sides.ofStory}>
          {first.map((from) => (
            <option key={from} value={from}>
              {countryName(from, language)}
            </option>
          ))}
        </optgroup>
        {all.length > 0 && (
          <optgroup label={sides.everywhere}>
            {all
              .filter(({ code }) => !first.includes(code))
              .map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}
