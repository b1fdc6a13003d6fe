import type { ExplainedRule, Explanation } from '#contract';
import {
  ELSEWHERE,
  everBegan,
  EVERYWHERE,
  inForce,
  wholeOf,
  type Restriction,
  type RestrictionKind,
  type StoredAccount,
  type StoredPage,
  type StoredPost,
} from '#domain';
import { release, type Gated } from './gated.js';
import { judge, type Because, type Consideration, type SubjectPart } from './judge.js';
import { mayKnowOf } from './known.js';
import { accountPart, storedParts } from './parts.js';
import { mayReadGrounds, presentRestriction } from './present-order.js';
import { GRANTED, type ReadAccess } from './read-access.js';
import { countryName } from './texts.js';
import type { Viewpoint } from './viewpoint.js';

/** An entry of the log without its text: that something happened to a subject, as far as it is told. */
export interface EventHead {
  seq: number;
  id: string;
  type: string;
  at: number;
  /** The id of the thing it is about. */
  subject: string;
}

/**
 * Explains why a viewpoint sees a post as it does. Considers every restriction that the post ever had. Null
 * where the viewpoint may not know that the post exists or existed.
 *
 * @param now the posts as they are now: they decide whether a post that did not exist yet may be known of
 */
export function explainPost(
  post: StoredPost,
  posts: StoredPage['posts'],
  viewpoint: Viewpoint,
  events: readonly EventHead[],
  now: StoredPage['posts'] = posts,
): Gated<Explanation> | null {
  if (judge(storedParts(post, posts), viewpoint).verdict === 'absent') return null;
  const isAhead = post.at > viewpoint.at;
  const known = isAhead
    ? mayKnowOf(now.get(post.id) ?? post, now, { ...viewpoint, at: viewpoint.now })
    : mayKnowOf(post, posts, viewpoint);
  if (!known.granted) return null;
  return explain(
    { status_id: post.id, account_id: null, tag: null },
    post.at,
    storedParts(post, posts),
    viewpoint,
    events,
    known.exempt,
    ({ subject }) => {
      const on = posts.get(subject.id);
      return on === undefined || on.id === post.id ? GRANTED : mayKnowOf(on, posts, viewpoint);
    },
  );
}

/** Explains why a viewpoint sees an account as it does. */
export function explainAccount(
  account: StoredAccount,
  viewpoint: Viewpoint,
  events: readonly EventHead[],
): Gated<Explanation> {
  return explain(
    { status_id: null, account_id: account.id, tag: null },
    account.openedAt,
    [accountPart(account)],
    viewpoint,
    events,
    [],
    () => GRANTED,
  );
}

function explain(
  subject: { status_id: string | null; account_id: string | null; tag: null },
  began: number,
  parts: readonly SubjectPart[],
  viewpoint: Viewpoint,
  events: readonly EventHead[],
  alreadyExempt: readonly string[],
  mayName: (restriction: Restriction) => ReadAccess,
): Gated<Explanation> {
  const id = subject.status_id ?? subject.account_id ?? '';
  const exists = began <= viewpoint.at;
  const deleted = parts.some((part) => part.deleted);
  const { verdict, considered } = judge(parts, viewpoint);
  const exempt = [...alreadyExempt];
  const rules: ExplainedRule[] = [
    {
      rule: 'absent',
      matched: !exists,
      because: exists ? `It is there since ${iso(began)}.` : `It was not there before ${iso(began)}.`,
      restriction: null,
      events: headsOf(id, events),
    },
    {
      rule: 'deleted',
      matched: deleted,
      because: deleted
        ? 'Its author deleted it, or what it passes on: it is gone at every instant.'
        : 'Its author has not deleted it.',
      restriction: null,
      events: [],
    },
    ...BY_PRECEDENCE.flatMap((kind): ExplainedRule[] => {
      const ofKind = considered.filter(({ restriction }) => restriction.kind === kind);
      if (ofKind.length > 0)
        return ofKind.map((one) => {
          const [name, grounds] = [mayName(one.restriction), mayReadGrounds(one.restriction, viewpoint)];
          exempt.push(...name.exempt, ...grounds.exempt);
          const may = { name: name.granted, giveGrounds: grounds.granted };
          return explainRestriction(one, may, viewpoint, events);
        });
      return [{ rule: kind, matched: false, because: NONE[kind], restriction: null, events: [] }];
    }),
  ];
  const explanation: Explanation = {
    ...subject,
    viewpoint: {
      at: iso(viewpoint.at),
      live: viewpoint.live,
      from: viewpoint.from,
      basis: viewpoint.basis,
      mode: viewpoint.mode,
      viewer: viewpoint.viewer?.id ?? null,
      role: viewpoint.viewer?.role ?? null,
      why: whereFrom(viewpoint),
    },
    verdict: exists ? verdict : 'absent',
    rules,
  };
  return release(explanation, exempt, viewpoint);
}

