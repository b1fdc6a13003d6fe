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
import { seal, type Gated } from './gated.js';
import { judgeAccount, judgePost } from './judge-stored.js';
import { judge, type Verdict } from './judge.js';
import { mayKnowOfSubject } from './known.js';
import { mayReadOrder } from './present-order.js';
import { seesByRole, type Viewpoint } from './viewpoint.js';

/** What kinds of things an event can be about that decide whether it is told. */
const KINDS = ['account', 'post', 'named', 'like', 'restriction', 'order', 'tag', 'filer'] as const;
type Kind = (typeof KINDS)[number];

/** One thing that has to be seen from a viewpoint for an event to be told. */
interface Need {
  kind: Kind;
  id: string;
}

/** What an event needs to be told: all of it; null: nothing tells it. An event is told whole or not at all. */
type Rule<T extends EventType> = 'redacted' | ((event: LoggedEvent<T>) => Need[] | null);

/** It names ids alone, or it is the narrator's own, which nothing restricts. */
const public_ = (): Need[] => [];
const ofOrder = ({ subject }: { subject: string }): Need[] => [{ kind: 'order', id: subject }];
const ofRestriction = ({ subject }: { subject: string }): Need[] => [{ kind: 'restriction', id: subject }];

/**
 * The public list: which events the ledger tells, and what of each must be seen from the viewpoint.
 * An event type that is new does not compile until someone decides; in doubt it is redacted.
 */
const PUBLIC_LIST: { readonly [T in EventType]: Rule<T> } = {
  'account.opened': ({ subject }) => [{ kind: 'account', id: subject }],
  // What it says of replies is for their threads: of erased posts nobody knows any more whether they were listed.
  'account.erased': ({ payload }) => (payload.answered === undefined ? [] : null),
  // It is a word to one person.
  'account.warned': 'redacted',
  // Whom someone follows is theirs to hide, and that they stopped is told to nobody; this would keep both.
  'account.followed': 'redacted',
  'account.unfollowed': 'redacted',
  // It names what it answers, and whose that is, and what it quotes: of what is deleted or erased nobody is told.
  'post.published': ({ subject, payload: { in_reply_to, quote_of } }) => [
    { kind: 'post', id: subject },
    ...[in_reply_to, quote_of].flatMap((id) => (id === null ? [] : [{ kind: 'named' as const, id }])),
  ],
  'post.reposted': ({ subject, payload }) => [
    { kind: 'post', id: subject },
    { kind: 'post', id: payload.of },
  ],
  // It would tell of what is gone that it was there, and that a re-post was undone.
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
  'restriction.started': ofRestriction,
  'restriction.expired': ofRestriction,
  'context.added': public_,
  'trend.observed': ({ payload }) => [{ kind: 'tag', id: normaliseTag(payload.tag) }],
  'scenario.opened': public_,
  'scenario.loaded': public_,
};

/** What has to be read to judge some rows: ids, by the kind of what they name. */
export type LedgerNeeds = Readonly<Record<Kind, readonly string[]>>;

/** The ids of what decides whether some rows of the log are told. */
export function ledgerNeeds(entries: readonly LogEntry[], viewpoint: Viewpoint): LedgerNeeds {
  const needs = entries.flatMap(({ event }) => (event === null ? [] : (needsOf(event, viewpoint) ?? [])));
  const ids = (wanted: Kind): string[] => [
    ...new Set(needs.flatMap(({ kind, id }) => (kind === wanted ? id : []))),
  ];
  return Object.fromEntries(KINDS.map((kind) => [kind, ids(kind)])) as Record<Kind, string[]>;
}

/** What was read for some rows, as of the viewpoint; what is not in it is not there. */
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
  return seal(entries.map((entry) => rowOf(entry, facts, viewpoint)));
}

function rowOf(entry: LogEntry, facts: LedgerFacts, viewpoint: Viewpoint): LedgerRow {
  const { seq, body_hash, prev_hash, hash, salt, event } = entry;
  const link = { seq, body_hash, prev_hash, hash };
  const needs = event === null ? null : needsOf(event, viewpoint);
  if (event === null || salt === null || needs === null) return { ...link, redacted: true };
  if (!needs.every((need) => isSeen(need, facts, viewpoint))) return { ...link, redacted: true };
  const { id, type, at, actor, venue, subject, payload, provenance, scenario } = event;
  return {
    ...link,
    redacted: false,
    salt,
    id,
    type,
    at: new Date(at).toISOString(),
    actor,
    venue,
    subject,
    payload,
    provenance,
    scenario,
  };
}

/** Null where an event is not told, whatever of it is seen: it has not happened yet, or its type is not on the list. */
function needsOf(event: LoggedEvent, viewpoint: Viewpoint): Need[] | null {
  if (event.at > viewpoint.at) return null;
  // The rule under an event's type takes events of that type, which the union does not show. A type
  // that a newer version wrote has none.
  const rule = PUBLIC_LIST[event.type] as ((event: LoggedEvent) => Need[] | null) | 'redacted' | undefined;
  return typeof rule === 'function' ? rule(event) : null;
}

function isSeen({ kind, id }: Need, facts: LedgerFacts, viewpoint: Viewpoint): boolean {
  switch (kind) {
    case 'account': {
      const account = facts.accounts.get(id);
      return account !== undefined && shows(judgeAccount(account, viewpoint).verdict);
    }
    case 'post': {
      // What is unlisted is in no public list, and so not in this one.
      const post = facts.posts.get(id);
      return post?.visibility === 'public' && shows(judgePost(post, facts.posts, viewpoint).verdict);
    }
    case 'named': {
      const post = facts.posts.get(id);
      return post !== undefined && judgePost(post, facts.posts, viewpoint).verdict !== 'deleted';
    }
    case 'like':
      return facts.likes.has(id);
    case 'restriction':
      return isTold(facts.restrictions.get(id), facts, viewpoint);
    case 'order': {
      const order = facts.orders.get(id);
      return order !== undefined && mayReadOrder(order, viewpoint);
    }
    case 'tag':
      return !isLimited(id, facts, viewpoint) || seesByRole(viewpoint, id);
    case 'filer':
      return (!viewpoint.asPublic && viewpoint.viewer?.id === id) || seesByRole(viewpoint, id);
  }
}

function shows(verdict: Verdict): boolean {
  return verdict === 'full' || verdict === 'labelled';
}

/**
 * A restriction is public from when it begins, and one that was lifted before never began. One that
 * an order holds is told by its decision. It names what it is on, so that may be known to be there.
 */
function isTold(restriction: Restriction | undefined, facts: LedgerFacts, viewpoint: Viewpoint): boolean {
  return (
    restriction?.order === null &&
    restriction.from <= viewpoint.at &&
    everBegan(restriction) &&
    mayKnowOfSubject(restriction.subject, facts, viewpoint)
  );
}

/** A limited tag is kept out of trends, and so is that it trended. */
function isLimited(tag: string, { onTags }: LedgerFacts, viewpoint: Viewpoint): boolean {
  const restrictions = onTags.filter(({ subject }) => subject.type === 'hashtag' && subject.id === tag);
  return judge([{ owner: '', deleted: false, restrictions }], viewpoint).restrictions.some(
    ({ kind }) => kind === 'limit',
  );
}
