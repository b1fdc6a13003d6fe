import type { Server, Socket } from 'socket.io';
import type { ClientToServer, Frame, ServerToClient, StreamName } from '#contract';
import { Pace } from '#database';
import type { Holder } from '#identity';
import { Gated } from '#visibility';
import type { Place } from '../http/viewpoint/whereabouts.js';
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

  /** What the rooms are being told of just now, and the `seq` that it goes up to. */
  telling: { readonly set: FrameSet; readonly cursor: number } | null = null;
  /** The rooms that someone has joined meanwhile. */
  private readonly late = new Set<string>();

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

  /** Joins what is told from now on; of what is being told just now, nothing more. */
  join(socket: LiveSocket, subscription: Subscription): void {
    const { audience } = subscription;
    const name = roomOf(audience);
    subscription.joined = true;
    this.rooms.set(name, (this.rooms.get(name) ?? new Map<LiveSocket, Audience>()).set(socket, audience));
    void socket.join(name);
    if (this.telling === null) return;
    this.late.add(name);
    void socket.join(lateTo(name));
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
   * is sent before everything is judged, so that what fails has told nobody. It gives way to others
   * in between; who joins meanwhile is told of what comes after.
   *
   * @param signal aborted where it is to be told no further
   * @param told is called once all are told, in the same turn in which who joins is no longer late
   */
  async tellAll(set: FrameSet, cursor: number, signal: AbortSignal, told: () => void): Promise<void> {
    this.telling = { set, cursor };
    try {
      const pace = new Pace();
      const authors = set.restrictedAuthors();
      const emits: (() => void)[] = [];
      const rooms = [...this.rooms].map(([name, room]) => [name, new Map(room)] as const);
      for (const [name, room] of rooms) {
        emits.push(...this.emitsTo(name, room, set, authors));
        await pace.rest();
      }
      for (const emit of emits) {
        if (signal.aborted) return;
        emit();
        await pace.rest();
      }
      told();
    } finally {
      this.telling = null;
      for (const name of this.late) this.server().in(lateTo(name)).socketsLeave(lateTo(name));
      this.late.clear();
    }
  }

  private emitsTo(name: string, room: Room, set: FrameSet, authors: ReadonlySet<string>): (() => void)[] {
    const [first] = room.values();
    if (first === undefined) return [];
    const emits: (() => void)[] = [];
    // Those who may see more of their own than their room does are told apart.
    const apart = first.stream === 'user' ? [] : authorsIn(room, authors);
    if (apart.length < room.size) {
      const { resync, frames } = set.tellingFor(roomAudience(first));
      const others = [lateTo(name), ...apart.map(([socket]) => socket.id)];
      const told = (): ReturnType<LiveServer['to']> => this.server().to(name).except(others);
      if (resync !== null) emits.push(() => told().emit('resync', { stream: first.stream, reason: resync }));
      for (const frame of frames.map(released)) emits.push(() => told().emit('event', frame));
    }
    for (const [socket, own] of apart) emits.push(...emitsOf(socket, own, set));
    return emits;
  }

  /** Tells one socket of some events. */
  tell(socket: LiveSocket, set: FrameSet, audience: Audience): void {
    for (const emit of emitsOf(socket, audience, set)) emit();
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
 * Tells one socket. To read again is told before the frames of what came after: who is cut off between
 * the two resumes from before it.
 */
function emitsOf(socket: LiveSocket, audience: Audience, set: FrameSet): (() => void)[] {
  const { resync, frames } = set.tellingFor(audience);
  const emits = frames.map(released).map((frame) => () => void socket.emit('event', frame));
  if (resync === null) return emits;
  return [() => void socket.emit('resync', { stream: audience.stream, reason: resync }), ...emits];
}

/** The room of those who have joined another while it was being told something. */
function lateTo(name: string): string {
  return `late ${name}`;
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
