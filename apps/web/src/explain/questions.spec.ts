import { describe, expect, it } from '@jest/globals';
import type { ExplainedRule, Explanation, RestrictionField } from '#contract';
import { questionsOf } from './questions.js';

const POST = 'a-post-of-asha';
const ASHA = 'asha';

const restriction = (
  kind: RestrictionField['kind'],
  on: Partial<RestrictionField> = { status_id: POST },
): RestrictionField => ({
  id: `${kind} ${on.account_id ?? on.status_id}`,
  status_id: null,
  account_id: null,
  tag: null,
  kind,
  countries: ['IN'],
  basis: 'legal_demand',
  reason: '',
  label: null,
  from: '2026-01-05T09:00:00.000Z',
  until: null,
  in_force: true,
  order_id: null,
  item: null,
  imposed_by: null,
  ...on,
});

const rule = (
  name: ExplainedRule['rule'],
  matched: boolean,
  of: RestrictionField | null = null,
): ExplainedRule => ({ rule: name, matched, because: '', restriction: of, events: [] });

const NOTHING = [rule('absent', false), rule('deleted', false), rule('suspend', false)];

const explained = (verdict: Explanation['verdict'], rules: ExplainedRule[]): Explanation => ({
  status_id: POST,
  account_id: null,
  tag: null,
  viewpoint: {
    at: '2026-01-05T10:00:00.000Z',
    live: false,
    from: 'IN',
    basis: 'simulated',
    mode: 'open',
    viewer: null,
    role: null,
    why: '',
  },
  verdict,
  rules,
});

const shown = explained('full', [...NOTHING, rule('withhold', false), rule('label', false)]);
const decidedOn = (left: Explanation): string[] =>
  questionsOf('status', left, null).flatMap((one) => (one.left?.decides === true ? [one.id] : []));

describe('the rules as questions', () => {
  it('are all asked, those without bearing too', () => {
    const asked = questionsOf('status', shown, shown);
    expect(asked.map(({ id, left, right }) => [id, left?.yes, right?.yes])).toEqual([
      ['there', true, true],
      ['deleted', false, false],
      ['suspended', false, false],
      ['account_withheld', false, false],
      ['post_withheld', false, false],
      ['labelled', false, false],
      ['limited', false, false],
    ]);
    expect(asked.some(({ decides }) => decides)).toBe(false);
  });

  it('name what decides: the account’s withholding before the post’s own', () => {
    const onAccount = rule('withhold', true, restriction('withhold', { account_id: ASHA }));
    const onPost = rule('withhold', true, restriction('withhold'));
    expect(decidedOn(explained('withheld', [...NOTHING, onPost]))).toEqual(['post_withheld']);
    expect(decidedOn(explained('withheld', [...NOTHING, onAccount]))).toEqual(['account_withheld']);
    expect(decidedOn(explained('withheld', [...NOTHING, onPost, onAccount]))).toEqual(['account_withheld']);
  });

  it.each([
    ['absent', 'there'],
    ['deleted', 'deleted'],
    ['suspended', 'suspended'],
    ['labelled', 'labelled'],
  ] as const)('where the verdict is %s, are decided by "%s"', (verdict, id) => {
    expect(decidedOn(explained(verdict, NOTHING))).toEqual([id]);
  });

  it('say that what is absent is not there', () => {
    const [there] = questionsOf('status', explained('absent', [rule('absent', true)]), shown);
    expect(there).toMatchObject({
      left: { yes: false, decides: true },
      right: { yes: true, decides: false },
    });
  });

  it('rest on what either side considered, the newest first and each once', () => {
    const over = restriction('withhold', { id: 'over', status_id: POST, in_force: false });
    const now = restriction('withhold', { id: 'now', status_id: POST, from: '2026-01-05T09:30:00.000Z' });
    const left = explained('withheld', [
      ...NOTHING,
      rule('withhold', false, over),
      rule('withhold', true, now),
    ]);
    const right = explained('full', [
      ...NOTHING,
      rule('withhold', false, over),
      rule('withhold', false, now),
    ]);
    const asked = questionsOf('status', left, right).find(({ id }) => id === 'post_withheld');
    expect(asked?.facts.map(({ id }) => id)).toEqual(['now', 'over']);
  });

  it('are answered by no side that tells nothing', () => {
    for (const { right } of questionsOf('status', shown, null)) expect(right).toBeNull();
  });

  it('ask of an account nothing about a post', () => {
    expect(questionsOf('account', shown, shown).map(({ id }) => id)).not.toContain('post_withheld');
  });
});
