import { describe, expect, it } from '@jest/globals';
import type { KeyPlace } from '../transport/key-action.js';
import { deskAct } from './desk-keys.js';

const press = (
  key: string,
  rest: Partial<Parameters<typeof deskAct>[0]> = {},
  place: KeyPlace = 'elsewhere',
  on = true,
) =>
  deskAct(
    { key, code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...rest },
    place,
    on,
  );

describe('a key at the desk', () => {
  it.each([
    ['j', 'next'],
    ['k', 'last'],
    ['x', 'select'],
    ['n', 'note'],
    ['v', 'view'],
    ['a', 'appeal'],
    ['t', 'take'],
    ['?', 'keys'],
    ['Enter', 'confirm'],
    ['Escape', 'clear'],
  ])('%s does %s', (key, does) => {
    expect(press(key)).toEqual({ does });
  });

  it.each(['withheld', 'suspended', 'labelled', 'limited', 'refused', 'restored'])(
    'of a digit chooses, and never sends: %s',
    (outcome) => {
      const n = ['withheld', 'suspended', 'labelled', 'limited', 'refused', 'restored'].indexOf(outcome) + 1;
      expect(press(String(n))).toEqual({ does: 'choose', outcome });
    },
  );

  it('of another digit does nothing', () => {
    expect([press('0'), press('7')]).toEqual([null, null]);
  });

  it('with shift selects a range, and is else none of ours', () => {
    expect(press('X', { shiftKey: true })).toEqual({ does: 'range' });
    expect(press('J', { shiftKey: true })).toBeNull();
  });

  it('does nothing where somebody writes, but for Ctrl and Enter, and Esc', () => {
    expect(['j', '1', '?', 'Enter'].map((key) => press(key, {}, 'writing'))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(press('Enter', { ctrlKey: true }, 'writing')).toEqual({ does: 'send' });
    expect(press('Enter', { metaKey: true }, 'writing')).toEqual({ does: 'send' });
    expect(press('Escape', {}, 'writing')).toEqual({ does: 'clear' });
  });

  it('leaves Enter to the button that has the focus', () => {
    expect(press('Enter', {}, 'press')).toBeNull();
  });

  it('of one character is off where it was switched off; the others stay', () => {
    expect(['j', '1', '?'].map((key) => press(key, {}, 'elsewhere', false))).toEqual([null, null, null]);
    expect(press('Enter', {}, 'elsewhere', false)).toEqual({ does: 'confirm' });
  });

  it('leaves the browser its own, and is found by its place on a keyboard of other letters', () => {
    expect([press('a', { ctrlKey: true }), press('1', { altKey: true })]).toEqual([null, null]);
    expect(press('न', { code: 'KeyJ' })).toEqual({ does: 'next' });
  });
});
