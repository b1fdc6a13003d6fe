import { describe, expect, it } from '@jest/globals';
import type { QueueEntry } from '#contract';
import { endRow, groupRows, inOrder, mergeRows, neighbour, type Done, type Row } from './rows.js';

const entry = (id: string): QueueEntry => {
  const [kind, thing, n] = id.split(':') as [QueueEntry['kind'], string, string | undefined];
  return {
    id,
    kind,
    since: '2026-01-05T09:00:00Z',
    due: null,
    status_id: null,
    account_id: null,
    tag: null,
    order_id: kind === 'item' ? thing : null,
    item: n === undefined ? null : Number(n),
    url: null,
    category: null,
    text: '',
    assigned_account_id: null,
    status: null,
    account: null,
  };
};
const waits = (id: string): Row => ({ entry: entry(id), done: null });
const BY_NADIA: Done = { outcome: 'refused', at: null, by: 'nadia', here: false };
const ended = (id: string): Row => ({ entry: entry(id), done: BY_NADIA });
const ids = (rows: readonly Row[]): string[] => rows.map((row) => row.entry.id);

describe('the rows of the queue', () => {
  it('that wait no longer are told apart, so that it can be asked how they ended', () => {
    const merged = mergeRows([waits('item:A:1'), waits('item:A:2')], [entry('item:A:2'), entry('report:R')]);
    expect(ids(merged.rows)).toEqual(['item:A:2', 'report:R']);
    expect(merged.ended.map(({ id }) => id)).toEqual(['item:A:1']);
  });

  it('that are done stay on the list, unless they wait again', () => {
    const known = [ended('item:A:1'), ended('report:R')];
    const { rows } = mergeRows(known, [entry('report:R')]);
    expect(rows).toEqual([waits('report:R'), ended('item:A:1')]);
  });

  it('end where they stand', () => {
    expect(endRow([waits('item:A:1'), waits('item:A:2')], entry('item:A:1'), BY_NADIA)).toEqual([
      waits('item:A:2'),
      ended('item:A:1'),
    ]);
  });

  it('stand by order, the newest first and by number; then reports and appeals, the oldest first', () => {
    const rows = ['appeal:P', 'item:A:10', 'report:S', 'item:B:1', 'item:A:2', 'report:R'].map(waits);
    expect(groupRows(rows).map(({ kind, order, rows: held }) => [kind, order, ids(held)])).toEqual([
      ['item', 'B', ['item:B:1']],
      ['item', 'A', ['item:A:2', 'item:A:10']],
      ['report', null, ['report:R', 'report:S']],
      ['appeal', null, ['appeal:P']],
    ]);
    expect(inOrder(groupRows([]))).toEqual([]);
  });
});

describe('the next row', () => {
  const rows = [waits('item:A:1'), ended('item:A:2'), waits('item:A:3')];

  it('is the one beside it, and at an end the same', () => {
    expect(neighbour(rows, 'item:A:1', 1)).toBe('item:A:2');
    expect(neighbour(rows, 'item:A:3', 1)).toBe('item:A:3');
    expect(neighbour(rows, 'item:A:1', -1)).toBe('item:A:1');
    expect(neighbour(rows, 'item:A:3', -1)).toBe('item:A:2');
  });

  it('after a decision is the next that waits, or one that was passed over', () => {
    expect(neighbour(rows, 'item:A:1', 1, true)).toBe('item:A:3');
    expect(neighbour(rows, 'item:A:3', 1, true)).toBe('item:A:1');
    expect(neighbour([ended('item:A:1')], 'item:A:1', 1, true)).toBe('item:A:1');
  });

  it('from nowhere is the first; of none it is none', () => {
    expect(neighbour(rows, null, 1)).toBe('item:A:1');
    expect(neighbour([], null, 1)).toBeNull();
  });
});
