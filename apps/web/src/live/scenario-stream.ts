import type { ClientToServer, ServerToClient } from '#contract';
import { placeOf } from '../api/api-client.js';
import { io, type Socket } from 'socket.io-client';

/** ms over which viewers that are told at the same time spread their reading. */
const SPREAD = 1_000;
/** ms after which who looks is taken to stay. */
const SETTLED = 500;
/** ms after which a connection that the server closed is made again. */
const AGAIN = 2_000;

/** News of a scenario's tape. */
export interface TapeNews {
  /** It goes on. */
  goesOn: () => void;
  /** It is another one now. */
  isAnother: () => void;
}

/**
 * Listens to a scenario's stream for news of its tape, as anybody in a place. Where the network blocks it,
 * nothing is told, and the tape is read on now and then.
 *
 * @returns how to stop
 */
export function listenToTape(scenario: string, from: string, news: TapeNews): () => void {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
  });
  const timers = new Set<number>();
  const later = (ms: number, action: () => void): void => {
    const timer = window.setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };
  socket.on('connect', () => {
    const request = { stream: `scenario:${scenario}` as const, ...placeOf(from), view_as: 'public' as const };
    // Moments told before the subscription, or while the connection was away, are read now.
    socket.emit('subscribe', request, () => news.goesOn());
  });
  socket.on('event', ({ type }) => {
    if (type === 'tape') later(Math.random() * SPREAD, news.goesOn);
  });
  socket.on('resync', () => later(Math.random() * SPREAD, news.isAnother));
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') later(AGAIN, () => socket.connect());
  });
  // Who only passes by, or looks from elsewhere at once, opens no connection.
  later(SETTLED, () => socket.connect());
  return () => {
    timers.forEach((timer) => window.clearTimeout(timer));
    socket.disconnect();
  };
}
