const KEY = 'withheld.single-keys';

/** Whether keys of one character are on, in this browser; they are until switched off. */
export function singleKeys(): boolean {
  try {
    return window.localStorage.getItem(KEY) !== 'off';
  } catch {
    return !offWithoutStorage;
  }
}

/** Switches keys of one character on or off, and remembers it. */
export function setSingleKeys(on: boolean): void {
  offWithoutStorage = !on;
  try {
    window.localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // Storage may be switched off; the choice then lasts as long as the page.
  }
}

let offWithoutStorage = false;
