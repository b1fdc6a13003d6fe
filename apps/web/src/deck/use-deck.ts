import { useEffect, useSyncExternalStore } from 'react';
import type { Deck, DeckState } from './deck.js';

/** The deck's state; draws again when it changes, and not while time merely passes. */
export function useDeck(deck: Deck): DeckState {
  return useSyncExternalStore(deck.subscribe, deck.snapshot);
}

/**
 * Tells where the deck stands before each frame that the browser draws while it runs, and once after each
 * change. For what moves with time, such as the playhead, without drawing components again.
 *
 * @param tell given ms of stage time; the same function for as long as it is the same telling
 */
export function useDeckFrames(deck: Deck, tell: (position: number) => void): void {
  useEffect(() => {
    let frame: number | undefined;
    const look = () => {
      frame = undefined;
      tell(deck.position);
      if (deck.running) frame = requestAnimationFrame(look);
    };
    const again = () => {
      frame ??= requestAnimationFrame(look);
    };
    // Where it stands it is told at once, with all else that the change brings, so that no frame in between is drawn.
    const stop = deck.subscribe(() => (deck.running ? again() : tell(deck.position)));
    again();
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [deck, tell]);
}
