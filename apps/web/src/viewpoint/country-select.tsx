import { countryName, OFFERED } from './countries.js';

interface Props {
  /** Read out before the value: "Left, seen from". */
  label: string;
  value: string;
  onChange: (from: string) => void;
}

/** Where a pane looks from. A country that came with a link stands in the list too. */
export function CountrySelect({ label, value, onChange }: Props) {
  const offered: readonly string[] = OFFERED;
  const options = offered.includes(value) ? offered : [value, ...offered];
  return (
    <label className="country">
      <span className="sr">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((from) => (
          <option key={from} value={from}>
            {countryName(from)}
          </option>
        ))}
      </select>
    </label>
  );
}
