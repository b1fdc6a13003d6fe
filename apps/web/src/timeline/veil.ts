import type { Account, Status, WithheldField } from '#contract';
import { bindsIn, EVERYWHERE, inCountry } from '../viewpoint/countries.js';

/**
 * A post as its tombstone, made here: for a withholding that is told of many posts by one frame. The
 * shape and the wording are the server's (its tombstone replaces this one where it is sent), so that
 * what is withheld leaves the page's memory at once, not when the next page is read.
 */
export function veilStatus(status: Status, withheld: WithheldField | null, from: string): Status {
  const { account } = status;
  return {
    ...status,
    content: `<p>${escape(statement(account.acct, withheld, from))}</p>`,
    spoiler_text: '',
    language: null,
    edited_at: null,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    reblog: null,
    quote: null,
    tags: [],
    labels: [],
    account: withheld?.scope === 'user' ? veilAccount(account, withheld) : account,
    withheld,
    tombstone: true,
    // Time marks need the precision; a note may tell what the post said.
    provenance: status.provenance && { ...status.provenance, note: null },
  };
}

/** An account of which the handle alone stays. */
function veilAccount(account: Account, withheld: WithheldField): Account {
  return {
    ...account,
    display_name: '',
    note: '',
    avatar: '',
    avatar_static: '',
    header: '',
    header_static: '',
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    last_status_at: null,
    verified: false,
    labels: [],
    withheld,
    provenance: account.provenance && { ...account.provenance, note: null },
  };
}

function statement(acct: string, withheld: WithheldField | null, from: string): string {
  const subject = withheld?.scope === 'user' ? `@${acct}’s account` : `This post from @${acct}`;
  // A country is named where the restriction binds in it; "everywhere" names none.
  const codes = withheld?.country_codes ?? [];
  const where = !codes.includes(EVERYWHERE) && bindsIn(codes, from) ? ` ${inCountry(from)}` : '';
  return `${subject} has been withheld${where}${withheld === null ? '' : GROUNDS[withheld.basis]}.`;
}

const GROUNDS: Readonly<Record<WithheldField['basis'], string>> = {
  legal_demand: ' in response to a legal demand',
  local_law: ' based on local law(s)',
  platform_rule: ' based on the platform’s rules',
};

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
