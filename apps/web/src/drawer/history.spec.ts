import { describe, expect, it } from '@jest/globals';
import type { Moment, RestrictionField } from '#contract';
import { historyOf } from './history.js';

const ORDER = 'bilal-s-order';
const WRITTEN = '2026-01-05T09:00:00.000Z';
const WITHHELD = '2026-01-05T10:00:00.000Z';
const RESTORED = '2026-01-05T12:00:00.000Z';
const LATER = '2026-01-06T00:00:00.000Z';
const post = { created_at: WRITTEN, provenance: null };

const withheld = (rest: Partial<RestrictionField> = {}): RestrictionField => ({
  id: 'r',
  status_id: 'a-post-of-asha',
  account_id: null,
  tag: null,
  kind: 'withhold',
  countries: ['IN'],
  basis: 'legal_demand',
  reason: '',
  label: null,
  from: WITHHELD,
  until: RESTORED,
  in_force: false,
  order_id: ORDER,
  item: 7,
  imposed_by: null,
  ...rest,
});

const decided = (at: string, outcome: string, numbers: number[] | null, order_id = ORDER): Moment => ({
  n: 0,
  at,
  step: null,
  frames: [
    {
      type: 'decision',
      payload: { order_id, outcome, reason: '', items: 1, scenario: null, provenance: null, numbers },
    },
  ],
});

const told = (moments: Moment[], until = LATER, restrictions = [withheld()]): string[] =>
  historyOf(post, restrictions, moments, until).map(({ at, what }) => `${at.slice(11, 16)} ${what}`);

describe('what happened to a post', () => {
  it('is told by the decisions on its item, in their order', () => {
    const moments = [
      decided(WITHHELD, 'withheld', [6, 7]),
      decided('2026-01-05T11:00:00.000Z', 'refused', [6]),
      decided(RESTORED, 'restored', [7]),
    ];
    expect(told(moments)).toEqual(['09:00 published', '10:00 withheld', '12:00 restored']);
  });

  it('is told by its restrictions where no decision tells of them', () => {
    expect(told([])).toEqual(['09:00 published', '10:00 withheld', '12:00 ended']);
    const platform = withheld({ kind: 'label', order_id: null, item: null, until: null });
    expect(told([], LATER, [platform])).toEqual(['09:00 published', '10:00 labelled']);
  });

  it('ends at the instant that is shown', () => {
    expect(told([decided(RESTORED, 'restored', [7])], '2026-01-05T10:30:00.000Z')).toEqual([
      '09:00 published',
      '10:00 withheld',
    ]);
  });

  it('holds no decision on another order’s item, nor one of which no item is told', () => {
    const moments = [
      decided('2026-01-05T11:00:00.000Z', 'refused', [7], 'chitra-s-order'),
      decided('2026-01-05T11:00:00.000Z', 'refused', null),
    ];
    expect(told(moments)).not.toContain('11:00 refused');
  });
});
