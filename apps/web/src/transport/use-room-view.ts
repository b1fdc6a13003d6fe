import { useCallback, useEffect, useState } from 'react';

/**
 * The room view: larger type and, where the browser allows it, the full screen. Leaving the full screen leaves
 * it, too; where it was refused, Esc does.
 *
 * @param begins whether it is on from the start, in larger type alone: browsers refuse the full screen outside a
 *   press, so that the first press turns that on
 * @returns whether it is on, and what turns it
 */
export function useRoomView(begins: boolean): {
  room: boolean;
  toggleRoom: () => void;
  leaveRoom: () => void;
} {
  const [room, setRoom] = useState(begins);

  useEffect(() => {
    if (!room) return;
    const { dataset } = document.documentElement;
    dataset.room = '';
    const changed = () => document.fullscreenElement === null && setRoom(false);
    document.addEventListener('fullscreenchange', changed);
    return () => {
      delete dataset.room;
      document.removeEventListener('fullscreenchange', changed);
      if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
    };
  }, [room]);

  return {
    room,
    toggleRoom: useCallback(() => {
      const { fullscreenEnabled, fullscreenElement, documentElement } = document;
      const fills = fullscreenEnabled && fullscreenElement === null;
      setRoom(fills || !room);
      // Where it is refused, the larger type stands without it, and the next press leaves it.
      if (fills) documentElement.requestFullscreen().catch(() => room && setRoom(false));
    }, [room]),
    leaveRoom: useCallback(() => setRoom(false), []),
  };
}
