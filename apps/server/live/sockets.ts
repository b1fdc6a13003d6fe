import { Injectable } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import type { ClientToServer, ServerToClient } from '#contract';
import type { Principal, SignedInAccount } from '#identity';

/** The data that the server keeps with a socket. */
interface SocketData {
  /** The token that it signed in with, and its principal at that time. */
  token: string | null;
  principal: Principal | null;
  /** The principal's account, in the role in which it looks. */
  viewer: SignedInAccount | null;
  /** Where it asked to look from with `view:from`; another object each time. */
  moved: { from: string | null } | null;
}

export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** The sockets of this process, by the server of socket.io, which is there once the gateway is. */
@Injectable()
export class Sockets {
  private attached: LiveServer | null = null;

  attach(server: LiveServer): void {
    this.attached = server;
  }

  /** @throws before the gateway is there */
  get server(): LiveServer {
    if (this.attached === null) throw new Error('The live gateway is not attached yet');
    return this.attached;
  }

  /** All that are connected. */
  get all(): Iterable<LiveSocket> {
    return this.attached?.sockets.sockets.values() ?? [];
  }

  /** Disconnects all. */
  closeAll(): void {
    this.attached?.disconnectSockets(true);
  }
}

/** Closes a socket, having told it why. */
export function closeBecause(socket: LiveSocket, error: string): void {
  socket.emit('error', { error });
  socket.disconnect(true);
}
