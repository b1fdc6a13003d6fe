import { describe, expect, it } from '@jest/globals';
import type { Appeal, Notification, WithheldNotice } from '#contract';
import { ownNotices, standing } from './notices.js';

const NOW = Date.parse('2026-01-05T09:00:00Z');
const told = (restriction_id: string, rest: Partial<WithheldNotice> = {}): Notification =>
  ({ withheld: { restriction_id, lifted_at: null, until: null, ...rest } }) as Notification;
const warned = { withheld: null } as Notification;

describe('what an author is told', () => {
  it('is told once of a restriction, as it is by now', () => {
    const ended = told('R', { lifted_at: '2026-01-05T08:00:00Z' });
    const notices = ownNotices([warned, ended, told('S'), told('R')], []);
    expect(notices.map(({ notice }) => [notice.restriction_id, notice.lifted_at])).toEqual([
      ['R', '2026-01-05T08:00:00Z'],
      ['S', null],
    ]);
    expect(standing(notices, NOW).map(({ notice }) => notice.restriction_id)).toEqual(['S']);
  });

  it('does not stand once its end has come', () => {
    const notices = ownNotices(
      [told('R', { until: '2026-01-05T09:00:00Z' }), told('S', { until: '2026-01-05T09:00:01Z' })],
      [],
    );
    expect(standing(notices, NOW).map(({ notice }) => notice.restriction_id)).toEqual(['S']);
  });

  it('has the appeal against it beside it', () => {
    const appeal = { id: 'A', restriction: { id: 'S' } } as Appeal;
    expect(ownNotices([told('R'), told('S')], [appeal]).map((one) => one.appeal)).toEqual([null, appeal]);
  });
});
