import { Injectable } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient, StreamName } from '#contract';
import { Metrics } from '../platform/metrics.js';
import { hasTaken, isTooSlow } from './backpressure.js';
import type { EncodedFrame } from './encoded-frame.js';
import { EventPackets } from './event-packets.js';
import { Listener, type Identity, type Medium } from './listener.js';

interface SocketData {
  listener: SocketListener;
}

export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** The sockets of this process, by the server of socket.io, which is there once the gateway is. */
@Injectable()
export class Sockets implements Medium {
  private attached: LiveServer | null = null;

  constructor(private readonly metrics: Metrics) {}

  attach(server: LiveServer): void {
    this.attached = server;
  }

  /** @throws before the gateway is there */
  get server(): LiveServer {
    if (this.attached === null) throw new Error('The live gateway is not attached yet');
    return this.attached;
  }

  /** The frames are put into bytes once, whoever is told. */
  tell(listeners: readonly Listener[], frames: readonly EncodedFrame[]): void {
    const packets = new EventPackets(frames);
    for (const listener of listeners) if (listener instanceof SocketListener) listener.send(packets);
  }

  resync(listeners: readonly Listener[], stream: StreamName | null, reason: string): void {
    this.metrics.askedToReadAgain(listeners.length);
    this.to(listeners).emit('resync', { stream, reason });
  }

  /** Each socket sits in a room of its own, of the name of its id. */
  private to(listeners: readonly Listener[]): ReturnType<LiveServer['to']> {
    return this.server.to(listeners.map(({ id }) => id));
  }
}

/** Whoever listens over socket.io. */
export class SocketListener extends Listener {
  readonly kind = 'socket.io';

  constructor(
    readonly socket: LiveSocket,
    identity: Identity,
    sockets: Sockets,
  ) {
    super(socket.id, socket.request, identity, sockets);
  }

  override get connected(): boolean {
    return this.socket.connected;
  }

  /** Sends packets as the bytes that they are, all in one write: a connection here is a WebSocket, uncompressed. */
  send({ text, bytes }: EventPackets): void {
    const options = { compress: false, wsPreEncodedFrame: [bytes] };
    if (this.connected) this.socket.conn.write(text, options);
  }

  override get isTooSlow(): boolean {
    return isTooSlow(this.socket);
  }

  override hasTaken(): Promise<void> {
    return hasTaken(this.socket);
  }

  override close(error: string | null): void {
    if (error !== null) this.socket.emit('error', { error });
    this.socket.disconnect(true);
  }
}
