import type { Server, Socket } from 'socket.io';
import type { ClientToServer, Frame, ServerToClient, StreamName } from '#contract';
import type { Holder } from '#identity';
import { Gated } from '#visibility';
import type { Place } from '../viewpoint/whereabouts.js';
import { roomOf, type Audience } from './audience.js';
import type { GatedFrame } from './frame-maker.js';
import type { FrameSet } from './frame-set.js';

/** What a socket brings with it. */
interface SocketData {
  /** What it signed in with, and who that was then. */
  token: string | null;
  viewer: Holder | null;
  /** Where it asked to look from with `view:from`; another object each time. */
  moved: { from: string | null } | null;
}

export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export interface Subscription {
  audience: Audience;
  /** Whether it has caught up and sits in its room. */
  joined: boolean;
}

/** Who sits in a room, each with what it asked for. */
type Room = Map<LiveSocket, Audience>;

/** Who listens to what, and the one emitter of frames: it sends `Gated` payloads alone. */
export class Subscriptions {
  private readonly bySocket = new Map<LiveSocket, Map<StreamName, Subscription>>();
  private readonly rooms = new Map<string, Room>();
  /** Subscriptions to the `user` stream, by viewer. */
  private readonly byViewer = new Map<string, Set<Subscription>>();

  constructor(private readonly server: () => LiveServer) {}

  /** Notes what a socket asks for; until `join` it is told nothing of it. */
  open(socket: LiveSocket, audience: Audience): Subscription {
    this.close(socket, audience.stream);
    const subscription = { audience, joined: false };
    const streams = this.bySocket.get(socket) ?? new Map<StreamName, Subscription>();
    streams.set(audience.stream, subscription);
    this.bySocket.set(socket, streams);
    if (audience.follows !== null && audience.viewer !== null) {
      const viewers = this.byViewer.get(audience.viewer.id) ?? new Set();
      this.byViewer.set(audience.viewer.id, viewers.add(subscription));
    }
    return subscription;
  }

  /** Whether a subscription is still wanted. */
  isOpen(socket: LiveSocket, subscription: Subscription): boolean {
    return socket.connected && this.has(socket, subscription);
  }

  /** Closes a subscription unless it has joined, or another has taken its place. */
  abandon(socket: LiveSocket, subscription: Subscription): void {
    if (!subscription.joined && this.has(socket, subscription))
      this.close(socket, subscription.audience.stream);
  }

  join(socket: LiveSocket, subscription: Subscription): void {
    const { audience } = subscription;
    const name = roomOf(audience);
    subscription.joined = true;
    this.rooms.set(name, (this.rooms.get(name) ?? new Map<LiveSocket, Audience>()).set(socket, audience));
    void socket.join(name);
  }

  close(socket: LiveSocket, stream: StreamName): void {
    const subscription = this.bySocket.get(socket)?.get(stream);
    if (subscription === undefined) return;
    const streams = this.bySocket.get(socket);
    streams?.delete(stream);
    if (streams?.size === 0) this.bySocket.delete(socket);
    this.leave(socket, subscription);
    const viewer = subscription.audience.viewer?.id ?? '';
    const viewers = this.byViewer.get(viewer);
    viewers?.delete(subscription);
    if (viewers?.size === 0) this.byViewer.delete(viewer);
  }

  closeAll(socket: LiveSocket): void {
    for (const stream of this.streams(socket)) this.close(socket, stream);
  }

  /** Moves all that a socket listens to to another country; what is still catching up goes on from there. */
  move(socket: LiveSocket, place: Place): void {
    for (const subscription of this.bySocket.get(socket)?.values() ?? []) {
      const { joined } = subscription;
      this.leave(socket, subscription);
      subscription.audience = { ...subscription.audience, ...place };
      if (joined) this.join(socket, subscription);
    }
  }

  /** The streams that a socket listens to, or is about to. */
  streams(socket: LiveSocket): StreamName[] {
    return [...(this.bySocket.get(socket)?.keys() ?? [])];
  }

