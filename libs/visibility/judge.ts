import { bindsIn, inForce, type Restriction } from '#domain';
import { restrictionsAlsoAt, seesAll, type Viewpoint } from './viewpoint.js';

/** What a viewpoint may see of a subject, from most to least. */
export const VERDICTS = ['full', 'labelled', 'withheld', 'suspended', 'deleted', 'absent'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One thing that a subject is made of, with what is imposed on it: a re-post is also its source. */
export interface Part {
  /** The account whose it is, who sees their own. */
  owner: string;
  deleted: boolean;
  restrictions: readonly Restriction[];
}

/** A verdict and what it rests on. */
export interface Judgement {
  verdict: Verdict;
  /** In force at the viewpoint, wherever they bind. */
  restrictions: Restriction[];
  /** Those of them that keep this viewer from seeing the subject. */
  binding: Restriction[];
  /** Whether it is limited, and so left out of public timelines and searches; not from who owns it or sees all. */
  leftOut: boolean;
}

/**
 * Why a restriction binds a viewer, or does not: it is not in force at the viewpoint's instants; it
 * is their own; they look from elsewhere; where they are is not known; they see all, what binds
 * others at the same place too.
 */
export type Because = 'binds' | 'not_in_force' | 'own' | 'sees_all' | 'elsewhere' | 'unknown_country';

/** One restriction as the rule considered it. */
export interface Consideration {
  restriction: Restriction;
  /** What it makes of the subject; null where it is not in force. */
  effect: Verdict | null;
  because: Because;
}

/** What of a viewpoint decides what is seen from it. */
export type Sight = Pick<Viewpoint, 'at' | 'now' | 'from' | 'mode' | 'viewer' | 'asPublic'>;

/**
 * The one rule of who sees what: `(subject, restrictions, viewpoint) → verdict`. A subject is as
 * visible as its least visible part; suspended beats withheld beats label.
 */
export function judge(
  parts: readonly Part[],
  viewpoint: Sight,
  consider: (consideration: Consideration) => void = () => undefined,
): Judgement {
  const restrictions: Restriction[] = [];
  const binding: Restriction[] = [];
  let verdict: Verdict = 'full';
  let leftOut = false;
  for (const part of parts) {
    if (part.deleted) verdict = stricter(verdict, 'deleted');
    for (const restriction of part.restrictions) {
      if (restrictions.some((known) => known.id === restriction.id)) continue;
      if (!counts(restriction, viewpoint)) {
        consider({ restriction, effect: null, because: 'not_in_force' });
        continue;
      }
      restrictions.push(restriction);
      if (restriction.kind === 'limit' && !isOwn(part, viewpoint) && !seesAll(viewpoint)) leftOut = true;
      const because = reasonOf(restriction, part, viewpoint);
      const effect = EFFECTS[because] ?? EFFECT_OF_KIND[restriction.kind];
      consider({ restriction, effect, because });
      verdict = stricter(verdict, effect);
      if (effect === 'withheld' || effect === 'suspended') binding.push(restriction);
    }
  }
  return { verdict, restrictions, binding, leftOut };
}

/** The less visible of two verdicts. */
export function stricter(one: Verdict, other: Verdict): Verdict {
  return VERDICTS.indexOf(one) >= VERDICTS.indexOf(other) ? one : other;
}

/** What a restriction does where nothing keeps it from binding. */
const EFFECT_OF_KIND: Readonly<Record<Restriction['kind'], Verdict>> = {
  suspend: 'suspended',
  withhold: 'withheld',
  label: 'labelled',
  limit: 'full',
};

/** What keeps a restriction that is in force from binding. */
const EFFECTS: Readonly<Partial<Record<Because, Verdict>>> = {
  own: 'full',
  sees_all: 'full',
  elsewhere: 'full',
  unknown_country: 'full',
};

function reasonOf(
  { kind, countries }: Restriction,
  part: Part,
  viewpoint: Sight,
): Exclude<Because, 'not_in_force'> {
  if (kind === 'limit' || kind === 'label') return 'binds';
  if (isOwn(part, viewpoint)) return 'own';
  if (!bindsFrom(countries, viewpoint)) return viewpoint.from === null ? 'unknown_country' : 'elsewhere';
  return seesAll(viewpoint) ? 'sees_all' : 'binds';
}

function isOwn({ owner }: Part, { asPublic, viewer }: Sight): boolean {
  return !asPublic && viewer?.id === owner;
}

function counts(restriction: Restriction, viewpoint: Sight): boolean {
  return inForce(restriction, viewpoint.at) || inForce(restriction, restrictionsAlsoAt(viewpoint));
}

/** An unknown country is bound by what holds everywhere; where geography is enforced, by everything. */
export function bindsFrom(
  countries: readonly string[],
  { from, mode }: Pick<Viewpoint, 'from' | 'mode'>,
): boolean {
  return (from === null && mode === 'enforced') || bindsIn(countries, from);
}
