import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { EncodedFrame } from '../live/encoded-frame.js';
import type { Identity } from '../live/listener.js';
import type { Channel, NoChannel } from './channels.js';
import { MastodonListener, MAX_BYTES } from './mastodon-listener.js';
import { messageOf } from './messages.js';

/** Bytes; with no more than these waiting, it has taken nearly all. */
const FEW = 256 * 1024;
const LOOK_EVERY_MS = 20;

/** Close codes (RFC 6455, section 7.4.1, and IANA's registry), by reason. Clients connect anew after any of them. */
const CODES: Readonly<Record<string, number>> = {
  slow_consumer: 1013,
  viewer_changed: 1008,
  too_many_messages: 1008,
  going_away: 1001,
};
/** Service restart: connect anew, and read again. */
const AGAIN = 1012;

/** Whoever listens to Mastodon's streams over a WebSocket: to several over one. */
export class WebSocketListener extends MastodonListener {
  readonly kind = 'websocket';
  /** Whether it has answered the last ping, or sent anything since. */
  isAlive = true;

  constructor(
    request: IncomingMessage,
    identity: Identity,
    readonly socket: WebSocket,
  ) {
    super(request, identity);
  }

  override get connected(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  override get isTooSlow(): boolean {
    return this.socket.bufferedAmount > MAX_BYTES;
  }

  override async hasTaken(): Promise<void> {
    while (this.connected && this.socket.bufferedAmount > FEW) await wait(LOOK_EVERY_MS);
  }

  override close(reason: string | null): void {
    this.socket.close(CODES[reason ?? ''] ?? AGAIN, reason ?? 'read again');
  }

  /** Says why something that was asked for is not given. */
  refuse(why: NoChannel): void {
    if (this.connected) this.socket.send(JSON.stringify(why));
  }

  /** Pings, or ends a connection that has not answered the last ping. */
  look(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    this.socket.ping();
  }

  protected override send(frame: EncodedFrame, channel: Channel): void {
    if (this.connected) this.socket.send(messageOf(frame, channel));
  }
}
