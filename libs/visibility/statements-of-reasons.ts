import type { StatementCategory, StatementOfReasons } from '#contract';
import {
  EU_MEMBERS,
  EVERYWHERE,
  timeOfId,
  untilAsKnown,
  VENUES,
  type OrderGround,
  type Restriction,
  type StoredReasons,
  type Subject,
} from '#domain';
import { release, type Gated } from './gated.js';
import { mayReadOrder } from './present-order.js';
import { DENIED, type ReadAccess } from './read-access.js';
import type { Viewpoint } from './viewpoint.js';

const NOT_TOLD = 'Not told: the order is confidential.';

/** The longest texts that the database takes, in characters. */
const MAX_GROUND = 500;
const MAX_EXPLANATION = 2_000;
const MAX_FACTS = 5_000;

/** The last millisecond of the last day that the database takes as an end, 1 January 2038 in UTC. */
const LATEST_END = Date.UTC(2038, 0, 2) - 1;

/** The states in which the Digital Services Act applies, which are all that `territorial_scope` can name. */
const EUROPEAN_ECONOMIC_AREA: readonly string[] = [...EU_MEMBERS, 'IS', 'LI', 'NO'].sort();

type Visibility = NonNullable<StatementOfReasons['decision_visibility']>[number];

const VISIBILITY: Readonly<Record<Restriction['kind'], Visibility>> = {
  withhold: 'DECISION_VISIBILITY_CONTENT_DISABLED',
  suspend: 'DECISION_VISIBILITY_CONTENT_REMOVED',
  label: 'DECISION_VISIBILITY_CONTENT_LABELLED',
  limit: 'DECISION_VISIBILITY_CONTENT_DEMOTED',
};

const DONE: Readonly<Record<Restriction['kind'], string>> = {
  withhold: 'Withheld',
  suspend: 'Suspended',
  label: 'Labelled',
  limit: 'Limited',
};

/** Their nearest category; the grounds themselves stand in `category_specification_other`. */
const CATEGORY: Readonly<Record<OrderGround, StatementCategory>> = {
  sovereignty_and_integrity: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  defence: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  security_of_the_state: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  friendly_relations_with_foreign_states: 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
  public_order: 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
  incitement_to_a_cognizable_offence: 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
  other: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
};

/**
 * Statements of reasons (Digital Services Act, Article 17) of restrictions, in the shape of the EU's
 * transparency database. They tell nothing that the restricted said; of an order that may not be
 * read from the viewpoint neither who gave it, nor why.
 */
export function statementsOfReasons(
  reasons: readonly StoredReasons[],
  viewpoint: Viewpoint,
): Gated<StatementOfReasons[]> {
  const exempt: string[] = [];
  const statements = reasons.map((one) => {
    const access = accessToOrder(one, viewpoint);
    exempt.push(...access.exempt);
    return presentStatement(one, toldOf(one, access.granted), viewpoint.at);
  });
  return release(statements, exempt, viewpoint);
}

/** How much may be told of the order that holds a restriction: there is none; nothing; all of it. */
type Told = 'no order' | 'nothing' | NonNullable<StoredReasons['order']>;

function presentStatement(
  { restriction, venue, scenario }: StoredReasons,
  told: Told,
  at: number,
): StatementOfReasons {
  const { id, kind, subject, countries } = restriction;
  const suspendsAccount = kind === 'suspend' && subject.type === 'account';
  const ends = untilAsKnown(restriction, at);
  const until = ends === null || ends > LATEST_END ? null : dateOf(ends);
  return {
    puid: id,
    platform_name: venue === null ? null : VENUES[venue].name,
    decision_visibility: suspendsAccount ? null : [VISIBILITY[kind]],
    decision_visibility_other: null,
    end_date_visibility_restriction: suspendsAccount ? null : until,
    decision_monetary: null,
    decision_monetary_other: null,
    end_date_monetary_restriction: null,
    decision_provision: null,
    end_date_service_restriction: null,
    decision_account: suspendsAccount ? 'DECISION_ACCOUNT_SUSPENDED' : null,
    end_date_account_restriction: suspendsAccount ? until : null,
    account_type: null,
    ...groundOf(restriction, told),
    ...categoryOf(restriction, told),
    ...contentOf(subject),
    application_date: dateOf(restriction.from),
    territorial_scope: countries.includes(EVERYWHERE)
      ? [...EUROPEAN_ECONOMIC_AREA]
      : countries.filter((country) => EUROPEAN_ECONOMIC_AREA.includes(country)),
    decision_facts: clip(factsOf(restriction, told), MAX_FACTS),
    ...sourceOf(restriction, told),
    automated_detection: 'No',
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    countries,
    order_id: typeof told === 'string' ? null : (restriction.order?.id ?? null),
    scenario,
    illustrative: scenario !== null,
  };
}

/** An order that was not read cannot be judged, so nothing of it leaves. */
function accessToOrder({ restriction, order }: StoredReasons, viewpoint: Viewpoint): ReadAccess {
  return restriction.order === null || order === null ? DENIED : mayReadOrder(order, viewpoint);
}

function toldOf({ restriction, order }: StoredReasons, mayRead: boolean): Told {
  if (restriction.order === null) return 'no order';
  return order !== null && mayRead ? order : 'nothing';
}

