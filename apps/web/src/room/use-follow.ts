import { useCallback } from 'react';
import type { Deck, DeckAct, Hand } from '../deck/deck.js';
import type { RoomClient } from './room-client.js';
import { clockOf } from './room-state.js';
import type { Control } from './room-view.js';

/**
 * How a deck follows a room: as its presenter, whose hand on it is sent to the room, or as somebody who looks,
 * whose hand does nothing.
 *
 * @param follows false while somebody looks around: the deck is then its own
 * @returns to be called with the deck
 */
export function useFollow(
  client: RoomClient,
  follows: boolean,
  isPresenter: boolean,
): (deck: Deck) => (() => void) | undefined {
  return useCallback(
    (deck) => {
      if (!follows) return undefined;
      const hand: Hand = (act) => {
        if (isPresenter) client.control(controlOf(act));
        return isPresenter;
      };
      let taken = -1;
      const take = () => {
        const { replay, set } = client.snapshot();
        // A control on its way to the room is shown already; the room's state before it is not.
        if (replay === null || set === taken || client.isControlling) return;
        taken = set;
        deck.follow(clockOf(replay, client.setAt(replay)), hand);
      };
      take();
      const stop = client.subscribe(take);
      return () => {
        stop();
        deck.leave();
      };
    },
    [client, follows, isPresenter],
  );
}

function controlOf(act: DeckAct): Control {
  switch (act.does) {
    case 'seek':
      return { action: 'seek', position: act.position };
    case 'speed':
      return { action: 'speed', speed: act.speed };
    default:
      return { action: act.does };
  }
}