  /** The streams that a socket listens to as a moderator. */
  moderatorStreams(socket: LiveSocket): StreamName[] {
    return [...(this.bySocket.get(socket)?.values() ?? [])]
      .filter(({ audience }) => audience.class === 'moderator')
      .map(({ audience }) => audience.stream);
  }

  /** Whether someone listens at all. */
  get idle(): boolean {
    return this.rooms.size === 0;
  }

  /** Whom the viewers of `user` streams follow, kept up as they follow and unfollow. */
  noteFollow(actor: string, subject: string, follows: boolean): void {
    for (const { audience } of this.byViewer.get(actor) ?? []) audience.follows?.note(subject, follows);
  }

  /**
   * Tells every room of some events: each is judged and encoded once for all who sit there. Nothing
   * is sent before everything is judged, so that what fails has told nobody.
   */
  tellAll(set: FrameSet): void {
    const authors = set.restrictedAuthors();
    const tells: (() => void)[] = [];
    for (const [name, room] of this.rooms) {
      const [first] = room.values();
      if (first === undefined) continue;
      if (set.erases) tells.push(() => this.server().to(name).emit('resync', erased(first)));
      // Those who may see more of their own than their room does are told apart.
      const apart = first.stream === 'user' ? [] : authorsIn(room, authors);
      if (apart.length < room.size) {
        const frames = set.framesFor(roomAudience(first)).map(released);
        const others = apart.map(([socket]) => socket.id);
        tells.push(() => {
          for (const frame of frames) this.server().to(name).except(others).emit('event', frame);
        });
      }
      for (const [socket, own] of apart) {
        const frames = set.framesFor(own);
        tells.push(() => this.emit(socket, frames));
      }
    }
    for (const tell of tells) tell();
  }

  /** Tells one socket of some events. */
  tell(socket: LiveSocket, set: FrameSet, audience: Audience): void {
    const frames = set.framesFor(audience);
    if (set.erases) socket.emit('resync', erased(audience));
    this.emit(socket, frames);
  }

  private emit(socket: LiveSocket, frames: readonly GatedFrame[]): void {
    for (const frame of frames) socket.emit('event', released(frame));
  }

  private has(socket: LiveSocket, subscription: Subscription): boolean {
    return this.bySocket.get(socket)?.get(subscription.audience.stream) === subscription;
  }

  private leave(socket: LiveSocket, subscription: Subscription): void {
    if (!subscription.joined) return;
    subscription.joined = false;
    const name = roomOf(subscription.audience);
    const room = this.rooms.get(name);
    room?.delete(socket);
    if (room?.size === 0) this.rooms.delete(name);
    void socket.leave(name);
  }
}

/** Closes a socket, having told it why. */
export function closeBecause(socket: LiveSocket, error: string): void {
  socket.emit('error', { error });
  socket.disconnect(true);
}

/**
 * Of what is erased nothing is left to tell it by, not even an id. It is told before the frames of
 * what came after: who is cut off between the two resumes from before it.
 */
function erased({ stream }: Audience): Parameters<ServerToClient['resync']>[0] {
  return { stream, reason: 'something was erased' };
}

function authorsIn(room: Room, authors: ReadonlySet<string>): [LiveSocket, Audience][] {
  if (authors.size === 0) return [];
  return [...room].filter(([, { viewer }]) => viewer !== null && authors.has(viewer.id));
}

/** A room is of everyone in it; only a `user` stream's is of one viewer. */
function roomAudience(audience: Audience): Audience {
  return audience.stream === 'user' ? audience : { ...audience, viewer: null };
}

/** A frame as it is sent; what has not been through the gate is held back. */
function released(frame: GatedFrame): Frame {
  if (!Gated.is(frame.payload)) throw new Error('A frame that nobody judged was held back');
  return { ...frame, payload: frame.payload.value } as Frame;
}
