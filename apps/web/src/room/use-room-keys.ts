import { useEffect, useEffectEvent } from 'react';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';

/** Acts of one-letter keys in a room, beside the stage's, by their letter in lower case. */
export type RoomKeys = Readonly<Record<string, () => void>>;

/** Gives a page keys of a room; with the stage's they are switched off. */
export function useRoomKeys(keys: RoomKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, code, ctrlKey, altKey, metaKey, shiftKey, repeat } = event;
    if (ctrlKey || altKey || metaKey || shiftKey || repeat || !singleKeys()) return;
    if (keyPlace(event.target) === 'writing') return;
    // On a keyboard whose letters are not Latin, by where they lie.
    const letter = key.charCodeAt(0) < 0x80 ? key.toLowerCase() : code.replace(/^Key/, '').toLowerCase();
    if (!Object.hasOwn(keys, letter)) return;
    event.preventDefault();
    keys[letter]?.();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