/** Suspended beats withheld beats labelled; limits do not say whether something is shown. */
const BY_PRECEDENCE = ['suspend', 'withhold', 'label', 'limit'] as const;

const NONE: Readonly<Record<RestrictionKind, string>> = {
  suspend: 'Nothing suspends it.',
  withhold: 'Nothing withholds it.',
  label: 'Nothing labels it.',
  limit: 'Nothing limits it.',
};

function explainRestriction(
  { restriction, because }: Consideration,
  may: { name: boolean; giveGrounds: boolean },
  viewpoint: Viewpoint,
  events: readonly EventHead[],
): ExplainedRule {
  const shown = presentRestriction(restriction, viewpoint, may);
  const hidden = restriction.order !== null && shown.order_id === null;
  return {
    rule: restriction.kind,
    matched: because === 'binds',
    because: inWords(restriction, because, viewpoint),
    restriction: shown,
    // A confidential order tells nothing beyond the restriction itself, not even when it was decided.
    events: hidden ? [] : headsOf(restriction.id, events),
  };
}

function inWords(restriction: Restriction, because: Because, viewpoint: Viewpoint): string {
  const everywhere = restriction.countries.includes(EVERYWHERE);
  const force = everywhere ? 'In force everywhere' : `In force in ${restriction.countries.join(', ')}`;
  switch (because) {
    case 'binds':
      if (!inForce(restriction, viewpoint.at)) {
        return `Not in force at ${iso(viewpoint.at)}, but now: this server goes by the stricter of both.`;
      }
      if (restriction.kind === 'limit')
        return 'In force: it is kept out of public timelines, trends, search and recommendations, and shown otherwise.';
      if (restriction.kind === 'label') return 'In force: it is shown with a label.';
      if (everywhere) return `${force}.`;
      return viewpoint.from === null
        ? `${force}; where you are is not known, and this server then shows only what is restricted nowhere.`
        : `${force}; you look from ${placeName(viewpoint.from)}${byWhoseName(restriction, viewpoint.from)}.`;
    case 'not_in_force': {
      if (!everBegan(restriction))
        return `Never in force: it was lifted before it began at ${iso(restriction.from)}.`;
      const until = restriction.until === null ? '' : `, until ${iso(restriction.until)}`;
      return `Not in force at ${iso(viewpoint.at)}: it is from ${iso(restriction.from)}${until}.`;
    }
    case 'own':
      return `${force}, and yours: you see your own.`;
    case 'sees_all':
      return `${force}; a moderator sees all.`;
    case 'elsewhere':
      return `${force}; you look from ${placeName(viewpoint.from)}.`;
    case 'unknown_country':
      return `${force}; where you are is not known, and then only what holds everywhere binds.`;
  }
}

function placeName(from: string | null): string {
  return from === null || from === ELSEWHERE ? ELSEWHERE : countryName(from, 'en');
}

/** Says whose law binds a part of a country where the restriction names the country; '' elsewhere. */
function byWhoseName({ countries }: Restriction, from: string): string {
  const whole = wholeOf(from);
  if (whole === null || countries.includes(from)) return '';
  return `, where the law of ${countryName(whole, 'en')} is in force`;
}

function whereFrom({ basis, from }: Viewpoint): string {
  switch (basis) {
    case 'simulated':
      return 'Chosen with view_from.';
    case 'account':
      return 'The country set in your account.';
    case 'geoip':
      return 'Found from your network address.';
    case 'default':
      return 'What this server takes for those who do not say (GEO_DEFAULT_COUNTRY).';
    case 'unknown':
      return from === null ? 'Where you are is not known.' : 'Not known.';
  }
}

function headsOf(subject: string, events: readonly EventHead[]): ExplainedRule['events'] {
  return events
    .filter((event) => event.subject === subject)
    .map(({ seq, id, type, at }) => ({ seq, id, type, at: iso(at) }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