function groundOf(
  { basis, reason }: Restriction,
  told: Told,
): Pick<
  StatementOfReasons,
  | 'decision_ground'
  | 'decision_ground_reference_url'
  | 'illegal_content_legal_ground'
  | 'illegal_content_explanation'
  | 'incompatible_content_ground'
  | 'incompatible_content_explanation'
  | 'incompatible_content_illegal'
> {
  const none = { decision_ground_reference_url: null, incompatible_content_illegal: null } as const;
  const explanation = told === 'nothing' ? NOT_TOLD : reason;
  if (basis === 'platform_rule') {
    return {
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      illegal_content_legal_ground: null,
      illegal_content_explanation: null,
      incompatible_content_ground: 'The platform’s own rules.',
      incompatible_content_explanation: clip(explanation, MAX_EXPLANATION),
      ...none,
    };
  }
  const [legalGround, why] =
    told === 'nothing'
      ? [NOT_TOLD, NOT_TOLD]
      : told === 'no order'
        ? [basis === 'local_law' ? 'Local law.' : 'A legal demand without an order on record.', explanation]
        : [told.legalBasis, `${demandedOn(told.grounds)} ${told.reason}`.trim()];
  return {
    decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT',
    illegal_content_legal_ground: clip(legalGround, MAX_GROUND),
    illegal_content_explanation: clip(why, MAX_EXPLANATION),
    incompatible_content_ground: null,
    incompatible_content_explanation: null,
    ...none,
  };
}

function categoryOf(
  { basis }: Restriction,
  told: Told,
): Pick<
  StatementOfReasons,
  'category' | 'category_addition' | 'category_specification' | 'category_specification_other'
> {
  if (basis === 'platform_rule' || typeof told === 'string') {
    return {
      category:
        basis === 'platform_rule'
          ? 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC'
          : 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
      category_addition: [],
      category_specification: [],
      category_specification_other: null,
    };
  }
  const [category = 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE', ...addition] = new Set(
    told.grounds.map((ground) => CATEGORY[ground as OrderGround]),
  );
  return {
    category,
    category_addition: addition,
    category_specification: told.grounds.length === 0 ? [] : ['KEYWORD_OTHER'],
    category_specification_other: told.grounds.length === 0 ? null : clip(words(told.grounds), MAX_GROUND),
  };
}

function contentOf({
  type,
  id,
}: Subject): Pick<
  StatementOfReasons,
  'content_type' | 'content_type_other' | 'content_id' | 'content_language' | 'content_date'
> {
  // A tombstone does not tell the language of a post, so neither does this.
  const rest = { content_id: null, content_language: null } as const;
  switch (type) {
    case 'post':
      return {
        content_type: ['CONTENT_TYPE_TEXT'],
        content_type_other: null,
        content_date: dateOf(timeOfId(id)),
        ...rest,
      };
    case 'account':
      return {
        content_type: ['CONTENT_TYPE_OTHER'],
        content_type_other: 'An account: its profile and all its posts',
        content_date: dateOf(timeOfId(id)),
        ...rest,
      };
    case 'hashtag':
      return {
        content_type: ['CONTENT_TYPE_OTHER'],
        content_type_other: 'A hashtag',
        content_date: null,
        ...rest,
      };
  }
}

function factsOf({ kind, countries, reason, label, order }: Restriction, told: Told): string {
  const what =
    told === 'no order'
      ? 'Decided without an order.'
      : told === 'nothing'
        ? 'Decided on an order that may not be named.'
        : `Decided on item ${order?.n} of the order “${told.title}” of ${told.authority.name}, filed on ${iso(told.filedAt).slice(0, 10)} (UTC).`;
  const where = countries.includes(EVERYWHERE) ? 'everywhere' : `in ${countries.join(', ')}`;
  return [
    what,
    `${DONE[kind]} ${where}.`,
    ...(label === null ? [] : [`Label: ${label}`]),
    told === 'nothing' ? 'The reason is not told.' : `Reason given: ${reason}`,
  ].join(' ');
}

/** Their sources do not list orders, so a legal demand is another notification; all else is voluntary. */
function sourceOf(
  { basis }: Restriction,
  told: Told,
): Pick<StatementOfReasons, 'source_type' | 'source_identity'> {
  const voluntary = told === 'no order' && basis !== 'legal_demand';
  return {
    source_type: voluntary ? 'SOURCE_VOLUNTARY' : 'SOURCE_TYPE_OTHER_NOTIFICATION',
    source_identity: typeof told === 'string' ? null : clip(told.authority.name, MAX_GROUND),
  };
}

/** The grounds may be missing: a scenario's sources need not tell those of an order. */
function demandedOn(grounds: readonly string[]): string {
  return grounds.length === 0
    ? 'On what grounds it was demanded is not told.'
    : `Demanded on these grounds: ${words(grounds)}.`;
}

function words(grounds: readonly string[]): string {
  return grounds.map((ground) => ground.replaceAll('_', ' ')).join(', ');
}

function clip(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
}

function dateOf(at: number): string {
  return iso(at).slice(0, 'YYYY-MM-DD'.length);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
