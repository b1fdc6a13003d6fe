/**
 * `withhold`: in some countries; `suspend`: everywhere; `label`: a note; `limit`: kept out of public timelines,
 * trends, search and recommendations.
 */
export const RESTRICTION_KINDS = ['withhold', 'suspend', 'label', 'limit'] as const;
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number];

/** Why: a demand under law, the law itself, or the platform's own rules. */
export const RESTRICTION_BASES = ['legal_demand', 'local_law', 'platform_rule'] as const;
export type RestrictionBasis = (typeof RESTRICTION_BASES)[number];

/** The subject of a restriction or an order's item. A hashtag's id is its lower-case name without `#`. */
export interface Subject {
  type: 'account' | 'post' | 'hashtag';
  id: string;
}

/** A restriction as an event carries it. `from` and `until` bound the half-open `[from, until)`. */
export interface RestrictionPayload {
  kind: RestrictionKind;
  subject: Subject;
  /** ISO 3166-1 alpha-2, or `*` alone for everywhere; sorted. */
  countries: string[];
  basis: RestrictionBasis;
  reason: string;
  label: string | null;
  from: string;
  until: string | null;
}

/** From `at` on a restriction was to end at `until`; null: until it is lifted. Ms since the epoch. */
export interface EndChange {
  at: number;
  until: number | null;
}

/** The most often that the end of one restriction is changed: each is kept, and told to its author. */
export const MAX_END_CHANGES = 50;

/** Something imposed on a subject for the half-open interval `[from, until)`, in ms since the epoch. */
export interface Restriction {
  id: string;
  kind: RestrictionKind;
  subject: Subject;
  countries: string[];
  basis: RestrictionBasis;
  reason: string;
  label: string | null;
  from: number;
  until: number | null;
  /** The end that it was imposed with; `until` is earlier where it was lifted. */
  imposedUntil: number | null;
  /** The ends that were set since, the earliest first; left out where a reader does not ask for them. */
  changes?: readonly EndChange[];
  /** The order and item that hold it; only a decision on that item lifts such a restriction. */
  order: { id: string; n: number } | null;
  /** Whether that order may not be named. */
  confidential: boolean;
}

/** Whether a restriction is in force at an instant (ms since the epoch). */
export function inForce(restriction: Pick<Restriction, 'from' | 'until'>, at: number): boolean {
  return restriction.from <= at && (restriction.until === null || at < restriction.until);
}

/** Whether a restriction ever begins: one that was lifted before its beginning does not. */
export function everBegan({ from, until }: Pick<Restriction, 'from' | 'until'>): boolean {
  return until === null || until >= from;
}

/** The end that a restriction was to have, as it was set by an instant (ms since the epoch). */
export function endAsSet(
  { imposedUntil, changes = [] }: Pick<Restriction, 'imposedUntil' | 'changes'>,
  at: number,
): number | null {
  const latest = changes.findLast((change) => change.at <= at);
  return latest === undefined ? imposedUntil : latest.until;
}

/** A restriction's end as known at an instant (ms since the epoch), when a later lift is not yet known. */
export function untilAsKnown(
  restriction: Pick<Restriction, 'until' | 'imposedUntil' | 'changes'>,
  at: number,
): number | null {
  const { until } = restriction;
  return until !== null && until <= at ? until : endAsSet(restriction, at);
}

/** A restriction as it stands right after the event that imposed it. */
export function restrictionOf(
  id: string,
  payload: RestrictionPayload,
  order: Restriction['order'],
  confidential: boolean,
): Restriction {
  const until = payload.until === null ? null : Date.parse(payload.until);
  return {
    id,
    kind: payload.kind,
    subject: payload.subject,
    countries: payload.countries,
    basis: payload.basis,
    reason: payload.reason,
    label: payload.label,
    from: Date.parse(payload.from),
    until,
    imposedUntil: until,
    order,
    confidential,
  };
}
