import type { IncomingMessage } from 'node:http';
import type { StreamName } from '#contract';
import type { Principal, SignedInAccount } from '#identity';
import type { EncodedFrame } from './encoded-frame.js';

/** Who listens, as they were when they connected. */
export interface Identity {
  /** The token that they signed in with, and its principal at that time; null where they did not. */
  readonly token: string | null;
  readonly principal: Principal | null;
  /** The principal's account, in the role in which it looks. */
  readonly viewer: SignedInAccount | null;
}

/** A way of telling many listeners the same at once: socket.io's, or another. */
export interface Medium {
  /** Tells all of them the same frames, in order. */
  tell(listeners: readonly Listener[], frames: readonly EncodedFrame[]): void;
  /** Asks them to read again what a stream, or all that they listen to (null), showed. */
  resync(listeners: readonly Listener[], stream: StreamName | null, reason: string): void;
}

/** Somebody who listens to streams over one connection, whatever its protocol. */
export abstract class Listener {
  /** How it is connected. */
  abstract readonly kind: 'socket.io' | 'websocket' | 'event-stream';

  /** Where they asked to look from since they connected; another object each time. */
  moved: { readonly from: string | null } | null;

  /**
   * @param id names it among all that listen in this process
   * @param request that it came with: of its address and languages
   */
  constructor(
    readonly id: string,
    readonly request: IncomingMessage,
    readonly identity: Identity,
    readonly medium: Medium,
  ) {
    const granted = identity.principal?.view?.from ?? null;
    this.moved = granted === null ? null : { from: granted };
  }

  abstract get connected(): boolean;

  /** Whether more waits for it than should. */
  abstract get isTooSlow(): boolean;

  /** Waits until it has taken nearly all it was told, or is gone. */
  abstract hasTaken(): Promise<void>;

  /** Ends the connection, having told it why, if for a reason: `slow_consumer`, `viewer_changed`, `going_away`. */
  abstract close(reason: string | null): void;
}
