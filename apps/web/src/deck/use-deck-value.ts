import { useCallback, useRef, useState } from 'react';
import type { Deck } from './deck.js';
import { useDeckFrames } from './use-deck.js';

/**
 * Reads a value off the deck's position; draws again when it changes. For the small things that say it in words.
 *
 * @param read given ms of stage time; the same function for as long as it reads the same
 * @param every wall time in ms between two changes at least, while the deck runs; where it stands, what is
 *   shown is exact
 */
export function useDeckValue<T extends string | number | boolean | null>(
  deck: Deck,
  read: (position: number) => T,
  every = 0,
): T {
  const [value, setValue] = useState(() => read(deck.position));
  const told = useRef(0);
  const tell = useCallback(
    (position: number) => {
      const now = performance.now();
      if (deck.running && now - told.current < every) return;
      told.current = now;
      setValue(read(position));
    },
    [deck, read, every],
  );
  useDeckFrames(deck, tell);
  return value;
}
