import type { Restriction, RestrictionKind, StoredAccount, StoredPage, StoredPost, Subject } from '#domain';
import type { Viewpoint } from '#visibility';

/** Posts and accounts as the views read them, with everything that a test does not care about filled in. */

/** When what is read in these tests was written, and when it is looked at, ms since the epoch. */
export const WRITTEN = Date.parse('2026-01-05T09:00:00Z');
export const LOOKED_AT = WRITTEN + 3_600_000;

export function storedAccount(handle: string, rest: Partial<StoredAccount> = {}): StoredAccount {
  return {
    id: handle,
    venue: 'home',
    handle,
    displayName: `${handle}’s name`,
    note: `${handle}’s note`,
    verified: true,
    kind: 'person',
    openedAt: WRITTEN - 1_000,
    counts: { statuses: 11, followers: 12, following: 13 },
    bot: false,
    locked: false,
    fields: [],
    lastPostAt: WRITTEN,
    scenario: null,
    provenance: null,
    restrictions: [],
    ...rest,
  };
}

export function storedPost(id: string, account: StoredAccount, rest: Partial<StoredPost> = {}): StoredPost {
  return {
    id,
    account,
    at: WRITTEN,
    content: `<p>The words of ${id}</p>`,
    spoilerText: '',
    editedAt: null,
    sensitive: false,
    language: 'en',
    visibility: 'public',
    audience: null,
    tags: [],
    mentions: [],
    inReplyTo: null,
    inReplyToAccount: null,
    inReplyToAudience: null,
    repostOf: null,
    quoteOf: null,
    deleted: false,
    deletedAt: null,
    counts: { likes: 21, reposts: 22, replies: 23 },
    liked: false,
    reposted: false,
    scenario: null,
    provenance: null,
    restrictions: [],
    ...rest,
  };
}

/** A page of the first posts named, beside all that were read for it. */
export function pageOf(ids: string[], ...posts: StoredPost[]): StoredPage {
  return { ids, posts: new Map(posts.map((post) => [post.id, post])) };
}

let made = 0;

export function restriction(
  kind: RestrictionKind,
  subject: Subject,
  rest: Partial<Restriction> = {},
): Restriction {
  made += 1;
  return {
    id: `restriction-${made}`,
    kind,
    subject,
    countries: kind === 'withhold' ? ['IN'] : ['*'],
    basis: kind === 'withhold' ? 'legal_demand' : 'platform_rule',
    reason: 'A reason',
    label: kind === 'label' ? 'Disputed' : null,
    from: WRITTEN,
    until: null,
    imposedUntil: rest.until ?? null,
    order: null,
    confidential: false,
    ...rest,
  };
}

export function lookingFrom(from: string | null, rest: Partial<Viewpoint> = {}): Viewpoint {
  return {
    at: LOOKED_AT,
    live: true,
    now: LOOKED_AT,
    from,
    basis: from === null ? 'unknown' : 'simulated',
    mode: 'open',
    viewer: null,
    asPublic: false,
    language: 'en',
    ...rest,
  };
}
