import { useContext } from 'react';
import { LanguageContext, useWords } from '../words/words.js';
import { paneTitle } from '../viewpoint/countries.js';
import type { Side } from './subject.js';

/** The names of HTTP statuses, as the standards have them (RFC 9110, RFC 7725). */
export const HTTP_NAMES: Readonly<Record<number, string>> = {
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  451: 'Unavailable For Legal Reasons',
};

/** One side: its place, the verdict, and the status that a program gets. */
export function Verdict({ side, long = false }: { side: Side; long?: boolean }) {
  const words = useWords().explain;
  const language = useContext(LanguageContext);
  const verdict = verdictOf(side);
  return (
    <div className={verdict === 'withheld' ? 'verdict withheld' : 'verdict'}>
      <h2>{paneTitle(side.from, language)}</h2>
      <p className="verdict-word">{verdict === null ? words.notTold : words.verdicts[verdict]}</p>
      <p className="verdict-http" translate="no">
        HTTP {side.http}
        {long && HTTP_NAMES[side.http] !== undefined && `, ${HTTP_NAMES[side.http]}`}
      </p>
    </div>
  );
}

/** The verdict as it is told; null where this server does not tell it to whoever asks. */
function verdictOf(side: Side) {
  if (side.explanation !== null) return side.explanation.verdict;
  // Of what may not be known of, nothing but that it is not there.
  return side.http === 403 ? null : 'absent';
}
