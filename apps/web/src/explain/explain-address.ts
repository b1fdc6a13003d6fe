import { ELSEWHERE } from '../viewpoint/countries.js';
import { formatAddress, parseAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import type { Subject } from './subject.js';

/** The question that `/explain` is asked: about what, and seen from where and when. */
export interface ExplainAddress {
  /** Null where the address names none, or both a post and an account. */
  subject: Subject | null;
  view: ExplainView;
}

/** Both sides at one instant; null: now. */
export interface ExplainView {
  at: string | null;
  left: string;
  right: string;
}

/** Reads `?status=…&view_at=…&left=…&right=…`, or `?account=…` in place of a post. Where it names no side, a story's places stand there. */
export function parseExplainAddress(search: string, places: readonly string[] = []): ExplainAddress {
  const query = new URLSearchParams(search);
  const [status, account] = [query.get('status')?.trim() || null, query.get('account')?.trim() || null];
  let subject: Subject | null = null;
  if (status !== null && account === null) subject = { kind: 'status', id: status };
  if (account !== null && status === null) subject = { kind: 'account', id: account };
  const { at, left, right } = parseAddress(search);
  return {
    subject,
    view: { at, left: left ?? places[0] ?? ELSEWHERE, right: right ?? places[1] ?? ELSEWHERE },
  };
}

/** The address of the page that explains a subject, seen from both sides at an instant. */
export function formatExplainAddress(
  { kind, id }: Subject,
  { at, left, right }: ExplainView,
  lang: StageAddress['lang'] = null,
): string {
  const view = formatAddress({ scenario: null, at, left, right, lang }, '');
  return `/explain?${new URLSearchParams({ [kind]: id })}&${view.slice(1)}`;
}
