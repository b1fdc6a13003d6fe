import type { LedgerRow } from '#contract';
import {
  everBegan,
  normaliseTag,
  type EventType,
  type LogEntry,
  type LoggedEvent,
  type Restriction,
  type StoredAccount,
  type StoredOrder,
  type StoredPage,
} from '#domain';
import { release, type Gated } from './gated.js';
import { judgeAccount, judgePost } from './judge-stored.js';
import { judge, type Judgement } from './judge.js';
import { mayKnowOfSubject } from './known.js';
import { mayReadOrder } from './present-order.js';
import { byRole, DENIED, granted, GRANTED, type ReadAccess } from './read-access.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/** The kinds of things that decide whether an event about them is told. */
const KINDS = ['account', 'post', 'named', 'like', 'restriction', 'order', 'tag', 'filer'] as const;
type Kind = (typeof KINDS)[number];

/** One thing that has to be seen from a viewpoint for an event to be told. */
interface Need {
  kind: Kind;
  id: string;
}

/** Gives all that must be seen for an event to be told, whole or not at all; null: it is never told. */
type Rule<T extends EventType> = 'redacted' | ((event: LoggedEvent<T>) => Need[] | null);

/** For events that name ids alone, or that are the narrator's own: nothing restricts those. */
const public_ = (): Need[] => [];
const ofOrder = ({ subject }: { subject: string }): Need[] => [{ kind: 'order', id: subject }];
const ofRestriction = ({ subject }: { subject: string }): Need[] => [{ kind: 'restriction', id: subject }];

/**
 * The public list: which events the ledger tells, and what of each must be seen from the viewpoint.
 * An event type that is new does not compile until someone decides; in doubt it is redacted.
 */
const PUBLIC_LIST: { readonly [T in EventType]: Rule<T> } = {
  'account.opened': ({ subject }) => [{ kind: 'account', id: subject }],
  // Its `answered` is for threads: nobody can tell any more whether the erased posts were listed.
  'account.erased': ({ payload }) => (payload.answered === undefined ? [] : null),
  // It is addressed to one person.
  // A former name or profile is its bearer's to leave behind.
  'account.updated': 'redacted',
  'account.warned': 'redacted',
  // People may hide whom they follow, and nobody is told that they stopped; this event would keep both.
  'account.followed': 'redacted',
  'account.unfollowed': 'redacted',
  // Who asks, and what they are told, is between the two of them.
  'account.follow_requested': 'redacted',
  'account.follow_withdrawn': 'redacted',
  'account.follow_rejected': 'redacted',
  // It names the post it answers, its author, and the post it quotes: nobody is told of deleted or erased ones.
  'post.published': ({ subject, payload: { in_reply_to, quote_of } }) => [
    { kind: 'post', id: subject },
    ...[in_reply_to, quote_of].flatMap((id) => (id === null ? [] : [{ kind: 'named' as const, id }])),
  ],
  // As the post is now: it was written to be in the place of what was there.
  'post.edited': ({ subject }) => [{ kind: 'post', id: subject }],
  'post.reposted': ({ subject, payload }) => [
    { kind: 'post', id: subject },
    { kind: 'post', id: payload.of },
  ],
  // It would reveal that a deleted post existed, and that a re-post was undone.
  'post.deleted': 'redacted',
  'post.liked': ({ id, subject, actor }) => [
    { kind: 'like', id },
    { kind: 'post', id: subject },
    { kind: 'account', id: actor ?? '' },
  ],
  // With the like that it took back.
  'post.unliked': 'redacted',
  // A person's authority is registered with the first order that it files, right before it in the
  // log: were that order confidential, this would name who filed it.
  'authority.registered': ({ actor }) => (actor === null ? [] : [{ kind: 'filer', id: actor }]),
  'order.filed': ofOrder,
  'order.noticed': ofOrder,
  'order.confirmed': ofOrder,
  'order.revoked': ofOrder,
  'order.expired': ofOrder,
  'order.set_aside': ofOrder,
  'item.decided': ({ payload }) => [{ kind: 'order', id: payload.order }],
  'restriction.imposed': ofRestriction,
  'restriction.lifted': ofRestriction,
  'restriction.changed': ofRestriction,
  'restriction.started': ofRestriction,
  'restriction.expired': ofRestriction,
  'context.added': public_,
  'trend.observed': ({ payload }) => [{ kind: 'tag', id: normaliseTag(payload.tag) }],
  'scenario.opened': public_,
  'scenario.loaded': public_,
};

/** The ids of the things to read in order to judge some rows, by kind. */
export type LedgerNeeds = Readonly<Record<Kind, readonly string[]>>;

/** The ids of the things that decide whether some rows of the log are told. */
export function ledgerNeeds(entries: readonly LogEntry[], viewpoint: Viewpoint): LedgerNeeds {
  const needs = entries.flatMap(({ event }) => (event === null ? [] : (needsOf(event, viewpoint) ?? [])));
  const ids = (wanted: Kind): string[] => [
    ...new Set(needs.flatMap(({ kind, id }) => (kind === wanted ? id : []))),
  ];
  return Object.fromEntries(KINDS.map((kind) => [kind, ids(kind)])) as Record<Kind, string[]>;
}

