import type { KeyPlace, KeyPress } from '../transport/key-action.js';

/** The outcomes in the order of their keys, 1 to 6. */
export const CHOICES = ['withheld', 'suspended', 'labelled', 'limited', 'refused', 'restored'] as const;
export type Choice = (typeof CHOICES)[number];

/** An act of a key at the desk. */
export type DeskAct =
  | {
      does:
        | 'next'
        | 'last'
        | 'select'
        | 'range'
        | 'confirm'
        | 'note'
        | 'view'
        | 'appeal'
        | 'take'
        | 'keys'
        | 'clear';
    }
  | { does: 'choose'; outcome: Choice }
  | { does: 'send' };

const SINGLE: Readonly<Record<string, DeskAct>> = {
  j: { does: 'next' },
  k: { does: 'last' },
  x: { does: 'select' },
  n: { does: 'note' },
  v: { does: 'view' },
  a: { does: 'appeal' },
  t: { does: 'take' },
};

/** The same keys on a keyboard whose letters aren't Latin, by where they lie. */
const LATIN: Readonly<Record<string, string>> = {
  KeyJ: 'j',
  KeyK: 'k',
  KeyX: 'x',
  KeyN: 'n',
  KeyV: 'v',
  KeyA: 'a',
  KeyT: 't',
};

/**
 * Gives the act of a key press at the desk; null for one that is not ours. Nothing is sent by a letter or a
 * digit: what is chosen is sent by its button, or by Ctrl and Enter from where its reason is written.
 *
 * @param singles whether keys of one character are on
 */
export function deskAct(press: KeyPress, place: KeyPlace, singles: boolean): DeskAct | null {
  if (press.altKey) return null;
  if (press.key === 'Enter' && place === 'writing')
    return press.ctrlKey || press.metaKey ? { does: 'send' } : null;
  if (press.ctrlKey || press.metaKey) return null;
  if (press.key === 'Escape') return { does: 'clear' };
  if (place === 'writing') return null;
  // A button is pressed by Enter itself.
  if (press.key === 'Enter') return place === 'press' || press.shiftKey ? null : { does: 'confirm' };
  if (!singles) return null;
  if (press.key === '?') return { does: 'keys' };
  const latin = press.key.charCodeAt(0) < 0x80;
  const key = latin ? press.key.toLowerCase() : (LATIN[press.code] ?? '');
  if (press.shiftKey) return key === 'x' ? { does: 'range' } : null;
  const outcome = /^[1-6]$/.test(key) ? CHOICES[Number(key) - 1] : undefined;
  if (outcome !== undefined) return { does: 'choose', outcome };
  return Object.hasOwn(SINGLE, key) ? SINGLE[key]! : null;
}
