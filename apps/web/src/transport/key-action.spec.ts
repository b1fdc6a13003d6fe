import { describe, expect, it } from '@jest/globals';
import { keyAction, type KeyPress } from './key-action.js';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...more,
});
const shift = { shiftKey: true };

describe('a key on the stage', () => {
  it.each([
    [' ', {}, { does: 'toggle' }],
    ['ArrowLeft', {}, { does: 'seek-by', ms: -5000 }],
    ['ArrowRight', {}, { does: 'seek-by', ms: 5000 }],
    ['ArrowLeft', shift, { does: 'seek-tenths', by: -1 }],
    ['ArrowRight', shift, { does: 'seek-tenths', by: 1 }],
    ['[', {}, { does: 'chapter', by: -1 }],
    [']', {}, { does: 'chapter', by: 1 }],
    [',', {}, { does: 'step', by: -1 }],
    ['.', {}, { does: 'step', by: 1 }],
    ['0', {}, { does: 'seek-to', tenths: 0 }],
    ['9', {}, { does: 'seek-to', tenths: 9 }],
    ['f', {}, { does: 'room' }],
    ['v', {}, { does: 'swap' }],
    ['i', {}, { does: 'drawer' }],
    ['?', shift, { does: 'keys' }],
    ['Escape', {}, { does: 'close' }],
  ])('%s (%o) does %o', (key, more, action) => {
    expect(keyAction(press(key, more), 'elsewhere', true)).toEqual(action);
  });

  it('is the letter with caps lock on', () => {
    expect(keyAction(press('F'), 'elsewhere', true)).toEqual({ does: 'room' });
  });

  it('is where it lies on a keyboard whose letters are not Latin', () => {
    expect(keyAction(press('ि', { code: 'KeyF' }), 'elsewhere', true)).toEqual({ does: 'room' });
    expect(keyAction(press('ड', { code: 'BracketLeft' }), 'elsewhere', true)).toEqual({
      does: 'chapter',
      by: -1,
    });
  });

  it.each(['x', 'Tab', 'Enter', 'constructor', 'toString', ''])('does nothing where it is %s', (key) => {
    expect(keyAction(press(key), 'elsewhere', true)).toBeNull();
  });

  it('is the browser’s with a modifier', () => {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey'])
      for (const key of [' ', 'f', 'ArrowLeft', 'Escape'])
        expect(keyAction(press(key, { [modifier]: true }), 'elsewhere', true)).toBeNull();
  });

  it('is the field’s where somebody writes or chooses', () => {
    for (const key of [' ', 'f', 'ArrowLeft', '?', 'Escape'])
      expect(keyAction(press(key), 'writing', true)).toBeNull();
  });

  it('is the button’s where it is space, and ours where it is another', () => {
    expect(keyAction(press(' '), 'press', true)).toBeNull();
    expect(keyAction(press('.'), 'press', true)).toEqual({ does: 'step', by: 1 });
  });

  it('of a single character can be switched off; space, the arrows and Esc stay', () => {
    for (const key of ['f', 'v', 'i', '?', '[', '.', '0'])
      expect(keyAction(press(key), 'elsewhere', false)).toBeNull();
    for (const key of [' ', 'ArrowLeft', 'Escape'])
      expect(keyAction(press(key), 'elsewhere', false)).not.toBeNull();
  });
});
