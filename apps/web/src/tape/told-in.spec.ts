import { describe, expect, it } from '@jest/globals';
import type { Moment } from '#contract';
import { at } from '../timeline/sample.fixture.js';
import { toldIn } from './told-in.js';

describe('a tape in the page’s language', () => {
  const row = { id: 'row', at: at(1), title: 'A note', text: 'It is filed.', side: null, provenance: null };
  const order = { order_id: 'order', title: 'The order: 2 items', what: 'filed', text: '', items: 2 };
  const moments = [
    {
      n: 0,
      at: at(1),
      step: null,
      frames: [
        { type: 'context', payload: row },
        { type: 'order', payload: order },
        { type: 'order', payload: { ...order, order_id: null } },
      ],
    },
  ] as unknown as Moment[];

  it('has its notes and its orders’ titles in the words that the story has there', () => {
    const words = { context: { row: { title: 'टिप्पणी', text: 'दिया गया।' } }, orders: { order: 'आदेश: 2' } };
    expect(toldIn(words, moments)[0]!.frames.map(({ payload }) => payload)).toEqual([
      { ...row, title: 'टिप्पणी', text: 'दिया गया।' },
      { ...order, title: 'आदेश: 2' },
      { ...order, order_id: null },
    ]);
  });

  it('in the story’s own is the tape as it was read', () => {
    expect(toldIn({ context: {}, orders: {} }, moments)).toBe(moments);
  });
});
