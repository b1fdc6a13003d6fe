import { describe, expect, it } from '@jest/globals';
import type { QueueEntry, RestrictionField } from '#contract';
import { CHOICES } from './desk-keys.js';
import { missingIn, NEW_DRAFT, offFor } from './draft.js';
import type { Done, Row } from './rows.js';

const row = (
  kind: QueueEntry['kind'],
  rest: Partial<QueueEntry> = {},
  done: Done['outcome'] | null = null,
): Row => ({
  entry: { kind, status_id: 'a-post', account_id: null, tag: null, url: null, ...rest } as QueueEntry,
  done: done === null ? null : { outcome: done, at: null, by: null, here: true },
});
const offs = (one: Row, standing: RestrictionField[] = []) =>
  CHOICES.map((outcome) => offFor(one, outcome, standing));
const held = (order_id: string | null) => ({ order_id }) as RestrictionField;

describe('a decision that does nothing is off, and says why', () => {
  it('on an open item: there is nothing to restore', () => {
    expect(offs(row('item'))).toEqual([null, null, null, null, null, 'nothingToRestore']);
  });

  it('on an item that was decided: the same again', () => {
    expect(offs(row('item', {}, 'withheld'))).toEqual(['already', null, null, null, null, null]);
    expect(offs(row('item', {}, 'refused'))).toEqual([null, null, null, null, 'already', 'nothingToRestore']);
  });

  it('on an address elsewhere and on a hashtag: what cannot be imposed there', () => {
    const elsewhere = row('item', { status_id: null, url: 'https://example.org' });
    expect(offs(elsewhere)).toEqual([
      ...['elsewhere', 'elsewhere', 'elsewhere', 'elsewhere'],
      null,
      'nothingToRestore',
    ]);
    const tag = row('item', { status_id: null, tag: 'a' });
    expect(offs(tag)).toEqual(['notOnTag', 'notOnTag', 'notOnTag', null, null, 'nothingToRestore']);
  });

  it('on a report: to restore what only an order holds', () => {
    expect(offs(row('report'), [held('an-order')])[5]).toBe('nothingToRestore');
    expect(offs(row('report'), [held(null)])[5]).toBeNull();
  });

  it('on an appeal: all but to restore and to uphold', () => {
    const only = 'appealOnly';
    expect(offs(row('appeal'))).toEqual([only, only, only, only, null, null]);
  });
});

describe('a decision that is written', () => {
  const kinds = (...all: QueueEntry['kind'][]) => new Set(all);
  const draft = { ...NEW_DRAFT, reason: 'As ordered' };

  it('says what is missing', () => {
    expect(missingIn(NEW_DRAFT, kinds('item'))).toBe('outcome');
    expect(missingIn({ ...NEW_DRAFT, outcome: 'withheld', reason: ' ' }, kinds('item'))).toBe('reason');
    expect(missingIn({ ...draft, outcome: 'labelled' }, kinds('item'))).toBe('label');
    expect(missingIn({ ...draft, outcome: 'withheld' }, kinds('item'))).toBeNull();
  });

  it('names countries of its own only where no order does', () => {
    expect(missingIn({ ...draft, outcome: 'withheld' }, kinds('report'))).toBe('countries');
    expect(missingIn({ ...draft, outcome: 'withheld', countries: ['IN'] }, kinds('report'))).toBeNull();
    expect(missingIn({ ...draft, outcome: 'suspended' }, kinds('report'))).toBeNull();
  });

  it('owes a reason, but for leaving a reported post up', () => {
    const silent = { ...NEW_DRAFT, outcome: 'refused' } as const;
    expect(missingIn(silent, kinds('report'))).toBeNull();
    expect(missingIn(silent, kinds('report', 'item'))).toBe('reason');
    expect(missingIn(silent, kinds('appeal'))).toBe('reason');
  });
});
