import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StatementOfReasons } from '#contract';
import {
  ORDER_GROUNDS,
  RESTRICTION_BASES,
  RESTRICTION_KINDS,
  ulid,
  type Restriction,
  type StoredReasons,
} from '#domain';
import { statementsOfReasons, type Viewpoint } from '#visibility';
import { lookingFrom, restriction, WRITTEN } from '../../test/support/stored.js';

const ID = ulid(WRITTEN, new Uint8Array(10));
const SUBJECTS = [
  { type: 'post', id: ID },
  { type: 'account', id: ID },
  { type: 'hashtag', id: 'rivers' },
] as const;
const CANARY = 'canary';

type Order = NonNullable<StoredReasons['order']>;

/** An order with a canary in each of its texts. */
function order(rest: Partial<Order> = {}): Order {
  const authority = {
    id: CANARY,
    account: CANARY,
    name: CANARY,
    shortName: CANARY,
    country: 'IN',
    note: CANARY,
  };
  const filed = { confidential: false, grounds: ['public_order'], filedAt: WRITTEN };
  return { authority, title: CANARY, legalBasis: CANARY, reason: CANARY, ...filed, ...rest };
}

function reasons(one: Restriction, rest: Partial<StoredReasons> = {}): StoredReasons {
  return { restriction: one, order: null, venue: 'home', scenario: null, ...rest };
}

const HELD = { order: { id: CANARY, n: 1 } };

function told(one: StoredReasons, viewpoint: Viewpoint = lookingFrom('IN')): StatementOfReasons {
  const [statement] = statementsOfReasons([one], viewpoint).value;
  if (statement === undefined) throw new Error('Nothing was told');
  return statement;
}

const aRestriction = fc
  .record({
    kind: fc.constantFrom(...RESTRICTION_KINDS),
    basis: fc.constantFrom(...RESTRICTION_BASES),
    subject: fc.constantFrom(...SUBJECTS),
    countries: fc.constantFrom<string[]>(['IN'], ['DE', 'IN', 'NO'], ['*']),
    reason: fc.string({ minLength: 1, maxLength: 6_000, size: 'max' }),
    label: fc.option(fc.string({ maxLength: 500 })),
    until: fc.option(fc.integer({ min: WRITTEN + 1, max: Date.UTC(12_000, 0) })),
  })
  .map(({ kind, subject, ...rest }) => restriction(kind, subject, rest));
const anOrder = fc
  .record({
    grounds: fc.subarray([...ORDER_GROUNDS]),
    legalBasis: fc.string({ maxLength: 900, size: 'max' }),
    reason: fc.string({ maxLength: 3_000, size: 'max' }),
  })
  .map((rest) => order(rest));

