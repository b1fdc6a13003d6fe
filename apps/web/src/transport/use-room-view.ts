import { useCallback, useEffect, useState } from 'react';

/**
 * The room view: larger type and, where the browser allows it, the full screen. Leaving the full screen leaves
 * it, too; where it was refused, Esc does.
 *
 * @returns whether it is on, and what turns it
 */
export function useRoomView(): { room: boolean; toggleRoom: () => void; leaveRoom: () => void } {
  const [room, setRoom] = useState(false);

  useEffect(() => {
    if (!room) return;
    const { dataset } = document.documentElement;
    dataset.room = '';
    // Refused outside a press, and not there on some phones: the larger type stands without it.
    if (document.fullscreenEnabled) void document.documentElement.requestFullscreen().catch(() => undefined);
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
    toggleRoom: useCallback(() => setRoom((on) => !on), []),
    leaveRoom: useCallback(() => setRoom(false), []),
  };
}
