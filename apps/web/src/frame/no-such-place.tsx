import { placeAsked } from '../viewpoint/countries.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { useWords } from '../words/words.js';
import { Notice } from './notice.js';

/** Of what an address says, how much is repeated. */
const MOST = 20;

/** Says which places of an address there are none of: the panes look from their own places instead. */
export function NoSuchPlace({ address: { left, right } }: { address: StageAddress }) {
  const { notice } = useWords();
  const none = [left, right].flatMap((from) => (from === null || placeAsked(from) !== null ? [] : [from]));
  if (none.length === 0) return null;
  const codes = [...new Set(none)].map((from) => (from.length > MOST ? `${from.slice(0, MOST)}…` : from));
  return <Notice slim role="alert" title={notice.noSuchPlace(codes.join(', '))} />;
}
