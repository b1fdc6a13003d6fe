import { parseAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import type { Subject } from './subject.js';

/** What `/explain` is asked: about what, and seen from where and when. */
export interface ExplainAddress {
  /** Null where the address names none, or both a post and an account. */
  subject: Subject | null;
  view: StageAddress;
}

/** Reads `?status=…&view_at=…&left=…&right=…`, or `?account=…` in place of a post. */
export function parseExplainAddress(search: string): ExplainAddress {
  const query = new URLSearchParams(search);
  const [status, account] = [query.get('status')?.trim() || null, query.get('account')?.trim() || null];
  let subject: Subject | null = null;
  if (status !== null && account === null) subject = { kind: 'status', id: status };
  if (account !== null && status === null) subject = { kind: 'account', id: account };
  return { subject, view: parseAddress(search) };
}

/** The address of the page that explains a subject, seen from both sides at an instant. */
export function formatExplainAddress({ kind, id }: Subject, { at, left, right }: StageAddress): string {
  const query = new URLSearchParams({ [kind]: id });
  if (at !== null) query.set('view_at', at);
  query.set('left', left);
  query.set('right', right);
  // `:` needs no escape in a query (RFC 3986, section 3.4), and people read these links.
  return `/explain?${query.toString().replaceAll('%3A', ':')}`;
}
