import { once } from 'node:events';
import type { Socket } from 'socket.io';

/** A socket with more packets of socket.io, or more of their bytes, waiting for it is closed as too slow. */
const MAX_PACKETS = 5_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Bytes; with no more than these waiting, a socket that catches up is sent more. */
const FEW = 256 * 1024;

interface Transport {
  /** The socket of `ws`; its buffer is the one that grows, since engine.io hands over all it has at once. */
  socket?: { bufferedAmount?: number };
}

/** Whether more waits for a socket than it should. */
export function isTooSlow(socket: Socket): boolean {
  return packetsFor(socket) > MAX_PACKETS || bytesFor(socket) > MAX_BYTES;
}

/** Waits until a socket has taken nearly all it was told, or is gone. */
export async function hasTaken(socket: Socket): Promise<void> {
  while (socket.connected && (packetsFor(socket) > 0 || bytesFor(socket) > FEW)) {
    const stop = new AbortController();
    const { signal } = stop;
    const { transport } = socket.conn;
    await Promise.race(['drain', 'close'].map((event) => once(transport, event, { signal }))).catch(
      () => undefined,
    );
    stop.abort();
  }
}

function packetsFor(socket: Socket): number {
  return packetsOf(socket).length;
}

/** Bytes that wait in socket.io's packets, and in the buffer of `ws`. */
function bytesFor(socket: Socket): number {
  const waiting = packetsOf(socket).reduce((bytes, { data }) => bytes + (data?.length ?? 0), 0);
  return waiting + ((socket.conn.transport as unknown as Transport).socket?.bufferedAmount ?? 0);
}

function packetsOf(socket: Socket): { data?: string | Buffer }[] {
  return (socket.conn as unknown as { writeBuffer: { data?: string | Buffer }[] }).writeBuffer;
}
