/** An act of a key on the stage. */
export type KeyAction =
  | { does: 'toggle' | 'room' | 'swap' | 'drawer' | 'keys' | 'close' }
  | { does: 'seek-by'; ms: number }
  /** By tenths of the duration. */
  | { does: 'seek-tenths'; by: number }
  /** To so many tenths of the duration. */
  | { does: 'seek-to'; tenths: number }
  | { does: 'chapter' | 'step'; by: 1 | -1 };

/** The parts of a key press that decide; a `KeyboardEvent` has them. */
export interface KeyPress {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/**
 * Where a key is pressed: where keys write or choose the page takes none; a `press` is something that space
 * itself presses.
 */
export type KeyPlace = 'writing' | 'press' | 'elsewhere';

const STEADY: Readonly<Record<string, KeyAction>> = {
  ' ': { does: 'toggle' },
  ArrowLeft: { does: 'seek-by', ms: -5000 },
  ArrowRight: { does: 'seek-by', ms: 5000 },
  Escape: { does: 'close' },
};

const SHIFTED: Readonly<Record<string, KeyAction>> = {
  ArrowLeft: { does: 'seek-tenths', by: -1 },
  ArrowRight: { does: 'seek-tenths', by: 1 },
};

/** Keys of one character, which WCAG 2.1.4 wants to be switched off. */
const SINGLE: Readonly<Record<string, KeyAction>> = {
  '[': { does: 'chapter', by: -1 },
  ']': { does: 'chapter', by: 1 },
  ',': { does: 'step', by: -1 },
  '.': { does: 'step', by: 1 },
  f: { does: 'room' },
  v: { does: 'swap' },
  i: { does: 'drawer' },
  '?': { does: 'keys' },
};

/** The same keys on a keyboard whose letters aren't Latin, by where they lie. */
const LATIN: Readonly<Record<string, string>> = {
  KeyF: 'f',
  KeyV: 'v',
  KeyI: 'i',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
};

/**
 * Gives the act of a key press; null for one that is not ours.
 *
 * @param singles whether keys of one character are on
 */
export function keyAction(press: KeyPress, place: KeyPlace, singles: boolean): KeyAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey || place === 'writing') return null;
  if (press.key === ' ' && place === 'press') return null;
  if (press.shiftKey && Object.hasOwn(SHIFTED, press.key)) return SHIFTED[press.key]!;
  if (!press.shiftKey && Object.hasOwn(STEADY, press.key)) return STEADY[press.key]!;
  if (!singles) return null;

  // `?` is shifted on most keyboards; a capital is the letter with caps lock on, or another key.
  if (press.key === '?') return SINGLE['?']!;
  if (press.shiftKey) return null;
  const latin = press.key.charCodeAt(0) < 0x80;
  const key = latin ? press.key.toLowerCase() : (LATIN[press.code] ?? '');
  if (/^[0-9]$/.test(key)) return { does: 'seek-to', tenths: Number(key) };
  return Object.hasOwn(SINGLE, key) ? SINGLE[key]! : null;
}

/** Where in the page a key was pressed. */
export function keyPlace(target: EventTarget | null): KeyPlace {
  if (!(target instanceof Element)) return 'elsewhere';
  const writing =
    'input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, ' +
    '[contenteditable]:not([contenteditable=false]), dialog, [role=dialog], [role=listbox], [role=combobox]';
  if (target.closest(writing) !== null) return 'writing';
  const press = 'button, a, summary, [role=button], input:not([type=range])';
  return target.closest(press) === null ? 'elsewhere' : 'press';
}
