import { bindsIn, inForce, type Restriction } from '#domain';
import { restrictionsAlsoAt, seesAll, viewerOf, type Viewpoint } from './viewpoint.js';

/** How much of a subject a viewpoint may see, from most to least. */
export const VERDICTS = ['full', 'labelled', 'withheld', 'suspended', 'deleted', 'absent'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One part of a subject, with the restrictions on it. A re-post's source is a part of the re-post. */
export interface SubjectPart {
  id: string;
  /** The account that it belongs to, which sees its own. */
  owner: string;
  /** The accounts that a post is for; null: everybody. */
  audience: ReadonlySet<string> | null;
  /** Whether its author blocks whoever looks. */
  barred?: boolean;
  deleted: boolean;
  restrictions: readonly Restriction[];
}

/** A verdict and the restrictions that it rests on. */
export interface Judgement {
  verdict: Verdict;
  /** In force at the viewpoint, wherever they bind. */
  restrictions: readonly Restriction[];
  /** Those of them that keep this viewer from seeing the subject. */
  binding: readonly Restriction[];
  /** Whether it is limited, and so left out of public timelines and searches; not from who owns it or sees all. */
  leftOut: boolean;
  /** Every restriction of its parts, in force or not, as the rule considered it. */
  considered: readonly Consideration[];
  /** Ids of things hidden from others at the same place, and shown to this viewer because they see all. */
  exempt: readonly string[];
}

/**
 * Why a restriction binds a viewer, or does not: it is not in force at the viewpoint's instants; the
 * part is their own; they look from elsewhere; their country is unknown; they see all, even what is
 * hidden from others at the same place.
 */
export type Because = 'binds' | 'not_in_force' | 'own' | 'sees_all' | 'elsewhere' | 'unknown_country';

/** One restriction as the rule considered it. */
export interface Consideration {
  restriction: Restriction;
  /** The verdict on the subject by this restriction alone; null where it is not in force. */
  effect: Verdict | null;
  because: Because;
  /** Whether it keeps the subject out of public timelines and searches. */
  leavesOut: boolean;
}

/** The parts of a viewpoint that decide a verdict. */
export type Sight = Pick<Viewpoint, 'at' | 'now' | 'from' | 'mode' | 'viewer' | 'asPublic' | 'reported'>;

/**
 * The one rule of who sees what: `(subject, restrictions, viewpoint) → verdict`. A subject is as
 * visible as its least visible part; suspended beats withheld beats label. The audience comes first: to
 * whoever a part is not for, or whom its author blocks, the subject is absent, whatever else is true of it. A
 * block keeps nothing from those who see all.
 */
export function judge(parts: readonly SubjectPart[], viewpoint: Sight): Judgement {
  if (!parts.every((part) => isFor(part, viewpoint))) return ABSENT;
  if (parts.some(({ barred }) => barred === true) && !seesAll(viewpoint)) return ABSENT;
  const judgement = judgeRestrictions(parts, viewpoint);
  const reported = parts.filter((part) => !isAddressed(part, viewpoint));
  if (reported.length === 0) return judgement;
  return { ...judgement, exempt: [...reported.map(({ id }) => id), ...judgement.exempt] };
}

/**
 * Whether a viewpoint is among those whom something is for. Moderators are not: they see what is for some
 * people alone where it was reported to them, and there alone.
 */
export function isFor(part: Pick<SubjectPart, 'id' | 'audience'>, viewpoint: Sight): boolean {
  return isAddressed(part, viewpoint) || (seesAll(viewpoint) && viewpoint.reported?.has(part.id) === true);
}

/** The one place that says who is addressed. */
function isAddressed({ audience }: Pick<SubjectPart, 'audience'>, viewpoint: Sight): boolean {
  if (audience === null) return true;
  const viewer = viewerOf(viewpoint);
  return viewer !== null && audience.has(viewer);
}

function judgeRestrictions(parts: readonly SubjectPart[], viewpoint: Sight): Judgement {
  const considered = considerAll(parts, viewpoint);
  const deleted = parts.some((part) => part.deleted);
  if (considered.length === 0) return deleted ? DELETED : UNRESTRICTED;
  const exempt = considered.filter(({ because }) => because === 'sees_all');
  return {
    verdict: considered.reduce<Verdict>(
      (verdict, { effect }) => (effect === null ? verdict : stricter(verdict, effect)),
      deleted ? 'deleted' : 'full',
    ),
    restrictions: considered.flatMap(({ effect, restriction }) => (effect === null ? [] : restriction)),
    binding: considered.flatMap(({ effect, restriction }) =>
      effect === 'withheld' || effect === 'suspended' ? restriction : [],
    ),
    leftOut: considered.some(({ leavesOut }) => leavesOut),
    considered,
    // A deleted subject is shown to nobody.
    exempt: deleted ? [] : exempt.map(({ restriction }) => restriction.subject.id),
  };
}

const NOTHING = { restrictions: [], binding: [], leftOut: false, considered: [], exempt: [] } as const;
/** The judgement on a subject without restrictions, as most are. */
export const UNRESTRICTED: Judgement = Object.freeze({ verdict: 'full', ...NOTHING });
const DELETED: Judgement = Object.freeze({ verdict: 'deleted', ...NOTHING });
/** The judgement on a subject that does not exist yet, or is for others, whatever is imposed on it. */
export const ABSENT: Judgement = Object.freeze({ verdict: 'absent', ...NOTHING });

/** Considers each restriction once, even where two parts carry it. */
function considerAll(parts: readonly SubjectPart[], viewpoint: Sight): Consideration[] {
  const considered: Consideration[] = [];
  for (const part of parts) {
    for (const restriction of part.restrictions) {
      if (!considered.some((one) => one.restriction.id === restriction.id))
        considered.push(consider(restriction, part, viewpoint));
    }
  }
  return considered;
}

function consider(restriction: Restriction, part: SubjectPart, viewpoint: Sight): Consideration {
  if (!counts(restriction, viewpoint))
    return { restriction, effect: null, because: 'not_in_force', leavesOut: false };
  const because = reasonOf(restriction, part, viewpoint);
  return {
    restriction,
    effect: EFFECTS[because] ?? EFFECT_OF_KIND[restriction.kind],
    because,
    leavesOut: restriction.kind === 'limit' && !isOwn(part, viewpoint) && !seesAll(viewpoint),
  };
}

/** The less visible of two verdicts. */
export function stricter(one: Verdict, other: Verdict): Verdict {
  return VERDICTS.indexOf(one) >= VERDICTS.indexOf(other) ? one : other;
}

/** The effect of a restriction that binds, by its kind. */
const EFFECT_OF_KIND: Readonly<Record<Restriction['kind'], Verdict>> = {
  suspend: 'suspended',
  withhold: 'withheld',
  label: 'labelled',
  limit: 'full',
};

/** The effect of a restriction that is in force and does not bind, by the reason why not. */
const EFFECTS: Readonly<Partial<Record<Because, Verdict>>> = {
  own: 'full',
  sees_all: 'full',
  elsewhere: 'full',
  unknown_country: 'full',
};

function reasonOf(
  { kind, countries }: Restriction,
  part: SubjectPart,
  viewpoint: Sight,
): Exclude<Because, 'not_in_force'> {
  if (kind === 'limit' || kind === 'label') return 'binds';
  if (isOwn(part, viewpoint)) return 'own';
  if (!bindsFrom(countries, viewpoint)) return viewpoint.from === null ? 'unknown_country' : 'elsewhere';
  return seesAll(viewpoint) ? 'sees_all' : 'binds';
}

function isOwn({ owner }: SubjectPart, { asPublic, viewer }: Sight): boolean {
  return !asPublic && viewer?.id === owner;
}

function counts(restriction: Restriction, viewpoint: Sight): boolean {
  return inForce(restriction, viewpoint.at) || inForce(restriction, restrictionsAlsoAt(viewpoint));
}

/** Whether countries bind a viewpoint: an unknown one by `*` alone, or by any where geography is enforced. */
export function bindsFrom(
  countries: readonly string[],
  { from, mode }: Pick<Viewpoint, 'from' | 'mode'>,
): boolean {
  return (from === null && mode === 'enforced') || bindsIn(countries, from);
}
