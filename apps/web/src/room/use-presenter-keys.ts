import { useEffect, useEffectEvent } from 'react';
import { keyPlace } from '../transport/key-action.js';
import { singleKeys } from '../transport/single-keys.js';

interface PresenterKeys {
  /** `q`: asks, shows the answers, or goes on. */
  question: () => void;
  /** `l`: how to join. */
  lobby: () => void;
}

/** The same keys on a keyboard whose letters are not Latin, by where they lie. */
const CODES: Readonly<Record<string, keyof PresenterKeys>> = { KeyQ: 'question', KeyL: 'lobby' };
const KEYS: Readonly<Record<string, keyof PresenterKeys>> = { q: 'question', l: 'lobby' };

/** A presenter's keys beside the stage's; off for who only looks. */
export function usePresenterKeys(isPresenter: boolean, keys: PresenterKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, code, ctrlKey, altKey, metaKey, shiftKey, repeat } = event;
    if (ctrlKey || altKey || metaKey || shiftKey || repeat || !singleKeys()) return;
    if (keyPlace(event.target) === 'writing') return;
    const does = key.charCodeAt(0) < 0x80 ? KEYS[key.toLowerCase()] : CODES[code];
    if (does === undefined) return;
    event.preventDefault();
    keys[does]();
  });
  useEffect(() => {
    if (!isPresenter) return;
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isPresenter]);
}
