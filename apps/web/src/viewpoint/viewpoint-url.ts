import { ELSEWHERE } from './countries.js';

/** The state in the page's address: an instant, and where each pane looks from. */
export interface StageAddress {
  /** As written in the address, judged by the server; null is live. */
  at: string | null;
  left: string;
  right: string;
}

const DEFAULTS: StageAddress = { at: null, left: 'IN', right: ELSEWHERE };

/** Reads `?view_at=…&left=IN&right=elsewhere`; what is missing takes its default. */
export function parseAddress(search: string): StageAddress {
  const query = new URLSearchParams(search);
  return {
    at: query.get('view_at')?.trim() || null,
    left: side(query.get('left'), DEFAULTS.left),
    right: side(query.get('right'), DEFAULTS.right),
  };
}

/** The address of a view: always with both sides, so that a link says what it shows. */
export function formatAddress(address: StageAddress): string {
  const query = new URLSearchParams();
  if (address.at !== null) query.set('view_at', address.at);
  query.set('left', address.left);
  query.set('right', address.right);
  // `:` needs no escape in a query (RFC 3986, section 3.4), and people read these links.
  return `/?${query.toString().replaceAll('%3A', ':')}`;
}

function side(text: string | null, fallback: string): string {
  const value = text?.trim() ?? '';
  if (value === '') return fallback;
  return value.toLowerCase() === ELSEWHERE ? ELSEWHERE : value.toUpperCase();
}