/** The things that were read for some rows, as of the viewpoint; anything not in it does not exist. */
export interface LedgerFacts {
  accounts: ReadonlyMap<string, StoredAccount>;
  posts: StoredPage['posts'];
  /** The ids of the likes that stand. */
  likes: ReadonlySet<string>;
  restrictions: ReadonlyMap<string, Restriction>;
  orders: ReadonlyMap<string, Parameters<typeof mayReadOrder>[0] & Pick<StoredOrder, 'id'>>;
  /** Every restriction that was ever on the tags. */
  onTags: readonly Restriction[];
}

/** Rows of the log as the public ledger tells them from a viewpoint: each whole, or its link alone. */
export function gateLedger(
  entries: readonly LogEntry[],
  facts: LedgerFacts,
  viewpoint: Viewpoint,
): Gated<LedgerRow[]> {
  const exempt: string[] = [];
  const rows = entries.map((entry) => {
    const access = accessTo(entry, facts, viewpoint);
    exempt.push(...access.exempt);
    return presentRow(entry, access.granted);
  });
  return release(rows, exempt, viewpoint);
}

/** Grants a row where everything that it is about is seen; a row that is not told exempts nothing. */
function accessTo({ event, salt }: LogEntry, facts: LedgerFacts, viewpoint: Viewpoint): ReadAccess {
  const needs = event === null || salt === null ? null : needsOf(event, viewpoint);
  if (needs === null) return DENIED;
  const seen = needs.map((need) => accessFor(need, facts, viewpoint));
  if (!seen.every((one) => one.granted)) return DENIED;
  return { granted: true, exempt: seen.flatMap((one) => one.exempt) };
}

function presentRow({ seq, body_hash, prev_hash, hash, salt, stored }: LogEntry, isTold: boolean): LedgerRow {
  const link = { seq, body_hash, prev_hash, hash };
  if (!isTold || stored === null || salt === null) return { ...link, redacted: true };
  // The event as it was stored and hashed, not as it was brought up to date.
  const { id, type, at, actor, venue, subject, payload, provenance, scenario, version } = stored;
  return {
    ...link,
    redacted: false,
    salt,
    id,
    type,
    at,
    actor,
    venue,
    subject,
    payload,
    provenance,
    scenario,
    ...(version === undefined ? {} : { version }),
  };
}

/** Null where an event is not told, whatever of it is seen: it has not happened yet, or its type is not on the list. */
function needsOf(event: LoggedEvent, viewpoint: Viewpoint): Need[] | null {
  if (event.at > viewpoint.at) return null;
  // The rule under an event's type takes events of that type, which the union does not show.
  const rule = PUBLIC_LIST[event.type] as ((event: LoggedEvent) => Need[] | null) | 'redacted';
  return rule === 'redacted' ? null : rule(event);
}

function accessFor({ kind, id }: Need, facts: LedgerFacts, viewpoint: Viewpoint): ReadAccess {
  switch (kind) {
    case 'account': {
      const account = facts.accounts.get(id);
      return account === undefined ? DENIED : toWhatShows(judgeAccount(account, viewpoint));
    }
    case 'post': {
      // An unlisted post is in no public list, and so not in this one.
      const post = facts.posts.get(id);
      if (post?.visibility !== 'public') return DENIED;
      return toWhatShows(judgePost(post, facts.posts, viewpoint));
    }
    case 'named': {
      const post = facts.posts.get(id);
      if (post === undefined) return DENIED;
      const { verdict, exempt } = judgePost(post, facts.posts, viewpoint);
      return { granted: verdict !== 'deleted' && verdict !== 'absent', exempt };
    }
    case 'like':
      return granted(facts.likes.has(id));
    case 'restriction':
      return accessToRestriction(facts.restrictions.get(id), facts, viewpoint);
    case 'order': {
      const order = facts.orders.get(id);
      return order === undefined ? DENIED : mayReadOrder(order, viewpoint);
    }
    case 'tag':
      return isLimited(id, facts, viewpoint) ? byRole(id, viewpoint) : GRANTED;
    case 'filer':
      return viewerOf(viewpoint) === id ? GRANTED : byRole(id, viewpoint);
  }
}

function toWhatShows({ verdict, exempt }: Judgement): ReadAccess {
  return { granted: verdict === 'full' || verdict === 'labelled', exempt };
}

/**
 * A restriction is public from when it begins; one that was lifted before that never began. One that an
 * order holds is told by its decision. It names its subject, so the viewpoint must be allowed to know of it.
 */
function accessToRestriction(
  restriction: Restriction | undefined,
  facts: LedgerFacts,
  viewpoint: Viewpoint,
): ReadAccess {
  if (restriction?.order !== null) return DENIED;
  if (restriction.from > viewpoint.at || !everBegan(restriction)) return DENIED;
  return mayKnowOfSubject(restriction.subject, facts, viewpoint);
}

/** A limited tag is kept out of trends, and so is the event that it trended. */
function isLimited(tag: string, { onTags }: LedgerFacts, viewpoint: Viewpoint): boolean {
  const restrictions = onTags.filter(({ subject }) => subject.type === 'hashtag' && subject.id === tag);
  return judge(
    [{ id: '', owner: '', audience: null, deleted: false, restrictions }],
    viewpoint,
  ).restrictions.some(({ kind }) => kind === 'limit');
}
