import type { ClientToServer, ServerToClient } from '#contract';
import { io, type Socket } from 'socket.io-client';

/** ms after which a connection that was refused, or that the server closed, is made again. */
const AGAIN = 5_000;
/** ms that the server has to answer. */
const ANSWER = 10_000;

/** The news of the queue. */
export interface QueueNews {
  /** It is another, or may have become so while nothing was told. */
  changed: () => void;
  /** Whether the queue's changes are told just now; where they are not, it is to be asked for. */
  told: (isTold: boolean) => void;
}

/**
 * Listens for changes of a moderator's queue.
 *
 * @param token the moderator's
 * @returns how to stop
 */
export function listenToQueue(token: string, { changed, told }: QueueNews): () => void {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    transports: ['websocket'],
    forceNew: true,
    auth: { token },
  });
  let timer: number | undefined;
  const later = (): void => {
    told(false);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => socket.disconnect().connect(), AGAIN);
  };
  socket.on('connect', () => {
    socket.timeout(ANSWER).emit('desk:watch', {}, (late, answer) => {
      // Typed as if it always came; late, there is none.
      const isTold = (late as Error | null) === null && answer.ok;
      if (!isTold) return later();
      told(true);
      changed();
    });
  });
  socket.on('desk:changed', changed);
  socket.on('disconnect', (reason) => {
    told(false);
    if (reason === 'io server disconnect') later();
  });
  socket.on('connect_error', () => {
    // While it tries by itself it is active; refused by the server, it tries no more.
    if (!socket.active) later();
  });
  return () => {
    window.clearTimeout(timer);
    socket.off();
    socket.disconnect();
  };
}
