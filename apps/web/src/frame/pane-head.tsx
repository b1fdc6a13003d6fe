import type { Withheld } from '../timeline/withheld.js';
import { CountrySelect } from '../viewpoint/country-select.js';
import { paneTitle } from '../viewpoint/countries.js';
import { useLanguage, wordsIn, type Words } from '../words/words.js';

/** A pane's head: where it looks from, why the server takes it to be there, and what is withheld there. */
export interface PaneHeadProps {
  side: 'left' | 'right';
  /** The only pane on the page: its side needs no name. */
  alone?: boolean;
  from: string;
  /** Null where the address says it. */
  basis: string | null;
  /** Null where it is not known yet. */
  withheld: Withheld | null;
  /** Said beside counts of stand-ins. */
  standInNote: string | null;
  ofStory: readonly string[];
  /** Why the place cannot be changed; null where it can. */
  fixed: string | null;
  onFrom: (from: string) => void;
}

export function PaneHead(props: PaneHeadProps) {
  const { side, alone = false, from, basis, withheld, standInNote, ofStory, fixed, onFrom } = props;
  const language = useLanguage();
  const words = wordsIn(language);
  return (
    <div className={isAny(withheld) ? 'head withholds' : 'head'}>
      <h2 id={`head-${side}`}>{paneTitle(from, language)}</h2>
      {withheld !== null && <Tally withheld={withheld} note={standInNote} words={words} />}
      {basis !== null && <span className="basis">{words.sides.basis[basis] ?? basis}</span>}
      <CountrySelect
        label={words.sides[alone ? 'alone' : side]}
        value={from}
        ofStory={ofStory}
        disabled={fixed}
        onChange={onFrom}
      />
    </div>
  );
}

/** Whether anything is withheld. */
export function isAny(withheld: Withheld | null): boolean {
  return withheld !== null && withheld.standIns + withheld.others > 0;
}

/** How many have something withheld there, stand-ins as stand-ins. Two sets, which are never added up. */
function Tally({ withheld, note, words }: { withheld: Withheld; note: string | null; words: Words }) {
  const { standIns, others } = withheld;
  const { tally } = words;
  return (
    <p className="tally" title={standIns > 0 ? (note ?? undefined) : undefined}>
      {standIns > 0 && (
        <span>
          <b className="made-up">{standIns}</b> {tally.standIns(standIns)}
        </span>
      )}
      {others > 0 && (
        <span>
          <b>{others}</b> {tally.others(others)}
        </span>
      )}
      {standIns + others === 0 && (
        <span>
          <b>0</b> {tally.none}
        </span>
      )}
    </p>
  );
}
