import type { Account, Frame, ProvenanceField, Status, WithheldField } from '#contract';

/** Made-up posts for the specs beside this file. */

/** Instants a second apart: `at(1)` is before `at(2)`. */
export function at(second: number): string {
  return new Date(Date.UTC(2021, 1, 10, 8, 0, second)).toISOString();
}

export const BY_DEMAND: WithheldField = {
  country_codes: ['IN'],
  scope: 'tweet',
  copyright: false,
  basis: 'legal_demand',
  order_id: 'order-1',
  since: at(30),
};

export const MADE_UP: ProvenanceField = {
  scenario: 'sample',
  certainty: 'illustrative',
  precision: 'day',
  sources: [],
  note: null,
};

export function account(name: string, more: Partial<Account> = {}): Account {
  return {
    id: `account-${name}`,
    username: name,
    acct: `${name}@twitter`,
    display_name: `Name of ${name}`,
    locked: false,
    bot: false,
    group: false,
    discoverable: true,
    noindex: true,
    created_at: at(0),
    note: '',
    url: '',
    uri: '',
    avatar: '',
    avatar_static: '',
    header: '',
    header_static: '',
    followers_count: 0,
    following_count: 0,
    statuses_count: 1,
    last_status_at: null,
    emojis: [],
    fields: [],
    venue: 'twitter',
    verified: false,
    kind: 'person',
    labels: [],
    withheld: null,
    provenance: null,
    ...more,
  };
}

export function status(second: number, by: Account, more: Partial<Status> = {}): Status {
  return {
    id: `post-${String(second).padStart(4, '0')}`,
    created_at: at(second),
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: 'en',
    uri: '',
    url: '',
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 3,
    quotes_count: 0,
    edited_at: null,
    content: `<p>words of ${by.username} at ${second}</p>`,
    reblog: null,
    quote: null,
    account: by,
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    labels: [],
    withheld: null,
    tombstone: false,
    provenance: null,
    ...more,
  };
}

export function tombstone(of: Status, withheld: WithheldField = BY_DEMAND): Status {
  return {
    ...of,
    content: '<p>This post has been withheld in India.</p>',
    favourites_count: 0,
    withheld,
    tombstone: true,
  };
}

type Payload<T extends Frame['type']> = Extract<Frame, { type: T }>['payload'];

export function frame<T extends Frame['type']>(seq: number, type: T, payload: Payload<T>): Frame {
  return { seq, at: at(seq), stream: 'public', type, payload } as Frame;
}

export function withheldFrame(
  seq: number,
  of: Status,
  codes: string[],
  scope: 'tweet' | 'user' = 'tweet',
): Frame {
  return frame(seq, 'withheld', {
    status_id: scope === 'tweet' ? of.id : null,
    account_id: of.account.id,
    scope,
    withheld: codes.length === 0 ? null : { ...BY_DEMAND, country_codes: codes, scope },
    country_codes: codes,
  });
}