describe('a statement of reasons', () => {
  it('says nothing of an order that may not be read, whatever is restricted', () => {
    fc.assert(
      fc.property(aRestriction, fc.boolean(), (one, read) => {
        const held = { ...one, ...HELD, reason: CANARY, confidential: true };
        const stored = reasons(held, { order: read ? order({ confidential: true }) : null });
        expect(JSON.stringify(told(stored))).not.toContain(CANARY);
      }),
    );
  });

  it('tells all of it to a moderator', () => {
    const stored = reasons(restriction('withhold', SUBJECTS[0], HELD), {
      order: order({ confidential: true }),
    });
    const viewer = { id: 'dev', role: 'moderator' } as const;
    expect(told(stored, lookingFrom('IN', { viewer }))).toMatchObject({
      illegal_content_legal_ground: CANARY,
      source_identity: CANARY,
      order_id: CANARY,
    });
  });

  it('says that the grounds are not told, where they are not', () => {
    const stored = reasons(restriction('withhold', SUBJECTS[0], HELD), { order: order({ grounds: [] }) });
    expect(told(stored)).toMatchObject({
      illegal_content_explanation: `On what grounds it was demanded is not told. ${CANARY}`,
      category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
      category_addition: [],
      category_specification: [],
      category_specification_other: null,
    });
  });

  it('keeps to what the database takes', () => {
    const characters = (text: string | null): number => [...(text ?? '')].length;
    fc.assert(
      fc.property(aRestriction, fc.option(anOrder), (one, held) => {
        const stored = reasons(held === null ? one : { ...one, ...HELD }, { order: held });
        const statement = told(stored);
        // At least one decision, and one ground with its two texts.
        expect([statement.decision_visibility, statement.decision_account]).not.toEqual([null, null]);
        const illegal = statement.decision_ground === 'DECISION_GROUND_ILLEGAL_CONTENT';
        const given = [statement.illegal_content_legal_ground, statement.illegal_content_explanation];
        const other = [statement.incompatible_content_ground, statement.incompatible_content_explanation];
        expect((illegal ? given : other).every((text) => text !== null)).toBe(true);
        expect(illegal ? other : given).toEqual([null, null]);
        expect(Math.max(...[given[0], other[0]].map((text) => characters(text ?? null)))).toBeLessThanOrEqual(
          500,
        );
        expect(Math.max(...[given[1], other[1]].map((text) => characters(text ?? null)))).toBeLessThanOrEqual(
          2_000,
        );
        expect(characters(statement.decision_facts)).toBeLessThanOrEqual(5_000);
        expect(statement.category_addition).not.toContain(statement.category);
        expect(statement.content_type.includes('CONTENT_TYPE_OTHER')).toBe(
          statement.content_type_other !== null,
        );
        for (const date of [
          statement.application_date,
          statement.content_date ?? statement.application_date,
          statement.end_date_visibility_restriction ?? statement.application_date,
          statement.end_date_account_restriction ?? statement.application_date,
        ])
          expect([date, date <= '2038-01-01']).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), true]);
      }),
    );
  });

  it.each([
    ['2038-01-01T23:59:59.999Z', '2038-01-01'],
    ['2038-01-02T00:00:00.000Z', null],
    ['+010000-01-01T00:00:00.000Z', null],
  ])('tells an end at %s as %s, since they take none after', (until, told_) => {
    const one = (subject: (typeof SUBJECTS)[number]) =>
      told(reasons(restriction('suspend', subject, { until: Date.parse(until) })));
    expect(one(SUBJECTS[0]).end_date_visibility_restriction).toBe(told_);
    expect(one(SUBJECTS[1]).end_date_account_restriction).toBe(told_);
  });

  it.each([
    [['IN'], []],
    [
      ['DE', 'IN', 'NO'],
      ['DE', 'NO'],
    ],
    // The codes that the Union's database takes are those of states.
    [
      ['AX', 'FI', 'FR', 'RE'],
      ['FI', 'FR'],
    ],
  ])('of %j has the scope %j, and the countries beside it', (countries, scope) => {
    const statement = told(reasons(restriction('withhold', SUBJECTS[0], { countries })));
    expect([statement.territorial_scope, statement.countries]).toEqual([scope, countries]);
  });

  it('of everywhere has the whole European Economic Area as its scope', () => {
    const { territorial_scope } = told(reasons(restriction('suspend', SUBJECTS[0])));
    expect(territorial_scope).toHaveLength(30);
    expect(territorial_scope).toEqual(expect.arrayContaining(['DE', 'IS', 'LI', 'NO']));
  });

  it.each([
    ['withhold', 0, ['DECISION_VISIBILITY_CONTENT_DISABLED'], null],
    ['withhold', 1, ['DECISION_VISIBILITY_CONTENT_DISABLED'], null],
    ['suspend', 0, ['DECISION_VISIBILITY_CONTENT_REMOVED'], null],
    ['suspend', 1, null, 'DECISION_ACCOUNT_SUSPENDED'],
    ['label', 0, ['DECISION_VISIBILITY_CONTENT_LABELLED'], null],
    ['limit', 2, ['DECISION_VISIBILITY_CONTENT_DEMOTED'], null],
  ] as const)('tells to %s subject %d by their own names', (kind, subject, visibility, account) => {
    const statement = told(reasons(restriction(kind, SUBJECTS[subject], { until: WRITTEN + 1 })));
    expect(statement.decision_visibility).toEqual(visibility);
    expect(statement.decision_account).toBe(account);
    expect(statement.end_date_visibility_restriction === null).toBe(visibility === null);
    expect(statement.end_date_account_restriction === null).toBe(account === null);
  });
});
