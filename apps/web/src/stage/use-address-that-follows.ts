import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import { useDeckFrames } from '../deck/use-deck.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';

/** Ms for which it stands still before the address says where: browsers take few changes of it a second. */
const SETTLED = 300;

/** An instant of the story as links have it: to the second where nothing is lost. @param at ms since the epoch */
export function instantOfLink(at: number): string {
  return new Date(Math.floor(at)).toISOString().replace('.000Z', 'Z');
}

interface Following {
  deck: Deck;
  time: StageTime;
  address: StageAddress;
  sides: { left: string; right: string };
  go: Go;
  /** Is given the instant that is written, ms since the epoch: the stage is there, or has gone on since. */
  writtenRef: RefObject<number | null>;
}

/**
 * Where it stands still the address says where, so that a reload, or a copy of it, gives the same; while it
 * plays the address stays. That of what is being performed names no instant.
 */
export function useAddressThatFollows({ deck, time, address, sides, go, writtenRef }: Following): void {
  const timer = useRef<number | undefined>(undefined);
  const { left, right } = sides;
  const follow = useCallback(() => {
    window.clearTimeout(timer.current);
    const { begun, live } = deck.snapshot();
    if (deck.running || !begun) return;
    if (live) {
      if (address.at !== null) go({ ...address, at: null }, 'replace');
      return;
    }
    timer.current = window.setTimeout(() => {
      // As it was asked for it stays, in whatever words; outside the story too, of which the stage tells.
      const asked = address.at === null ? null : time.positionAt(Date.parse(address.at));
      const at = instantOfLink(time.storyAt(deck.position));
      const isThere = asked !== null && instantOfLink(time.storyAt(asked)) === at;
      if (isThere) return;
      writtenRef.current = Date.parse(at);
      go({ ...address, at, left, right }, 'replace');
    }, SETTLED);
  }, [deck, time, address, left, right, go, writtenRef]);
  useDeckFrames(deck, follow);
  useEffect(() => () => window.clearTimeout(timer.current), []);
}
