import { CountrySelect } from '../viewpoint/country-select.js';
import { paneTitle } from '../viewpoint/countries.js';

/** A pane's head: where it looks from, and why the server takes it to be there. */
export interface PaneHeadProps {
  side: 'left' | 'right';
  /** The only pane on the page: its side needs no name. */
  alone?: boolean;
  from: string;
  basis: string | null;
  /** Something stands withheld in it. */
  withholds: boolean;
  onFrom: (from: string) => void;
}

const BASIS_WORDS: Readonly<Record<string, string>> = {
  simulated: 'simulated',
  account: 'from your account',
  geoip: 'from your address',
  default: 'the server’s default',
  unknown: 'country unknown',
};

export function PaneHead({ side, alone = false, from, basis, withholds, onFrom }: PaneHeadProps) {
  return (
    <div className={withholds ? 'head withholds' : 'head'}>
      <h2 id={`head-${side}`}>{paneTitle(from)}</h2>
      {basis !== null && <span className="basis">{BASIS_WORDS[basis] ?? basis}</span>}
      <CountrySelect
        label={alone ? 'Seen from' : `${side === 'left' ? 'Left' : 'Right'} side, seen from`}
        value={from}
        onChange={onFrom}
      />
    </div>
  );
}
